package io.keycloakpbx.securitydata.activity;

import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.NumberProvider;
import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The tables that changes are written into, in transactions of their own. */
interface ActivityTables {

    /**
     * Writes changes, all of them or, where it throws, none.
     *
     * @param last whether the server stops: what it keeps in memory of realms may be gone
     * @return those of sessions that are not known, as they may be written by another node soon
     */
    List<SessionChange> write(NotedChanges changes, boolean last);

    /**
     * Whether the database takes anything at all.
     *
     * @param refusal why it has not taken some changes
     */
    boolean areThere(RuntimeException refusal);

    /** The tables of Keycloak's database. */
    static ActivityTables of(KeycloakSessionFactory factory) {
        return new ActivityTables() {
            @Override
            public List<SessionChange> write(NotedChanges changes, boolean last) {
                return KeycloakModelUtils.runJobInTransactionWithResult(
                        factory, session -> rows(session, last).write(changes));
            }

            @Override
            public boolean areThere(RuntimeException refusal) {
                if (isServersOwn(refusal)) {
                    return false;
                }
                try {
                    KeycloakModelUtils.runJobInTransaction(factory, session -> probe(Database.entities(session)));
                    return true;
                } catch (RuntimeException e) {
                    Logger.getLogger(ActivityTables.class).debug("Nothing can be written of sessions", e);
                    return false;
                }
            }
        };
    }

    /** A standby, or a transaction that may only read, refuses a write of nothing too. */
    static void probe(EntityManager em) {
        em.createQuery("update SessionLogEntity s set s.refreshCount = 0 where s.sessionId = ''")
                .executeUpdate();
    }

    /**
     * Whether a database server has refused for its own sake: it is short of room (SQLSTATE 53), or its system fails (58).
     * That has nothing to do with what is written, and a write of nothing may well succeed.
     */
    static boolean isServersOwn(RuntimeException refusal) {
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused && refused.getSQLState() != null) {
                return refused.getSQLState().startsWith("53")
                        || refused.getSQLState().startsWith("58");
            }
        }
        return false;
    }

    private static ActivityRows rows(KeycloakSession session, boolean last) {
        RealmProvider realms = last ? session.getProvider(RealmProvider.class, "jpa") : session.realms();
        return new ActivityRows(
                Database.entities(session), session.getProvider(NumberProvider.class), realms::getRealm);
    }
}
