package io.keycloakpbx.secondfactor;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Keeps session tokens among the objects that Keycloak lets be used once. */
public final class SingleUseSessionTokenProviderFactory implements SessionTokenProviderFactory {

    @Override
    public SessionTokenProvider create(KeycloakSession session) {
        return new SingleUseSessionTokenProvider(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "single-use";
    }
}
