package io.keycloakpbx.extension;

import io.keycloakpbx.keycloak.SignOut;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The user that an extension was taken from to be given to another. */
final class FormerOwner {

    /** The realm attribute that, set to {@code true}, ends the former owner's sessions. */
    static final String REVOKE_ON_STEAL = "pbx.revokeOnSteal";

    private FormerOwner() {}

    /** Signs the user out everywhere where the realm wants that; offline tokens become invalid too. */
    static void revokeIfWanted(KeycloakSession session, RealmModel realm, UserModel user) {
        if (Boolean.parseBoolean(realm.getAttribute(REVOKE_ON_STEAL))) {
            SignOut.everywhere(session, realm, user, "extension_given_to_another_user");
        }
    }
}
