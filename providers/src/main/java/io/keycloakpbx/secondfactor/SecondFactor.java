package io.keycloakpbx.secondfactor;

import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/** What a user has to show besides the password. All flows of a tenant ask this one definition. */
enum SecondFactor {
    /** The password is enough. */
    NONE,
    /** The user has set up an authenticator app, the stronger of the two. */
    AUTHENTICATOR_APP,
    /** A code by e-mail, where the realm attribute {@value EmailCode#TWO_FACTOR} is {@code true}. */
    MAILED_CODE;

    static SecondFactor of(RealmModel realm, UserModel user) {
        if (user.credentialManager().isConfiguredFor(OTPCredentialModel.TYPE)) {
            return AUTHENTICATOR_APP;
        }
        return realm.getAttribute(EmailCode.TWO_FACTOR, false) ? MAILED_CODE : NONE;
    }
}
