package io.keycloakpbx.lockout;

import io.keycloakpbx.address.IpAddress;
import io.keycloakpbx.address.Network;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Failures in a table: one statement counts, and its row count says whether there was something to count on. */
final class JpaAddressLockProvider implements AddressLockProvider {

    /** Realm attribute: failures that block an address, {@value #AMOUNT_DEFAULT} where it is not set, 0 for none. */
    static final String AMOUNT = "pbx.webFailedAuthAmount";

    /** Realm attribute: seconds that failures are remembered and an address is blocked. */
    static final String INTERVAL = "pbx.webBlacklistTimeInterval";

    /** Realm attribute: addresses and networks that are never blocked, separated by commas. */
    static final String ALLOWED = "pbx.webAllowedAddresses";

    private static final int AMOUNT_DEFAULT = 5;
    private static final int INTERVAL_DEFAULT = 3_600;
    private static final int LONGEST_INTERVAL = 31 * 24 * 3_600;

    /** Behind a proxy that Keycloak was not told of, everybody has the proxy's address. */
    private static final String ALLOWED_DEFAULT = "127.0.0.0/8,::1";

    private static final Logger LOG = Logger.getLogger(JpaAddressLockProvider.class);

    private final KeycloakSessionFactory factory;
    private final EntityManager entities;

    JpaAddressLockProvider(KeycloakSession session, EntityManager entities) {
        this.factory = session.getKeycloakSessionFactory();
        this.entities = entities;
    }

    @Override
    public Instant blockedUntil(RealmModel realm, String address) {
        if (!isCounted(realm, address)) {
            return null;
        }
        AddressFailureEntity row =
                entities.find(AddressFailureEntity.class, new AddressFailureEntity.Key(realm.getId(), key(address)));
        return row == null || row.getBlockedUntil() <= Time.currentTime()
                ? null
                : Instant.ofEpochSecond(row.getBlockedUntil());
    }

    @Override
    public void failed(RealmModel realm, String address) {
        if (!isCounted(realm, address)) {
            return;
        }
        String realmId = realm.getId();
        String key = key(address);
        int amount = amount(realm);
        int interval = interval(realm);
        try {
            KeycloakModelUtils.runJobInTransaction(factory, session -> {
                EntityManager own = entities(session);
                if (!count(own, realmId, key, amount, interval)) {
                    own.persist(new AddressFailureEntity(
                            realmId,
                            key,
                            1,
                            Time.currentTime(),
                            amount == 1 ? Time.currentTime() + (long) interval : 0));
                }
            });
        } catch (ModelException anotherWasFirst) {
            LOG.debugf(anotherWasFirst, "Another failure of %s was stored at the same time", key);
            KeycloakModelUtils.runJobInTransaction(
                    factory, session -> count(entities(session), realmId, key, amount, interval));
        }
    }

    /** Counts on a row that is there; false where none counts any more, with nothing left in the way of a new one. */
    private static boolean count(EntityManager entities, String realmId, String address, int amount, int interval) {
        long now = Time.currentTime();
        int counted = entities.createQuery("update AddressFailureEntity f set f.failures = f.failures + 1,"
                        + " f.blockedUntil = case when f.failures + 1 >= :amount then :until else f.blockedUntil end"
                        + " where f.realmId = :realmId and f.address = :address and f.firstFailure > :since"
                        + " and (f.blockedUntil = 0 or f.blockedUntil > :now)")
                .setParameter("amount", amount)
                .setParameter("until", now + interval)
                .setParameter("realmId", realmId)
                .setParameter("address", address)
                .setParameter("since", now - interval)
                .setParameter("now", now)
                .executeUpdate();
        if (counted > 0) {
            return true;
        }
        // Also those of other addresses, so that the table does not grow for ever.
        entities.createQuery("delete from AddressFailureEntity f where f.realmId = :realmId"
                        + " and f.firstFailure <= :since and f.blockedUntil <= :now")
                .setParameter("realmId", realmId)
                .setParameter("since", now - interval)
                .setParameter("now", now)
                .executeUpdate();
        entities.createQuery("delete from AddressFailureEntity f where f.realmId = :realmId and f.address = :address"
                        + " and f.blockedUntil > 0 and f.blockedUntil <= :now")
                .setParameter("realmId", realmId)
                .setParameter("address", address)
                .setParameter("now", now)
                .executeUpdate();
        return false;
    }

    @Override
    public List<BlockedAddressRepresentation> search(RealmModel realm, int first, int max) {
        return entities.createQuery(
                        "select f from AddressFailureEntity f where f.realmId = :realmId and f.blockedUntil > :now"
                                + " order by f.address",
                        AddressFailureEntity.class)
                .setParameter("realmId", realm.getId())
                .setParameter("now", (long) Time.currentTime())
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultStream()
                .map(row -> new BlockedAddressRepresentation(
                        row.getAddress(),
                        row.getFailures(),
                        Instant.ofEpochSecond(row.getBlockedUntil()).toString()))
                .toList();
    }

    @Override
    public long count(RealmModel realm) {
        return entities.createQuery(
                        "select count(f) from AddressFailureEntity f where f.realmId = :realmId"
                                + " and f.blockedUntil > :now",
                        Long.class)
                .setParameter("realmId", realm.getId())
                .setParameter("now", (long) Time.currentTime())
                .getSingleResult();
    }

    @Override
    public boolean clear(RealmModel realm, String address) {
        return entities.createQuery(
                                "delete from AddressFailureEntity f where f.realmId = :realmId and f.address = :address")
                        .setParameter("realmId", realm.getId())
                        .setParameter("address", key(address))
                        .executeUpdate()
                > 0;
    }

    private static boolean isCounted(RealmModel realm, String address) {
        String allowed = realm.getAttribute(ALLOWED);
        return amount(realm) > 0 && address != null && !isAllowed(address, allowed == null ? ALLOWED_DEFAULT : allowed);
    }

    private static boolean isAllowed(String address, String networks) {
        return IpAddress.parse(address)
                .filter(parsed -> Network.list(networks).stream().anyMatch(network -> network.contains(parsed)))
                .isPresent();
    }

    /** What failures are counted under. What is no IP address counts as it is, as far as it fits. */
    private static String key(String address) {
        return IpAddress.parse(address)
                .map(parsed -> parsed.site().toString())
                .orElseGet(() -> address.substring(0, Math.min(address.length(), AddressFailureEntity.ADDRESS_LENGTH)));
    }

    private static int amount(RealmModel realm) {
        return Math.max(0, realm.getAttribute(AMOUNT, AMOUNT_DEFAULT));
    }

    private static int interval(RealmModel realm) {
        return Math.max(1, Math.min(realm.getAttribute(INTERVAL, INTERVAL_DEFAULT), LONGEST_INTERVAL));
    }

    private static EntityManager entities(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    @Override
    public void close() {}
}
