package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.PasswordState;
import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.authentication.requiredactions.UpdatePassword;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.services.messages.Messages;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's own form for a new password, which behind a link is good no longer than the link itself: once the user has another
 * password, a form that has been open since before sets none.
 */
@ReliesOn(
        "org.keycloak.authentication.requiredactions.UpdatePassword: the form for a new password, and gives way to a factory"
                + " of the same id and a higher order")
public final class UpdatePasswordAction extends UpdatePassword {

    /** Authentication session note: the password that the user had when the link was made. */
    private static final String PASSWORD_STATE = "pbx.password-state";

    /**
     * Says which password the form may replace.
     *
     * @param passwordState its {@linkplain PasswordState state}; null for any
     */
    public static void bind(AuthenticationSessionModel signIn, String passwordState) {
        if (passwordState == null) {
            signIn.removeAuthNote(PASSWORD_STATE);
        } else {
            signIn.setAuthNote(PASSWORD_STATE, passwordState);
        }
    }

    @Override
    public int order() {
        return super.order() + 1;
    }

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        String state = passwordState(context);
        if (state == null || PasswordState.isStill(context.getUser(), state)) {
            super.requiredActionChallenge(context);
        } else {
            refuse(context);
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        String state = passwordState(context);
        if (state != null && !NewPassword.mayReplace(context.getSession(), context.getUser(), state)) {
            refuse(context);
            return;
        }
        super.processAction(context);
        if (context.getStatus() == RequiredActionContext.Status.SUCCESS) {
            bind(context.getAuthenticationSession(), null);
        }
    }

    private static String passwordState(RequiredActionContext context) {
        return context.getAuthenticationSession().getAuthNote(PASSWORD_STATE);
    }

    private static void refuse(RequiredActionContext context) {
        context.getEvent()
                .event(EventType.UPDATE_CREDENTIAL)
                .user(context.getUser())
                .detail(Details.USERNAME, context.getUser().getUsername())
                .detail(Details.CREDENTIAL_TYPE, PasswordCredentialModel.TYPE)
                .detail(Details.REASON, "password_changed")
                .error(Errors.EXPIRED_CODE);
        context.challenge(
                context.form().setError(Messages.EXPIRED_ACTION).createErrorPage(Response.Status.BAD_REQUEST));
    }
}
