package io.keycloakpbx.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints at the end of a run of tests how long each class took, the slowest first, and what all runs of the same build took
 * together. Classes run at the same time, so their sum is more than the clock shows.
 */
public final class ClassTimes implements TestExecutionListener {

    private static final double MILLIS = 1000.0;

    private final Map<String, Long> starts = new ConcurrentHashMap<>();
    private final Map<String, Long> times = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> tests = new ConcurrentHashMap<>();
    private final long start = System.currentTimeMillis();

    @Override
    public void executionStarted(TestIdentifier identifier) {
        if (isClass(identifier)) {
            starts.put(identifier.getUniqueId(), System.currentTimeMillis());
        }
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        if (isClass(identifier)) {
            times.put(
                    className(identifier),
                    System.currentTimeMillis() - starts.getOrDefault(identifier.getUniqueId(), start));
        } else if (identifier.isTest()) {
            topLevel(identifier).incrementAndGet();
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        String directory = System.getProperty("pbx.times");
        // Unit tests take no time, and a class or two in a hurry need no table.
        if (directory == null || times.isEmpty()) {
            return;
        }
        long clock = System.currentTimeMillis() - start;
        StringBuilder table = new StringBuilder("\nSeconds and tests per class:\n");
        times.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .forEach(entry -> table.append("%7.1f %5d  %s%n"
                        .formatted(
                                entry.getValue() / MILLIS,
                                tests.getOrDefault(entry.getKey(), new AtomicInteger())
                                        .get(),
                                entry.getKey())));
        table.append("%7.1f %5d  sum of classes; the clock shows %.1f s%n"
                .formatted(
                        times.values().stream().mapToLong(Long::longValue).sum() / MILLIS,
                        tests.values().stream().mapToInt(AtomicInteger::get).sum(),
                        clock / MILLIS));
        System.out.println(table.append(together(Path.of(directory), clock)));
    }

    /** The clock's time of the runs of this build so far, this one included. */
    private static String together(Path directory, long clock) {
        try {
            Files.createDirectories(directory);
            Files.writeString(
                    directory.resolve(Settings.KEYCLOAK + "-" + Settings.DATABASE.vendor()), Long.toString(clock));
            Map<String, Long> runs = new TreeMap<>();
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    runs.put(file.getFileName().toString(), Long.valueOf(Files.readString(file)));
                }
            }
            List<String> parts = runs.entrySet().stream()
                    .map(run -> "%s %.1f s".formatted(run.getKey(), run.getValue() / MILLIS))
                    .toList();
            return "End-to-end tests of this build so far: %.1f min (%s)%n"
                    .formatted(
                            runs.values().stream().mapToLong(Long::longValue).sum() / MILLIS / 60,
                            String.join(", ", parts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The count of the test's outermost class. */
    private AtomicInteger topLevel(TestIdentifier test) {
        String name = test.getUniqueIdObject().getSegments().stream()
                .filter(segment -> segment.getType().equals("class"))
                .findFirst()
                .map(segment -> segment.getValue())
                .orElse("?");
        return tests.computeIfAbsent(name, any -> new AtomicInteger());
    }

    private static boolean isClass(TestIdentifier identifier) {
        return identifier.getUniqueIdObject().getLastSegment().getType().equals("class");
    }

    private static String className(TestIdentifier identifier) {
        return identifier
                .getSource()
                .filter(ClassSource.class::isInstance)
                .map(source -> ((ClassSource) source).getClassName())
                .orElse(identifier.getDisplayName());
    }
}
