package io.keycloakpbx.store;

import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

final class JpaOutboxProvider implements OutboxProvider {

    private final KeycloakSession session;
    private final OutboxSender sender;
    private boolean awaited;

    JpaOutboxProvider(KeycloakSession session, OutboxSender sender) {
        this.session = session;
        this.sender = sender;
    }

    /** By a statement: thousands of entities would be looked through for changes at each query that follows. */
    @Override
    public void put(RealmModel realm, String kind, String destination, String payload) {
        long now = Time.currentTimeMillis();
        Database.entities(session)
                .createQuery("insert into OutboxEntity"
                        + " (id, realmId, kind, destination, payload, createdAt, nextAttemptAt, attempts, claimedUntil)"
                        + " values (:id, :realm, :kind, :destination, :payload, :now, :now, 0, 0L)")
                .setParameter("id", KeycloakModelUtils.generateId())
                .setParameter("realm", realm.getId())
                .setParameter("kind", kind)
                .setParameter("destination", destination)
                .setParameter("payload", payload)
                .setParameter("now", now)
                .executeUpdate();
        if (!awaited) {
            awaited = true;
            Transactions.afterCommit(session, sender::wake);
        }
    }

    @Override
    public void close() {}
}
