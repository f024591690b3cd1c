package io.keycloakpbx.passwordpolicy;

import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Whether users change their passwords of their own accord, as they do in the account console. */
public final class OwnChange {

    private OwnChange() {}

    /**
     * Whether a password that is set in the session now is a user's own choice: not one that an administrator sets, nor one that
     * the user must choose or has forgotten.
     */
    public static boolean is(KeycloakSession session, UserModel user) {
        if (user.getRequiredActionsStream().anyMatch(RequiredAction.UPDATE_PASSWORD.name()::equals)) {
            return false;
        }
        AuthenticationSessionModel signIn = session.getContext().getAuthenticationSession();
        return signIn == null
                ? isCaller(session, user)
                : RequiredAction.UPDATE_PASSWORD.name().equals(signIn.getClientNote(Constants.KC_ACTION));
    }

    private static boolean isCaller(KeycloakSession session, UserModel user) {
        if (session.getContext().getBearerToken() instanceof JsonWebToken token && token.getSubject() != null) {
            return token.getSubject().equals(user.getId());
        }
        UserModel caller = session.getContext().getUser();
        return caller != null && caller.getId().equals(user.getId());
    }
}
