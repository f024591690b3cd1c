package io.keycloakpbx.securitykey;

import io.micrometer.core.instrument.Metrics;
import org.keycloak.models.RealmModel;

/** Counts what becomes of keys: {@code pbx.security.keys} with the tags {@code realm} and {@code outcome}. */
enum SecurityKeyMetrics {
    ISSUED("issued"),
    REDEEMED("redeemed"),
    FAILED("failed"),
    EXPIRED("expired"),
    LIMITED("limited");

    private final String outcome;

    SecurityKeyMetrics(String outcome) {
        this.outcome = outcome;
    }

    void count(RealmModel realm) {
        Metrics.counter("pbx.security.keys", "realm", realm.getName(), "outcome", outcome)
                .increment();
    }
}
