package io.keycloakpbx.lockout;

import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.ws.rs.core.MultivaluedMap;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordForm;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Keycloak's page for user name and password, which takes none from a blocked address and the same time for each refusal. */
@ReliesOn("org.keycloak.authentication.authenticators.browser.UsernamePasswordForm: hooks, and what they hash")
final class PasswordForm extends UsernamePasswordForm {

    PasswordForm(KeycloakSession session) {
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
            AuthenticationFlowContext context,
            UserModel user,
            MultivaluedMap<String, String> form,
            boolean clearUser) {
        return RefusedPassword.takesItsTime(context, user, super.validatePassword(context, user, form, clearUser));
    }
}
