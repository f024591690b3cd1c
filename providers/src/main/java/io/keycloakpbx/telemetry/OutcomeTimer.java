package io.keycloakpbx.telemetry;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A timer with the label {@code outcome}: how often something was done, how long it took in all, and at most within the
 * last minutes. All outcomes are there from the beginning, with zero.
 *
 * @param <E> the outcomes
 */
public final class OutcomeTimer<E extends Enum<E>> {

    private final Map<E, Timer> timers;

    private OutcomeTimer(
            String name, String description, Class<E> outcomes, String label, String value, Duration... steps) {
        timers = new EnumMap<>(outcomes);
        for (E outcome : outcomes.getEnumConstants()) {
            Timer.Builder timer =
                    Timer.builder(name).description(description).tag(Labels.OUTCOME, Labels.value(outcome));
            if (label != null) {
                timer.tag(label, value);
            }
            if (steps.length > 0) {
                timer.serviceLevelObjectives(steps);
            }
            timers.put(outcome, timer.register(Metrics.globalRegistry));
        }
    }

    /**
     * A timer.
     *
     * @param name in words with dots; served with underscores, in seconds
     * @param description of what is timed
     * @param outcomes the values of the label {@code outcome}
     */
    public static <E extends Enum<E>> OutcomeTimer<E> of(String name, String description, Class<E> outcomes) {
        return new OutcomeTimer<>(name, description, outcomes, null, null);
    }

    /**
     * A timer with one more label, of several that share a name.
     *
     * @param name in words with dots; served with underscores, in seconds
     * @param description of what is timed, the same for all of the name
     * @param outcomes the values of the label {@code outcome}
     * @param label the name of the other label
     * @param value its value, which the code says and nobody else
     * @param steps the bounds of a histogram; none for no histogram
     */
    public static <E extends Enum<E>> OutcomeTimer<E> of(
            String name, String description, Class<E> outcomes, String label, String value, Duration... steps) {
        return new OutcomeTimer<>(name, description, outcomes, label, value, steps);
    }

    /** Records something that has begun at a time of {@link System#nanoTime()}, and is over. */
    public void since(long begin, E outcome) {
        timers.get(outcome).record(Duration.ofNanos(System.nanoTime() - begin));
    }

    /**
     * Does something, and records it.
     *
     * @param outcome what a result is
     * @param failure what an exception or an error is, which is thrown on
     */
    public <T> T time(
            Supplier<T> work,
            Function<? super T, ? extends E> outcome,
            Function<? super Throwable, ? extends E> failure) {
        long begin = System.nanoTime();
        T result;
        try {
            result = work.get();
        } catch (RuntimeException | Error e) {
            since(begin, failure.apply(e));
            throw e;
        }
        since(begin, outcome.apply(result));
        return result;
    }
}
