package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.ReliesOn;
import java.util.Optional;
import org.infinispan.Cache;
import org.jboss.logging.Logger;
import org.keycloak.connections.infinispan.InfinispanConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.cache.CacheRealmProvider;

/**
 * Keycloak's cache of realms holds a fixed number of entries. Where the tenants are too many for it, the work of who administers
 * them becomes slower with each tenant, and nothing tells why.
 */
@ReliesOn(
        "org.keycloak.connections.infinispan.InfinispanConnectionProvider: how many entries the cache of realms holds,"
                + " whether that was said by an option or in a file")
final class RealmCacheSize {

    private static final Logger LOG = Logger.getLogger(RealmCacheSize.class);

    /** The entries of a tenant that nobody uses: its roles in the administration realm, and how they are found. */
    static final int OF_EACH_TENANT = 25;

    /** The entries that are advised for each tenant: the same, and the realm in use. */
    static final int ADVISED = 200;

    /** Advice comes in steps of so many entries. */
    private static final int STEP = 10_000;

    private RealmCacheSize() {}

    /** Says in the log that the tenants have outgrown the cache. It counts them, and loads none. */
    static void check(KeycloakSession session) {
        long entries = entries(session);
        if (entries > 0) {
            warning(TenantProvider.of(session).count(TenantQuery.ALL), entries).ifPresent(LOG::warn);
        }
    }

    /** The most entries that the cache holds; 0 where there is no cache, or no such bound. */
    private static long entries(KeycloakSession session) {
        InfinispanConnectionProvider caches = session.getProvider(InfinispanConnectionProvider.class);
        if (caches == null || session.getProvider(CacheRealmProvider.class) == null) {
            return 0;
        }
        Cache<Object, Object> realms = caches.getCache(InfinispanConnectionProvider.REALM_CACHE_NAME, false);
        return realms == null
                ? 0
                : Math.max(0, realms.getCacheConfiguration().memory().maxCount());
    }

    /**
     * What there is to say, if anything.
     *
     * @param tenants how many there are
     * @param entries the most that the cache holds
     */
    static Optional<String> warning(long tenants, long entries) {
        if (tenants * OF_EACH_TENANT <= entries) {
            return Optional.empty();
        }
        long advised = (tenants * ADVISED + STEP - 1) / STEP * STEP;
        return Optional.of(tenants + " tenants do not fit into Keycloak's cache of realms, which holds " + entries
                + " entries: what administrators of all tenants do is read from the database again and again, and becomes"
                + " slower with each tenant. Set cache-embedded-realms-max-count to " + advised + " and start again.");
    }
}
