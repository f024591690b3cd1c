package io.keycloakpbx.signin;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.secondfactor.SessionToken;
import java.util.Objects;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/** Whether the user of a session has shown a password for it: the steps that the session has passed tell. */
@ReliesOn("org.keycloak.authentication.authenticators.util.AuthenticatorUtils: the steps that a session has passed, the"
        + " source of the claim amr")
final class PasswordCheck {

    private PasswordCheck() {}

    /** False for service accounts, and for whoever came by a key, a passkey or an identity provider. */
    static boolean isPassed(KeycloakSession session, RealmModel realm, UserSessionModel userSession) {
        // Shown a moment before, for the token with which the sign-in went on.
        if (Boolean.parseBoolean(userSession.getNote(SessionToken.PASSWORD_SHOWN))) {
            return true;
        }
        String passed = userSession.getNote(Constants.AUTHENTICATORS_COMPLETED);
        return AuthenticatorUtils.parseCompletedExecutions(passed).keySet().stream()
                .map(realm::getAuthenticationExecutionById)
                .filter(Objects::nonNull)
                .anyMatch(execution -> isPassword(session, execution.getAuthenticator()));
    }

    private static boolean isPassword(KeycloakSession session, String authenticator) {
        return authenticator != null
                && session.getKeycloakSessionFactory().getProviderFactory(Authenticator.class, authenticator)
                        instanceof AuthenticatorFactory factory
                && PasswordCredentialModel.TYPE.equals(factory.getReferenceCategory());
    }
}
