package io.keycloakpbx.broker;

import org.keycloak.models.KeycloakSession;

/** Begins sign-ins by the authorization code flow. */
public final class AuthorizationCodeBrokerSignInProviderFactory implements BrokerSignInProviderFactory {

    @Override
    public BrokerSignInProvider create(KeycloakSession session) {
        return new AuthorizationCodeBrokerSignInProvider(session);
    }

    @Override
    public String getId() {
        return "authorization-code";
    }
}
