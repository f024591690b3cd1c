package io.keycloakpbx.lockout;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.tenant.SipUserName;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordForm;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;

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

    /** Takes the user's SIP address in the place of the user name. */
    @Override
    protected boolean validateForm(AuthenticationFlowContext context, MultivaluedMap<String, String> form) {
        String typed = form.getFirst(AuthenticationManager.FORM_USERNAME);
        if (typed == null) {
            return super.validateForm(context, form);
        }
        MultivaluedMap<String, String> resolved = new MultivaluedHashMap<>();
        resolved.putAll(form);
        resolved.putSingle(
                AuthenticationManager.FORM_USERNAME,
                SipUserName.resolve(context.getSession(), context.getRealm(), typed.strip()));
        return super.validateForm(context, resolved);
    }

    @Override
    public boolean validatePassword(
            AuthenticationFlowContext context, UserModel user, MultivaluedMap<String, String> form, boolean clearUser) {
        MultivaluedMap<String, String> lookedAt = RefusedAddress.form(context, user, form);
        return RefusedPassword.takesItsTime(
                context, user, () -> super.validatePassword(context, user, lookedAt, clearUser));
    }
}
