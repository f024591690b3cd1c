package io.keycloakpbx.secondfactor;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.keycloak.UserLock;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The first factor of somebody who has shown it before, be it a password or a security key: takes the form parameter
 * {@code session_token} of the second step of a sign-in in the place of user name and password.
 */
@ReliesOn("org.keycloak.services.managers.AuthenticationManager: the note of a password that was right")
public final class SessionTokenAuthenticator extends DirectGrantAuthenticator {

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        String token = context.getHttpRequest().getDecodedFormParameters().getFirst("session_token");
        if (token == null) {
            context.attempted();
            return;
        }
        KeycloakSession session = context.getSession();
        SessionToken held = SessionToken.take(
                session,
                context.getRealm(),
                SessionToken.Purpose.SECOND_FACTOR,
                token,
                context.getAuthenticationSession().getClient());
        UserModel user = held == null ? null : session.users().getUserById(context.getRealm(), held.userId());
        if (user == null) {
            refuse(context, AuthenticationFlowError.INVALID_USER, Errors.INVALID_TOKEN);
            return;
        }
        context.getEvent().user(user);
        String bruteForceError = UserLock.eventError(context, user);
        if (bruteForceError != null || !user.isEnabled()) {
            if (bruteForceError != null) {
                // The lock ends before the token does.
                held.giveBack();
            }
            refuse(
                    context,
                    AuthenticationFlowError.INVALID_USER,
                    bruteForceError == null ? Errors.USER_DISABLED : bruteForceError);
            return;
        }
        session.setAttribute(PRESENTED_TOKEN, held);
        context.setUser(user);
        if (held.isPasswordShown()) {
            AuthenticationSessionModel signIn = context.getAuthenticationSession();
            signIn.setAuthNote(AuthenticationManager.PASSWORD_VALIDATED, "true");
            signIn.setUserSessionNote(SessionToken.PASSWORD_SHOWN, "true");
        }
        context.success();
    }

    @Override
    public String getId() {
        return "pbx-direct-grant-session-token";
    }

    @Override
    public String getDisplayType() {
        return "PBX sign-in session token";
    }

    @Override
    public String getHelpText() {
        return "Accepts the session token of a sign-in that waits for its second factor.";
    }
}
