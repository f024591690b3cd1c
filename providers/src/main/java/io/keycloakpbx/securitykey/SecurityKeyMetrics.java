package io.keycloakpbx.securitykey;

import io.keycloakpbx.telemetry.OutcomeCounter;
import io.micrometer.core.instrument.Metrics;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.keycloak.Config;
import org.keycloak.models.RealmModel;

/**
 * Counts what becomes of keys: {@code pbx.security.keys} with the label {@code outcome}. The server option
 * {@code spi-pbx-security-key--jpa--metrics-by-realm} adds the label {@code realm}, which has as many values as there are realms.
 */
enum SecurityKeyMetrics {
    ISSUED,
    REDEEMED,
    FAILED,
    EXPIRED,
    LIMITED;

    /** The option of the provider {@code jpa} for the label {@code realm}. */
    static final String BY_REALM = "metricsByRealm";

    private static final String NAME = "pbx.security.keys";

    /** Read when something is counted: the server has its configuration by then. */
    private static final class Server {
        static final BiConsumer<SecurityKeyMetrics, String> COUNTER =
                counter(Config.scope("pbx-security-key", "jpa").getBoolean(BY_REALM, false));
    }

    void count(RealmModel realm) {
        Server.COUNTER.accept(this, realm.getName());
    }

    /** Counts what has become of a key of a realm, of which the name is given. */
    static BiConsumer<SecurityKeyMetrics, String> counter(boolean byRealm) {
        if (byRealm) {
            return (outcome, realm) -> Metrics.counter(
                            NAME, "realm", realm, "outcome", outcome.name().toLowerCase(Locale.ROOT))
                    .increment();
        }
        OutcomeCounter<SecurityKeyMetrics> all =
                new OutcomeCounter<>(NAME, "Security keys, by what has become of them", SecurityKeyMetrics.class);
        return (outcome, realm) -> all.count(outcome);
    }
}
