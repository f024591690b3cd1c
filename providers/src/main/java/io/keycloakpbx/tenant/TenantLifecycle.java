package io.keycloakpbx.tenant;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/**
 * What a capability does when a realm becomes a tenant, changes as one, or ceases to be one. One listener tells all of them,
 * in the order of their factories, on every way in: a tenant of the tenants resource, a realm file, the Admin API, the
 * admin console, a change that was made while the bundle was not installed.
 *
 * <p>The session's context is bound to the tenant's realm. A {@link org.keycloak.models.ModelException} refuses the
 * change: its message reaches whoever made it, and nothing of the change is kept. At start-up nothing can be refused; there
 * the message goes to the log.
 */
public interface TenantLifecycle extends Provider {

    /** How a realm came to be a tenant. */
    enum Arrival {
        /** The realm itself is new: made from the template or imported. */
        NEW_REALM,
        /** A realm that existed was given a SIP domain. */
        GIVEN_DOMAIN,
        /** Start-up found a tenant that has not been told of yet, or one of {@link TenantLifecycle#behind()}. */
        START_UP
    }

    /**
     * A realm has become a tenant. To do it once more changes nothing.
     *
     * @throws org.keycloak.models.ModelException if it may not be one as it is
     */
    void became(Tenant tenant, Arrival arrival);

    /**
     * A tenant's realm was saved.
     *
     * @throws org.keycloak.models.ModelException if it may not be as it is
     */
    default void changed(Tenant tenant) {}

    /**
     * An upgrade has brought into a tenant what its template has: it must still have what {@link #became} gives, and what
     * came is to have it too.
     */
    default void upgraded(Tenant tenant) {}

    /** A realm that goes on existing has given up its SIP domains. A removed realm is Keycloak's own event. */
    default void ceased(RealmModel realm) {}

    /**
     * The ids of realms that lack what {@link #became} does, because they became tenants under an earlier version. Asked
     * once at start-up; a query that does not load every realm answers it.
     */
    default Collection<String> behind() {
        return List.of();
    }

    /**
     * What a tenant has of this capability, and what goes with the tenant: how much, by what it is, such as {@code extensions}.
     * Whoever is about to remove a tenant is told.
     */
    default Map<String, Long> contents(Tenant tenant) {
        return Map.of();
    }

    /**
     * What an overview of a tenant tells of this capability: how much, by what it is, such as {@code freeExtensions}. What its
     * reader may not see is left out. The number of queries does not depend on how much there is, and each goes by an index of
     * the realm.
     */
    default Map<String, Long> figures(Tenant tenant, FiguresQuery query) {
        return Map.of();
    }

    /**
     * What a list of tenants tells of this capability: what has happened since a moment, how often, by what it is, such as
     * {@code failedSignIns}. Its reader may view the events of all these realms, which are not loaded for it; those of which nothing
     * is known are left out. The number of queries depends on how many hundreds there are, and each goes by an index of the realm.
     *
     * @return the numbers, by the ids of the realms
     */
    default Map<String, Map<String, Long>> happened(Collection<String> realmIds, Instant since) {
        return Map.of();
    }

    /** The numbers among the realm attributes of this capability, checked whenever a realm is saved. */
    default List<NumberSetting> numbers() {
        return List.of();
    }

    /** The other realm attributes of this capability that have a rule, checked likewise. */
    default List<RealmSetting> settings() {
        return List.of();
    }

    /** The realm attributes of this capability that whoever manages the realm sets among the tenant's settings. */
    default List<ManagedSetting> managed() {
        return List.of();
    }

    @Override
    default void close() {}
}
