package io.keycloakpbx.securitykey;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.telemetry.Registry;
import io.micrometer.core.instrument.Metrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SecurityKeyMetricsTest {

    private static final String NAME = "pbx.security.keys";

    private final Registry registry = new Registry();

    @AfterEach
    void close() {
        Metrics.globalRegistry.find(NAME).meters().forEach(Metrics.globalRegistry::remove);
        registry.close();
    }

    @Test
    void keysAreCountedWithoutTheirRealm() {
        SecurityKeyMetrics.counter(false).accept(SecurityKeyMetrics.ISSUED, "acme");
        SecurityKeyMetrics.counter(false).accept(SecurityKeyMetrics.ISSUED, "globex");
        assertThat(registry.count(NAME, "outcome", "issued")).isEqualTo(2);
        assertThat(registry.labels(NAME))
                .containsExactly(
                        "outcome=expired", "outcome=failed", "outcome=issued", "outcome=limited", "outcome=redeemed");
    }

    @Test
    void anOptionCountsThemByRealm() {
        SecurityKeyMetrics.counter(true).accept(SecurityKeyMetrics.ISSUED, "acme");
        SecurityKeyMetrics.counter(true).accept(SecurityKeyMetrics.REDEEMED, "globex");
        assertThat(registry.labels(NAME)).containsExactly("outcome=issued,realm=acme", "outcome=redeemed,realm=globex");
    }
}
