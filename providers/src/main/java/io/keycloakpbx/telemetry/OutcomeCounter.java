package io.keycloakpbx.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.util.EnumMap;
import java.util.Map;

/**
 * A counter with the label {@code outcome}. All outcomes are there from the beginning, with zero: Prometheus sees no
 * increase where a counter begins with one.
 *
 * @param <E> the outcomes
 */
public final class OutcomeCounter<E extends Enum<E>> {

    private final Map<E, Counter> counters;

    /**
     * A counter.
     *
     * @param name in words with dots; served with underscores and the suffix {@code _total}
     * @param description of what is counted
     * @param outcomes the values of the label {@code outcome}
     */
    public OutcomeCounter(String name, String description, Class<E> outcomes) {
        counters = new EnumMap<>(outcomes);
        for (E outcome : outcomes.getEnumConstants()) {
            counters.put(
                    outcome,
                    Counter.builder(name)
                            .description(description)
                            .tag(Labels.OUTCOME, Labels.value(outcome))
                            .register(Metrics.globalRegistry));
        }
    }

    /** Counts one. */
    public void count(E outcome) {
        counters.get(outcome).increment();
    }
}
