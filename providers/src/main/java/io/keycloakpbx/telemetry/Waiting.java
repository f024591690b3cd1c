package io.keycloakpbx.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import java.util.function.Supplier;

/** The gauge {@code pbx.waiting}: who, or what, waits on this node, by the label {@code what}. */
public final class Waiting {

    private Waiting() {}

    /**
     * Shows how many wait.
     *
     * @param what for what they wait: one of few words
     * @param many tells how many there are, at any time and quickly
     */
    public static void gauge(String what, Supplier<Number> many) {
        Gauge.builder("pbx.waiting", many)
                .description("Requests and other work that wait on this node")
                .tag("what", what)
                .register(Metrics.globalRegistry);
    }
}
