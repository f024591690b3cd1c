package io.keycloakpbx.discovery;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.wellknown.WellKnownProvider;
import org.keycloak.wellknown.WellKnownProviderFactory;

/** Mounts WebFinger at {@code /realms/{realm}/.well-known/webfinger}. */
public final class WebFingerProviderFactory implements WellKnownProviderFactory {

    static final String ID = "webfinger";

    @Override
    public WellKnownProvider create(KeycloakSession session) {
        return new WebFingerProvider(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return ID;
    }
}
