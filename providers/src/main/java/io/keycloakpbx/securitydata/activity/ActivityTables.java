package io.keycloakpbx.securitydata.activity;

import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.NumberProvider;
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

    /** Whether the database takes anything at all. */
    boolean areThere();

    /** The tables of Keycloak's database. */
    static ActivityTables of(KeycloakSessionFactory factory) {
        return new ActivityTables() {
            @Override
            public List<SessionChange> write(NotedChanges changes, boolean last) {
                return KeycloakModelUtils.runJobInTransactionWithResult(
                        factory, session -> rows(session, last).write(changes));
            }

            @Override
            public boolean areThere() {
                try {
                    KeycloakModelUtils.runJobInTransaction(factory, session -> Database.entities(session)
                            .createQuery(
                                    "select s.number from SessionLogEntity s where s.sessionId = ''", Integer.class)
                            .getResultList());
                    return true;
                } catch (RuntimeException e) {
                    Logger.getLogger(ActivityTables.class).debug("Nothing can be read of sessions", e);
                    return false;
                }
            }
        };
    }

    private static ActivityRows rows(KeycloakSession session, boolean last) {
        RealmProvider realms = last ? session.getProvider(RealmProvider.class, "jpa") : session.realms();
        return new ActivityRows(
                Database.entities(session), session.getProvider(NumberProvider.class), realms::getRealm);
    }
}
