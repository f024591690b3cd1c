package io.keycloakpbx.keycloak;

import io.keycloakpbx.store.StorableText;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Ids of users, as callers send them. */
public final class UserId {

    private static final String STORAGE = "f:";
    private static final Pattern OF_A_STORAGE = Pattern.compile("f:[^:]+:.+");

    private UserId() {}

    /** Tells whether a text is the id of a user of a storage that has no row in Keycloak's tables. */
    public static boolean isOfAStorage(String id) {
        return OF_A_STORAGE.matcher(id).matches();
    }

    /** The user of an id, or null where there is none: also for a text that could be nobody's, at which Keycloak would fail. */
    public static UserModel find(KeycloakSession session, RealmModel realm, String asked) {
        boolean possible = StorableText.is(asked) && (!asked.startsWith(STORAGE) || isOfAStorage(asked));
        return possible ? session.users().getUserById(realm, asked) : null;
    }
}
