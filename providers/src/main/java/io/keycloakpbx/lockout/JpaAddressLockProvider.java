package io.keycloakpbx.lockout;

import io.keycloakpbx.address.IpAddress;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.Like;
import io.keycloakpbx.tenant.NetworksSetting;
import io.keycloakpbx.tenant.NumberSetting;
import io.keycloakpbx.tenant.SipDomain;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.crypto.JavaAlgorithm;
import org.keycloak.jose.jws.crypto.HashUtils;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Failures in a table: one statement counts, and its row count says whether there was something to count on. */
final class JpaAddressLockProvider implements AddressLockProvider {

    /** Realm attribute: failures that block an address, 0 for none. */
    static final NumberSetting AMOUNT = new NumberSetting("pbx.webFailedAuthAmount", 5, 0, 1_000_000);

    /** Realm attribute: seconds that failures are remembered and an address is blocked. */
    static final NumberSetting INTERVAL = new NumberSetting("pbx.webBlacklistTimeInterval", 3_600, 1, 31 * 24 * 3_600);

    /**
     * Realm attribute: addresses and networks that are never blocked. Behind a proxy that Keycloak was not told of, everybody has
     * the proxy's address.
     */
    static final NetworksSetting ALLOWED = new NetworksSetting("pbx.webAllowedAddresses", "127.0.0.0/8,::1", 100);

    /** Rows that begin so are of no address alone, and in no list. */
    private static final String DOMAIN_MARK = "#";

    /** The row of an address for all domains that are nobody's. No row of one such domain begins so. */
    private static final String ALL_DOMAINS_MARK = DOMAIN_MARK + DOMAIN_MARK;

    /**
     * How many times the failures that block one domain that is nobody's block all of them. Somebody who mistypes a few is
     * far from it; somebody who makes domains up gets no more rows than this by the amount.
     */
    private static final int DOMAINS_BEFORE_ALL = 10;

    private static final Counter BLOCKED = Counter.builder("pbx.addresses.blocked")
            .description("Times that an address was blocked, after too many failed sign-ins")
            .register(Metrics.globalRegistry);

    private static final Logger LOG = Logger.getLogger(JpaAddressLockProvider.class);

    private final KeycloakSessionFactory factory;
    private final EntityManager entities;
    private final Runnable sweep;

    /**
     * Works in a session.
     *
     * @param sweep forgets what is over, when it is time; called after each failure
     */
    JpaAddressLockProvider(KeycloakSession session, EntityManager entities, Runnable sweep) {
        this.factory = session.getKeycloakSessionFactory();
        this.entities = entities;
        this.sweep = sweep;
    }

    @Override
    public AddressBlocked blocked(RealmModel realm, String address) {
        return isCounted(realm, address) ? blockedUnder(realm, key(address), address) : null;
    }

    @Override
    public List<AddressBlocked> blocked(RealmModel realm, Collection<String> addresses) {
        Map<String, String> byKey = new LinkedHashMap<>();
        addresses.stream()
                .filter(address -> isCounted(realm, address))
                .forEach(address -> byKey.putIfAbsent(key(address), address));
        if (byKey.isEmpty()) {
            return List.of();
        }
        Map<String, Long> until = new HashMap<>();
        entities.createQuery(
                        "select f.address, f.blockedUntil from AddressFailureEntity f"
                                + " where f.realmId = :realmId and f.address in :addresses and f.blockedUntil > :now",
                        Object[].class)
                .setParameter("realmId", realm.getId())
                .setParameter("addresses", byKey.keySet())
                .setParameter("now", (long) Time.currentTime())
                .getResultList()
                .forEach(row -> until.put((String) row[0], (Long) row[1]));
        return byKey.entrySet().stream()
                .filter(address -> until.containsKey(address.getKey()))
                .map(address ->
                        new AddressBlocked(address.getValue(), Instant.ofEpochSecond(until.get(address.getKey()))))
                .toList();
    }

    /**
     * Who has tried too many domains that are nobody's is refused all of them, and so sees by the answer which domains
     * there are. That is no secret: WebFinger tells it to everybody.
     */
    @Override
    public AddressBlocked blocked(RealmModel realm, String unknownDomain, String address) {
        if (!isCounted(realm, address)) {
            return null;
        }
        AddressBlocked all = blockedUnder(realm, allDomainsKey(address), address);
        return all == null ? blockedUnder(realm, key(unknownDomain, address), address) : all;
    }

    /**
     * The column and not the row: a row that was looked at before is not read again in the same session, and meanwhile
     * somebody may have waited there for a turn.
     */
    private AddressBlocked blockedUnder(RealmModel realm, String key, String address) {
        return entities.createQuery(
                        "select f.blockedUntil from AddressFailureEntity f"
                                + " where f.realmId = :realmId and f.address = :address and f.blockedUntil > :now",
                        Long.class)
                .setParameter("realmId", realm.getId())
                .setParameter("address", key)
                .setParameter("now", (long) Time.currentTime())
                .getResultStream()
                .findFirst()
                .map(until -> new AddressBlocked(address, Instant.ofEpochSecond(until)))
                .orElse(null);
    }

    @Override
    public void failed(RealmModel realm, String address) {
        if (isCounted(realm, address)) {
            count(realm, key(address), AMOUNT.of(realm));
            sweep.run();
        }
    }

    /** Never under the address alone, which would keep people of the system level out. */
    @Override
    public void failed(RealmModel realm, String unknownDomain, String address) {
        if (isCounted(realm, address)) {
            int amount = AMOUNT.of(realm);
            count(realm, key(unknownDomain, address), amount);
            count(realm, allDomainsKey(address), DOMAINS_BEFORE_ALL * amount);
            sweep.run();
        }
    }

    private void count(RealmModel realm, String key, int amount) {
        String realmId = realm.getId();
        int interval = INTERVAL.of(realm);
        boolean blocks;
        try {
            blocks = KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
                EntityManager own = Database.entities(session);
                if (count(own, realmId, key, amount, interval)) {
                    return failures(own, realmId, key) == amount;
                }
                long now = Time.currentTime();
                own.persist(new AddressFailureEntity(
                        realmId, key, 1, now, amount == 1 ? now + interval : 0, now + interval));
                return amount == 1;
            });
        } catch (ModelException anotherWasFirst) {
            LOG.debugf(anotherWasFirst, "Another failure of %s was stored at the same time", key);
            blocks = KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
                EntityManager own = Database.entities(session);
                return count(own, realmId, key, amount, interval) && failures(own, realmId, key) == amount;
            });
        }
        if (blocks) {
            BLOCKED.increment();
        }
    }

    /** What this transaction has counted up to: its row is locked. */
    private static int failures(EntityManager entities, String realmId, String key) {
        return entities.createQuery(
                        "select f.failures from AddressFailureEntity f"
                                + " where f.realmId = :realmId and f.address = :address",
                        Integer.class)
                .setParameter("realmId", realmId)
                .setParameter("address", key)
                .getSingleResult();
    }

    /** Counts on a row that is there; false where none counts any more, with nothing left in the way of a new one. */
    private static boolean count(EntityManager entities, String realmId, String key, int amount, int interval) {
        long now = Time.currentTime();
        int counted = entities.createQuery("update AddressFailureEntity f set f.failures = f.failures + 1,"
                        + " f.blockedUntil = case when f.failures + 1 >= :amount then :until else f.blockedUntil end,"
                        + " f.expiry = case when f.failures + 1 >= :amount then :until else f.expiry end"
                        + " where f.realmId = :realmId and f.address = :address and f.firstFailure > :since"
                        + " and (f.blockedUntil = 0 or f.blockedUntil > :now)")
                .setParameter("amount", amount)
                .setParameter("until", now + interval)
                .setParameter("realmId", realmId)
                .setParameter("address", key)
                .setParameter("since", now - interval)
                .setParameter("now", now)
                .executeUpdate();
        if (counted > 0) {
            return true;
        }
        entities.createQuery("delete from AddressFailureEntity f where f.realmId = :realmId and f.address = :address"
                        + " and (f.firstFailure <= :since or f.blockedUntil > 0) and f.blockedUntil <= :now")
                .setParameter("realmId", realmId)
                .setParameter("address", key)
                .setParameter("since", now - interval)
                .setParameter("now", now)
                .executeUpdate();
        return false;
    }

    @Override
    public List<BlockedAddressRepresentation> search(RealmModel realm, String beginning, int first, int max) {
        return blockedNow(realm, beginning, "f", " order by f.address", AddressFailureEntity.class)
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
    public long count(RealmModel realm, String beginning) {
        return blockedNow(realm, beginning, "count(f)", "", Long.class).getSingleResult();
    }

    private <T> TypedQuery<T> blockedNow(
            RealmModel realm, String beginning, String select, String order, Class<T> type) {
        // No address begins like the rows of domains.
        return entities.createQuery(
                        "select " + select + " from AddressFailureEntity f where f.realmId = :realmId"
                                + " and f.blockedUntil > :now and f.address not like :domains"
                                + " and f.address like :beginning escape '" + Like.ESCAPE + "'" + order,
                        type)
                .setParameter("realmId", realm.getId())
                .setParameter("now", (long) Time.currentTime())
                .setParameter("domains", DOMAIN_MARK + "%")
                .setParameter(
                        "beginning", Like.startingWith(beginning == null ? "" : beginning.toLowerCase(Locale.ROOT)));
    }

    @Override
    public boolean clear(RealmModel realm, String address) {
        return IpAddress.parse(address).isPresent()
                && entities.createQuery("delete from AddressFailureEntity f"
                                        + " where f.realmId = :realmId and f.address = :address")
                                .setParameter("realmId", realm.getId())
                                .setParameter("address", key(address))
                                .executeUpdate()
                        > 0;
    }

    private static boolean isCounted(RealmModel realm, String address) {
        return AMOUNT.of(realm) > 0 && address != null && !isAllowed(realm, address);
    }

    private static boolean isAllowed(RealmModel realm, String address) {
        return IpAddress.parse(address)
                .filter(parsed -> ALLOWED.of(realm).stream().anyMatch(network -> network.contains(parsed)))
                .isPresent();
    }

    /** What failures are counted under. What is no IP address counts as it is, as far as it fits. */
    private static String key(String address) {
        return IpAddress.parse(address)
                .map(parsed -> parsed.site().toString())
                .orElseGet(() -> address.substring(0, Math.min(address.length(), AddressFailureEntity.ADDRESS_LENGTH)));
    }

    /** A digest, as both together are longer than the column. */
    private static String key(String unknownDomain, String address) {
        String domain = SipDomain.parse(unknownDomain).map(SipDomain::value).orElse(unknownDomain);
        return DOMAIN_MARK + digest(key(address) + '\n' + domain);
    }

    private static String allDomainsKey(String address) {
        return ALL_DOMAINS_MARK + digest(key(address));
    }

    private static String digest(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(HashUtils.hash(JavaAlgorithm.SHA256, text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {}
}
