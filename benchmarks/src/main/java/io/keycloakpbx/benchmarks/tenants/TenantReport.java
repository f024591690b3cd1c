package io.keycloakpbx.benchmarks.tenants;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was measured, as a table and as plots. */
final class TenantReport {

    private final PrintStream out;
    private final Path directory;
    private final Measured measured;

    TenantReport(PrintStream out, Path directory, Measured measured) {
        this.out = out;
        this.directory = directory;
        this.measured = measured;
    }

    /**
     * Prints the tables and writes {@code tenants.md}, {@code tenants.svg} and {@code tenants.png} beside the raw figures.
     *
     * @return whether every ratio is within its goal; those that are not are printed
     */
    boolean write(String setting) throws IOException {
        List<String> missed = missed();
        String text = setting + "\n\n" + requests() + "\n" + sizes()
                + missed.stream().map(line -> "\n" + line + "\n").collect(Collectors.joining());
        Files.writeString(directory.resolve("tenants.md"), text);
        out.println();
        out.println(text);
        TenantPlot plot = new TenantPlot(measured);
        Files.writeString(
                directory.resolve("tenants.svg"), plot.draw(SvgCanvas::new).text());
        plot.draw(PngCanvas::new).write(directory.resolve("tenants.png"));
        out.println("Written: " + directory);
        return missed.isEmpty();
    }

    /** Beside each number of tenants, how many times the median is that of the fewest, measured in turn with it. */
    private String requests() {
        StringBuilder table = new StringBuilder("| p50 / p99, ms | |");
        StringBuilder rule = new StringBuilder("|---|---|");
        add(table, " %,d tenants |", measured.fewest());
        rule.append("--:|");
        for (int stage : measured.stages()) {
            add(table, " %,d tenants | × |", stage);
            rule.append("--:|--:|");
        }
        table.append(" goal |\n").append(rule).append("--:|\n");
        for (Work work : Work.values()) {
            for (Side side : Side.values()) {
                if (Stream.of(true, false).anyMatch(grown -> measured.of(last(), grown, work, side).length > 0)) {
                    row(table, work, side);
                }
            }
        }
        return table.toString();
    }

    private int last() {
        List<Integer> stages = measured.stages();
        return stages.get(stages.size() - 1);
    }

    private void row(StringBuilder table, Work work, Side side) {
        add(table, "| %s | %s | %s |", work.title(), side.title(), latencies(last(), false, work, side));
        for (int stage : measured.stages()) {
            double ratio = measured.ratio(stage, work, side);
            add(
                    table,
                    " %s | %s |",
                    latencies(stage, true, work, side),
                    Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "%.2f", ratio));
        }
        add(table, " %s |%n", side == Side.BUNDLE && work.goal() > 0 ? Double.toString(work.goal()) : "");
    }

    private String latencies(int stage, boolean grown, Work work, Side side) {
        double[] of = measured.of(stage, grown, work, side);
        return of.length == 0
                ? ""
                : number(measured.fastest(stage, grown, work, side)) + " / " + number(Measured.quantile(of, 0.99));
    }

    private static String number(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.2f" : millis < 100 ? "%.1f" : "%,.0f", millis);
    }

    private String sizes() {
        StringBuilder table = new StringBuilder(
                """
                | tenants | start, s | heap after a collection, MB | a tenant, KB | resident, MB | entries in the cache of realms |
                |--:|--:|--:|--:|--:|--:|
                """);
        Size fewest = measured.size(last(), false);
        size(table, measured.fewest(), fewest, "");
        for (int stage : measured.stages()) {
            Size size = measured.size(stage, true);
            Size beside = measured.size(stage, false);
            double each = 1024 * (size.heapMegabytes() - beside.heapMegabytes()) / (stage - measured.fewest());
            size(table, stage, size, String.format(Locale.ROOT, "%.0f", each));
        }
        return table.toString();
    }

    private static void size(StringBuilder table, int tenants, Size size, String each) {
        add(
                table,
                "| %,d | %.1f | %.0f | %s | %.0f | %,d |%n",
                tenants,
                size.startSeconds(),
                size.heapMegabytes(),
                each,
                size.residentMegabytes(),
                size.cacheEntries());
    }

    private List<String> missed() {
        List<String> missed = new ArrayList<>();
        for (int stage : measured.stages()) {
            for (Work work : Work.values()) {
                double ratio = measured.ratio(stage, work, Side.BUNDLE);
                if (work.goal() > 0 && ratio > work.goal()) {
                    missed.add(String.format(
                            Locale.ROOT,
                            "Beyond the goal: %s takes %.2f times as long with %,d tenants as with %d, and may take %.1f",
                            work.title(),
                            ratio,
                            stage,
                            measured.fewest(),
                            work.goal()));
                }
            }
        }
        return missed;
    }

    private static void add(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
