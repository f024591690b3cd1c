package io.keycloakpbx.lockout;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.FlowStatus;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordForm;
import org.keycloak.models.KeycloakSession;

/** Keycloak's page for user name and password, which takes none from a blocked address. */
final class PasswordForm extends UsernamePasswordForm {

    PasswordForm(KeycloakSession session) {
        super(session);
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        AddressLock lock = new AddressLock(context.getSession());
        if (lock.refuses(context)) {
            return;
        }
        super.action(context);
        if (context.getStatus() == FlowStatus.FAILURE_CHALLENGE) {
            lock.failed(context);
        }
    }
}
