package io.keycloakpbx.operator;

import io.keycloakpbx.keycloak.PasswordWork;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.restriction.SignInRestrictionProvider;
import io.keycloakpbx.store.RowLock;
import java.util.Set;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.common.ClientConnection;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.services.managers.BruteForceProtector;

/** Whether somebody knows a user's password. Guesses count as those of sign-ins do, for brute-force detection. */
@ReliesOn("org.keycloak.authentication.authenticators.util.AuthenticatorUtils:"
        + " whether brute-force detection keeps a user out")
final class OldPassword {

    private static final Set<String> CATEGORY = Set.of(PasswordCredentialModel.TYPE);

    private OldPassword() {}

    static boolean isRight(KeycloakSession session, RealmModel realm, UserModel user, String password) {
        // Guesses come one after the other, each counted before the next.
        RowLock.user(session, user.getId());
        BruteForceProtector protector = session.getProvider(BruteForceProtector.class);
        if (AuthenticatorUtils.getDisabledByBruteForceEventError(protector, session, realm, user) != null) {
            return false;
        }
        // A foreign address learns nothing: there every password is a wrong one, and takes as long.
        boolean right =
                PasswordWork.look(realm, () -> user.credentialManager().isValid(UserCredentialModel.password(password)))
                        && SignInRestrictionProvider.of(session)
                                .restriction(user)
                                .admits(session.getContext().getConnection().getRemoteHost());
        if (realm.isBruteForceProtected()) {
            ClientConnection connection = session.getContext().getConnection();
            if (right) {
                protector.successfulLogin(
                        realm, user, connection, session.getContext().getUri(), CATEGORY);
            } else {
                protector.failedLogin(
                        realm, user, connection, session.getContext().getUri(), CATEGORY);
            }
        }
        return right;
    }
}
