package io.keycloakpbx.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Keycloak's own database, in which the bundle's tables are. */
public final class Database {

    private Database() {}

    /** The entities of the session's transaction. */
    public static EntityManager entities(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * Does something in the course of a change whose queries need not see the change: it goes to the database when it would
     * without them, and what the database says to it then is told to whoever makes it.
     */
    public static void withoutFlush(KeycloakSession session, Runnable work) {
        EntityManager em = entities(session);
        FlushModeType usual = em.getFlushMode();
        em.setFlushMode(FlushModeType.COMMIT);
        try {
            work.run();
        } finally {
            em.setFlushMode(usual);
        }
    }

    /** Sends what the session has changed to the database, which may refuse it. */
    public static void flush(KeycloakSession session) {
        entities(session).flush();
    }
}
