package io.keycloakpbx.lockout;

import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Keeps failed sign-ins in Keycloak's own database. */
public final class JpaAddressLockProviderFactory implements AddressLockProviderFactory {

    @Override
    public AddressLockProvider create(KeycloakSession session) {
        return new JpaAddressLockProvider(
                session, session.getProvider(JpaConnectionProvider.class).getEntityManager());
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
