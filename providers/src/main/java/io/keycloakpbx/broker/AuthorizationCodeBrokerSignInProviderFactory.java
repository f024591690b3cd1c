package io.keycloakpbx.broker;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Begins sign-ins by the authorization code flow. */
public final class AuthorizationCodeBrokerSignInProviderFactory implements BrokerSignInProviderFactory {

    @Override
    public BrokerSignInProvider create(KeycloakSession session) {
        return new AuthorizationCodeBrokerSignInProvider(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "authorization-code";
    }
}
