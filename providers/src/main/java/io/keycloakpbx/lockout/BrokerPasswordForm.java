package io.keycloakpbx.lockout;

import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.ws.rs.core.MultivaluedMap;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.broker.IdpUsernamePasswordForm;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Keycloak's page for the password of an account that is to be linked, in the same way as {@link PasswordForm}. */
@ReliesOn("org.keycloak.authentication.authenticators.broker.IdpUsernamePasswordForm: hooks, and what they hash")
final class BrokerPasswordForm extends IdpUsernamePasswordForm {

    BrokerPasswordForm(KeycloakSession session) {
        super(session);
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        if (!AddressLock.refuses(context)) {
            super.action(context);
        }
    }

    @Override
    public boolean validatePassword(
            AuthenticationFlowContext context, UserModel user, MultivaluedMap<String, String> form, boolean clearUser) {
        MultivaluedMap<String, String> lookedAt = RefusedAddress.form(context, user, form);
        return RefusedPassword.takesItsTime(
                context, user, () -> super.validatePassword(context, user, lookedAt, clearUser));
    }
}
