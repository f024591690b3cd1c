package io.keycloakpbx.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results as a table, as the figures of each slice, and as a plot. */
final class Report {

    private static final String TABLE_HEAD =
            """
            | comparison | clients | ratio | 95 % | bundle, 1/s | stock, 1/s \
            | bundle p50 / p99, ms | stock p50 / p99, ms |
            |---|--:|--:|--:|--:|--:|--:|--:|
            """;

    private static final String TAIL_HEAD =
            """
            | comparison | clients | ratio of p99 | 95 % | attacked p50 / p99, ms | calm p50 / p99, ms |
            |---|--:|--:|--:|--:|--:|
            """;

    private final PrintStream out;
    private final Path directory;
    private final List<Measurement> measurements = new ArrayList<>();

    Report(PrintStream out, Path directory) {
        this.out = out;
        this.directory = directory;
    }

    void add(List<Measurement> more) {
        measurements.addAll(more);
    }

    /**
     * Prints the table and writes the files.
     *
     * @return whether no request failed
     */
    boolean write(String setting) throws IOException {
        Files.createDirectories(directory);
        String table = table();
        Files.writeString(directory.resolve("summary.md"), setting + "\n\n" + table);
        Files.writeString(directory.resolve("slices.csv"), slices());
        Files.writeString(directory.resolve("ratios.svg"), new RatioPlot(throughputs()).svg());
        out.println();
        out.println(setting);
        out.println(
                "ratio: requests per second of the bundle divided by those of stock Keycloak, median of the rounds, and the"
                        + " confidence interval of that median");
        out.println();
        out.println(table);
        out.println("Written: " + directory);
        int failures = measurements.stream().mapToInt(Measurement::failures).sum();
        if (failures > 0) {
            out.println(failures + " requests were not answered as they should: the figures are worth nothing");
        }
        return failures == 0;
    }

    private String table() {
        StringBuilder table = new StringBuilder();
        if (!throughputs().isEmpty()) {
            table.append(TABLE_HEAD);
        }
        for (Measurement measurement : throughputs()) {
            Measurement.Interval interval = measurement.interval();
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.3f | %.3f to %.3f | %.1f | %.1f | %s | %s |%n",
                    measurement.comparison(),
                    measurement.clients(),
                    Measurement.quantile(measurement.ratios(), 0.5),
                    interval.from(),
                    interval.to(),
                    measurement.throughput(Side.BUNDLE),
                    measurement.throughput(Side.STOCK),
                    latencies(measurement, Side.BUNDLE),
                    latencies(measurement, Side.STOCK)));
        }
        List<Measurement> tails =
                measurements.stream().filter(Measurement::judgedByTail).toList();
        if (!tails.isEmpty()) {
            table.append(table.isEmpty() ? "" : "\n").append(TAIL_HEAD);
        }
        for (Measurement measurement : tails) {
            Measurement.Interval interval = measurement.tailInterval();
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.3f | %.3f to %.3f | %s | %s |%n",
                    measurement.comparison(),
                    measurement.clients(),
                    measurement.tailRatio(),
                    interval.from(),
                    interval.to(),
                    latencies(measurement, Side.BUNDLE),
                    latencies(measurement, Side.STOCK)));
        }
        return table.toString();
    }

    private List<Measurement> throughputs() {
        return measurements.stream()
                .filter(measurement -> !measurement.judgedByTail())
                .toList();
    }

    private static String latencies(Measurement measurement, Side side) {
        return String.format(
                Locale.ROOT, "%.2f / %.2f", measurement.latency(side, 0.5), measurement.latency(side, 0.99));
    }

    private String slices() {
        StringBuilder csv = new StringBuilder("comparison,clients,round,side,requests,failures,seconds\n");
        for (Measurement measurement : measurements) {
            for (Slice slice : measurement.slices()) {
                csv.append(String.format(
                        Locale.ROOT,
                        "%s,%d,%d,%s,%d,%d,%.6f%n",
                        measurement.comparison(),
                        slice.clients(),
                        slice.round(),
                        slice.side().title(),
                        slice.requests(),
                        slice.failures(),
                        slice.seconds()));
            }
        }
        return csv.toString();
    }
}
