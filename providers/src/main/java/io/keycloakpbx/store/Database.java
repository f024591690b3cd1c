package io.keycloakpbx.store;

import jakarta.persistence.EntityManager;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Keycloak's own database, in which the bundle's tables are. */
public final class Database {

    private Database() {}

    /** The entities of the session's transaction. */
    public static EntityManager entities(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
