package io.keycloakpbx.keycloak;

import io.keycloakpbx.store.StorableText;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStoragePrivateUtil;

/** Ids of users, as callers send them. */
@ReliesOn("org.keycloak.storage.UserStoragePrivateUtil: whether a user is of a realm")
public final class UserId {

    private static final Pattern OF_A_STORAGE = Pattern.compile("f:[^:]+:.+");

    private UserId() {}

    /** Tells whether a text is the id of a user of a storage that has no row in Keycloak's tables. */
    public static boolean isOfAStorage(String id) {
        return OF_A_STORAGE.matcher(id).matches();
    }

    /** The user of an id, or null where there is none: also for a text that could be nobody's, at which Keycloak would fail. */
    public static UserModel find(KeycloakSession session, RealmModel realm, String asked) {
        boolean possible = StorableText.is(asked) && (LocalId.is(asked) || isOfAStorage(asked));
        UserModel user = possible ? session.users().getUserById(realm, asked) : null;
        return user != null && isOf(session, realm, asked) ? user : null;
    }

    /** Keycloak gives a request its own caller for the id, of whichever realm the caller is. */
    private static boolean isOf(KeycloakSession session, RealmModel realm, String id) {
        UserModel caller = session.getContext().getUser();
        if (caller == null || !caller.getId().equals(id)) {
            return true;
        }
        return isOfAStorage(id)
                ? realm.getComponent(new StorageId(id).getProviderId()) != null
                : UserStoragePrivateUtil.userLocalStorage(session).getUserById(realm, id) != null;
    }
}
