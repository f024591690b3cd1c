package io.keycloakpbx.lockout;

import io.keycloakpbx.keycloak.ReliesOn;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.broker.IdpUsernamePasswordFormFactory;
import org.keycloak.models.KeycloakSession;

/** Makes the page for the password of an account that is to be linked, of the tenants' first broker login flow. */
@ReliesOn(
        "org.keycloak.authentication.authenticators.broker.IdpUsernamePasswordFormFactory: all of it but the page it makes")
public final class BrokerPasswordFormFactory extends IdpUsernamePasswordFormFactory {

    static final String ID = "pbx-idp-username-password-form";

    @Override
    public Authenticator create(KeycloakSession session) {
        return new BrokerPasswordForm(session);
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "PBX username password form for identity provider reauthentication";
    }

    @Override
    public String getHelpText() {
        return "Keycloak's form, closed to addresses from which too many sign-ins have failed.";
    }
}
