package io.keycloakpbx.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RealmCacheSizeTest {

    /** Keycloak's own number of entries. */
    private static final long DEFAULT = 10_000;

    @Test
    void saysNothingWhereAllTenantsFit() {
        assertThat(RealmCacheSize.warning(0, DEFAULT)).isEmpty();
        assertThat(RealmCacheSize.warning(400, DEFAULT)).isEmpty();
        assertThat(RealmCacheSize.warning(1_000, 200_000)).isEmpty();
    }

    @Test
    void namesTheWayOutFromTheFirstTenantThatDoesNotFit() {
        assertThat(RealmCacheSize.warning(401, DEFAULT))
                .contains("401 tenants do not fit into Keycloak's cache of realms, which holds 10000 entries: what"
                        + " administrators of all tenants do is read from the database again and again, and becomes"
                        + " slower with each tenant. Set cache-embedded-realms-max-count to 90000 and start again.");
    }

    /** Or the same text would come at the next start. */
    @Test
    void theAdviceIsEnough() {
        assertThat(RealmCacheSize.warning(1_000, DEFAULT)).get().asString().contains("-max-count to 200000 and");
        assertThat(RealmCacheSize.warning(1, 24)).get().asString().contains("-max-count to 10000 and");
        assertThat(RealmCacheSize.warning(1_000_000, 200_000_000)).isEmpty();
    }
}
