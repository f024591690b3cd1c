package io.keycloakpbx.benchmarks.tenants;

import io.keycloakpbx.benchmarks.tenants.Canvas.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Medians against the number of tenants, one panel for each kind of work, the bundle's beside those of stock Keycloak. Both axes
 * are logarithmic: what is flat is flat, and what grows with the number of tenants rises as steeply as the grid is.
 */
final class TenantPlot {

    private static final int COLUMNS = 3;
    private static final int PANEL = 250;
    private static final int PANEL_HEIGHT = 150;
    private static final int LEFT = 60;
    private static final int TOP = 60;
    private static final int GAP = 60;
    private static final String GRID = "#dddddd";
    private static final String AXIS = "#888888";
    private static final Map<Side, String> COLOURS = Map.of(Side.BUNDLE, "#1f77b4", Side.STOCK, "#ff7f0e");

    private final Measured measured;
    private final List<Panel> panels = new ArrayList<>();

    /** @param lines by side, and by the number of tenants */
    private record Panel(String title, Map<Side, Map<Integer, Double>> lines) {}

    TenantPlot(Measured measured) {
        this.measured = measured;
        for (Work work : Work.values()) {
            Map<Side, Map<Integer, Double>> lines = new TreeMap<>();
            for (Side side : Side.values()) {
                Map<Integer, Double> line = line(work, side);
                if (line.size() > 1) {
                    lines.put(side, line);
                }
            }
            if (!lines.isEmpty()) {
                panels.add(new Panel(work.title() + ", ms", lines));
            }
        }
        panels.add(sizes("start of the server, s", Sized.START));
        panels.add(sizes("heap after a collection, MB", Sized.HEAP));
    }

    private enum Sized {
        START,
        HEAP;

        double of(Size size) {
            return this == START ? size.startSeconds() : size.heapMegabytes();
        }
    }

    private Panel sizes(String title, Sized what) {
        Map<Integer, Double> line = new TreeMap<>();
        line.put(measured.fewest(), what.of(measured.size(last(), false)));
        measured.stages().forEach(stage -> line.put(stage, what.of(measured.size(stage, true))));
        return new Panel(title, Map.of(Side.BUNDLE, line));
    }

    private Map<Integer, Double> line(Work work, Side side) {
        Map<Integer, Double> line = new TreeMap<>();
        put(line, measured.fewest(), measured.fastest(last(), false, work, side));
        measured.stages().forEach(stage -> put(line, stage, measured.fastest(stage, true, work, side)));
        return line;
    }

    private static void put(Map<Integer, Double> line, int tenants, double millis) {
        if (!Double.isNaN(millis)) {
            // Processor time is counted in hundredths of a second; nothing has no place on a logarithmic axis.
            line.put(tenants, Math.max(0.01, millis));
        }
    }

    private int last() {
        List<Integer> stages = measured.stages();
        return stages.get(stages.size() - 1);
    }

    /** Draws all panels on a canvas that is made for them, of a width and a height. */
    <C extends Canvas> C draw(BiFunction<Integer, Integer, C> canvasOf) {
        int rows = (panels.size() + COLUMNS - 1) / COLUMNS;
        C canvas = canvasOf.apply(COLUMNS * (LEFT + PANEL) + 20, TOP + rows * (PANEL_HEIGHT + GAP));
        canvas.text(LEFT, 24, Anchor.START, "Medians against the number of tenants");
        int legend = LEFT + PANEL + 40;
        for (Side side : Side.values()) {
            canvas.dot(legend, 20, 4, COLOURS.get(side));
            canvas.text(legend + 10, 24, Anchor.START, side.title());
            legend += 100;
        }
        for (int i = 0; i < panels.size(); i++) {
            draw(canvas, panels.get(i), LEFT + i % COLUMNS * (LEFT + PANEL), TOP + i / COLUMNS * (PANEL_HEIGHT + GAP));
        }
        return canvas;
    }

    private void draw(Canvas canvas, Panel panel, int left, int top) {
        List<Double> values = panel.lines().values().stream()
                .flatMap(line -> line.values().stream())
                .toList();
        double least = Math.pow(
                10, Math.floor(Math.log10(values.stream().min(Double::compare).orElseThrow())));
        double most = Math.max(
                10 * least,
                Math.pow(
                        10,
                        Math.ceil(
                                Math.log10(values.stream().max(Double::compare).orElseThrow()))));
        canvas.text(left, top - 8, Anchor.START, panel.title());
        int bottom = top + PANEL_HEIGHT;
        for (double decade = least; decade <= most * 1.001; decade *= 10) {
            double y = bottom - PANEL_HEIGHT * part(decade, least, most);
            canvas.line(left, y, left + PANEL, y, decade == least ? AXIS : GRID, 1);
            canvas.text(left - 6, y + 4, Anchor.END, number(decade));
        }
        List<Integer> numbers = Stream.concat(Stream.of(measured.fewest()), measured.stages().stream())
                .toList();
        for (int tenants : numbers) {
            double x = x(tenants, left);
            canvas.line(x, top, x, bottom, GRID, 1);
            canvas.text(x, bottom + 16, Anchor.MIDDLE, String.format(Locale.ROOT, "%,d", tenants));
        }
        panel.lines().forEach((side, line) -> {
            double beforeX = Double.NaN;
            double beforeY = Double.NaN;
            for (Map.Entry<Integer, Double> point : line.entrySet()) {
                double x = x(point.getKey(), left);
                double y = bottom - PANEL_HEIGHT * part(point.getValue(), least, most);
                if (!Double.isNaN(beforeX)) {
                    canvas.line(beforeX, beforeY, x, y, COLOURS.get(side), 2);
                }
                canvas.dot(x, y, 4, COLOURS.get(side));
                beforeX = x;
                beforeY = y;
            }
        });
    }

    private double x(int tenants, int left) {
        return left + PANEL * (0.06 + 0.88 * part(tenants, measured.fewest(), last()));
    }

    private static double part(double value, double least, double most) {
        return Math.log(value / least) / Math.log(most / least);
    }

    private static String number(double decade) {
        return decade < 1
                ? String.format(Locale.ROOT, "%s", Math.round(decade * 1000) / 1000.0)
                : String.format(Locale.ROOT, "%,.0f", decade);
    }
}
