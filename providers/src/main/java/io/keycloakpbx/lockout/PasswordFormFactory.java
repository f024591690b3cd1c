package io.keycloakpbx.lockout;

import io.keycloakpbx.keycloak.ReliesOn;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordFormFactory;
import org.keycloak.models.KeycloakSession;

/** Makes the page for user name and password of the tenants' browser flow. */
@ReliesOn(
        "org.keycloak.authentication.authenticators.browser.UsernamePasswordFormFactory: all of it but the page it makes")
public final class PasswordFormFactory extends UsernamePasswordFormFactory {

    @Override
    public Authenticator create(KeycloakSession session) {
        return new PasswordForm(session);
    }

    @Override
    public String getId() {
        return "pbx-username-password-form";
    }

    @Override
    public String getDisplayType() {
        return "PBX username password form";
    }

    @Override
    public String getHelpText() {
        return "Keycloak's username password form, closed to addresses from which too many sign-ins have failed."
                + " Each refusal takes the time of a password.";
    }
}
