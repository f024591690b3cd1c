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
 * password, a form that has been open since before sets none. It is for users who may change their passwords, or must; and does
 * not end the passwords of those whose passwords do not expire.
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

    /** Does not ask for a new password because of the old one's age where that does not count. */
    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        if (!OwnPassword.doesNotExpire(context.getUser())) {
            super.evaluateTriggers(context);
        }
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        if (!OwnPassword.maySet(context.getUser())) {
            refuseUser(context);
            return;
        }
        String state = passwordState(context);
        if (state == null || PasswordState.isStill(context.getUser(), state)) {
            super.requiredActionChallenge(context);
        } else {
            refuse(context);
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        if (!OwnPassword.maySet(context.getUser())) {
            refuseUser(context);
            return;
        }
        String state = passwordState(context);
        if (state != null
                && !NewPassword.mayReplace(context.getSession(), context.getRealm(), context.getUser(), state)) {
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
        refuse(context, "password_changed", Errors.EXPIRED_CODE, Messages.EXPIRED_ACTION, Response.Status.BAD_REQUEST);
    }

    private static void refuseUser(RequiredActionContext context) {
        refuse(
                context,
                OwnPassword.NOT_CHANGEABLE,
                Errors.NOT_ALLOWED,
                "pbxPasswordNotChangeable",
                Response.Status.FORBIDDEN);
    }

    private static void refuse(
            RequiredActionContext context, String reason, String error, String message, Response.Status status) {
        context.getEvent()
                .event(EventType.UPDATE_CREDENTIAL)
                .user(context.getUser())
                .detail(Details.USERNAME, context.getUser().getUsername())
                .detail(Details.CREDENTIAL_TYPE, PasswordCredentialModel.TYPE)
                .detail(Details.REASON, reason)
                .error(error);
        context.challenge(context.form().setError(message).createErrorPage(status));
    }
}
