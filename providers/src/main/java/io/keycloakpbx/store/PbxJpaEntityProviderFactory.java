package io.keycloakpbx.store;

import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Adds the bundle's tables to Keycloak's own persistence unit and database. */
public final class PbxJpaEntityProviderFactory implements JpaEntityProviderFactory {

    /**
     * Never changes: Keycloak derives the name of the change log table from it, so another id would run every change set
     * again.
     */
    static final String ID = "keycloak-pbx";

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new PbxJpaEntityProvider();
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
