package io.keycloakpbx.operator;

import io.keycloakpbx.keycloak.CountedGuess;
import io.keycloakpbx.keycloak.PasswordWork;
import io.keycloakpbx.restriction.SignInRestrictionProvider;
import io.keycloakpbx.store.RowLock;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;

/**
 * Whether somebody knows a user's password. Guesses count as those of sign-ins do, for brute-force detection, which may disable the
 * user: whoever asks has not locked the user's row.
 */
final class OldPassword {

    private OldPassword() {}

    static boolean isRight(KeycloakSession session, RealmModel realm, UserModel user, String password) {
        // Guesses come one after the other, each counted before the next.
        RowLock.guesses(session, realm, user);
        if (CountedGuess.refusal(session, realm, user) != null) {
            return false;
        }
        // A foreign address learns nothing: there every password is a wrong one, and takes as long.
        return CountedGuess.isRight(
                session,
                realm,
                user,
                () -> PasswordWork.look(
                                realm, () -> user.credentialManager().isValid(UserCredentialModel.password(password)))
                        && SignInRestrictionProvider.of(session)
                                .restriction(user)
                                .admits(session.getContext().getConnection().getRemoteHost()));
    }
}
