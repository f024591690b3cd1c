package io.keycloakpbx.extension;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Makes {@link PbxUserProvider}s on Keycloak's own database. */
public final class JpaPbxUserProviderFactory implements PbxUserProviderFactory {

    @Override
    public PbxUserProvider create(KeycloakSession session) {
        return new JpaPbxUserProvider(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "jpa";
    }
}
