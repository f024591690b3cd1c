package io.keycloakpbx.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What a test counts: the place of the registry that Keycloak serves while metrics are on. */
public final class Registry implements AutoCloseable {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /** Metrics are on until it is closed. */
    public Registry() {
        Metrics.addRegistry(registry);
    }

    /** The labels of all meters of a name, in alphabetical order. */
    public List<String> labels(String name) {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getName().equals(name))
                .map(id -> id.getTags().stream()
                        .map(tag -> tag.getKey() + "=" + tag.getValue())
                        .sorted()
                        .collect(Collectors.joining(",")))
                .sorted()
                .toList();
    }

    /** What a counter or a timer has counted. */
    public double count(String name, String... labels) {
        Meter meter = registry.get(name).tags(labels).meter();
        return meter instanceof Timer timer ? timer.count() : ((Counter) meter).count();
    }

    /** The time of a timer in all. */
    public double millis(String name, String... labels) {
        return registry.get(name).tags(labels).timer().totalTime(TimeUnit.MILLISECONDS);
    }

    /** What a gauge shows. */
    public double gauge(String name, String... labels) {
        return registry.get(name).tags(labels).gauge().value();
    }

    @Override
    public void close() {
        Metrics.removeRegistry(registry);
        registry.close();
    }
}
