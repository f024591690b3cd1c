package io.keycloakpbx.benchmarks;

import java.util.List;
import java.util.Locale;

/** The ratio of every round as a dot, their median as a bar; one line for each comparison and number of clients. */
final class RatioPlot {

    /** How wide a character is, about. */
    private static final int CHARACTER = 7;

    private static final int WIDTH = 520;
    private static final int LINE = 34;
    private static final int TOP = 40;

    private static final double STEP = 0.1;

    private final List<Measurement> measurements;
    private final int left;
    private final double least;
    private final double most;

    RatioPlot(List<Measurement> measurements) {
        this.measurements = measurements;
        this.left = 24
                + CHARACTER
                        * measurements.stream()
                                .mapToInt(measurement -> label(measurement).length())
                                .max()
                                .orElse(0);
        double low = measurements.stream().mapToDouble(m -> m.ratios()[0]).min().orElse(1);
        double high = measurements.stream()
                .mapToDouble(m -> m.ratios()[m.ratios().length - 1])
                .max()
                .orElse(1);
        this.least = STEP * Math.floor(Math.min(low, 1 - STEP) / STEP);
        this.most = STEP * Math.ceil(Math.max(high, 1 + STEP) / STEP);
    }

    String svg() {
        int height = TOP + LINE * measurements.size() + 30;
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">",
                left + WIDTH + 30,
                height);
        add(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
        add(
                svg,
                "<text x=\"%d\" y=\"20\">Throughput, bundle / stock Keycloak: each round, and the median</text>",
                left);
        double step = most - least > 10 * STEP ? 5 * STEP : STEP;
        for (double tick = step * Math.ceil(least / step - 1e-9); tick <= most + 1e-9; tick += step) {
            boolean equal = Math.abs(tick - 1) < 1e-9;
            add(
                    svg,
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\"/>",
                    x(tick),
                    TOP - 8,
                    x(tick),
                    height - 26,
                    equal ? "black" : "#dddddd");
            add(svg, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.1f</text>", x(tick), height - 8, tick);
        }
        int y = TOP + LINE / 2;
        for (Measurement measurement : measurements) {
            add(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", left - 12, y + 4, label(measurement));
            for (double ratio : measurement.ratios()) {
                add(svg, "<circle cx=\"%.1f\" cy=\"%d\" r=\"4\" fill=\"#1f77b4\" fill-opacity=\"0.5\"/>", x(ratio), y);
            }
            double median = x(Measurement.quantile(measurement.ratios(), 0.5));
            add(
                    svg,
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#d62728\" stroke-width=\"3\"/>",
                    median,
                    y - 10,
                    median,
                    y + 10);
            y += LINE;
        }
        add(svg, "</svg>");
        return svg.toString();
    }

    private static String label(Measurement measurement) {
        return measurement.comparison() + ", " + measurement.clients()
                + (measurement.clients() == 1 ? " client" : " clients");
    }

    private double x(double ratio) {
        return left + WIDTH * (ratio - least) / (most - least);
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
