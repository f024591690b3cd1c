package io.keycloakpbx.benchmarks;

import java.util.List;
import java.util.stream.LongStream;

/**
 * What a comparison gave at one number of clients.
 *
 * @param slices of both sides, the warm-up left out
 */
record Measurement(String comparison, int clients, List<Slice> slices) {

    /** The side's requests per second over all rounds. */
    double throughput(Side side) {
        return of(side).stream().mapToInt(Slice::requests).sum()
                / of(side).stream().mapToDouble(Slice::seconds).sum();
    }

    /** The time within which this part, 0 to 1, of the side's answers came, in milliseconds. */
    double latency(Side side, double part) {
        long[] times = of(side).stream()
                .flatMapToLong(slice -> LongStream.of(slice.times()))
                .sorted()
                .toArray();
        return times[(int) Math.ceil(part * times.length) - 1] / 1e6;
    }

    int failures() {
        return slices.stream().mapToInt(Slice::failures).sum();
    }

    /** Throughput of the bundle divided by that of stock Keycloak, for each round; in ascending order. */
    double[] ratios() {
        return of(Side.BUNDLE).stream()
                .mapToDouble(bundle -> bundle.throughput()
                        / of(Side.STOCK).stream()
                                .filter(stock -> stock.round() == bundle.round())
                                .findFirst()
                                .orElseThrow()
                                .throughput())
                .sorted()
                .toArray();
    }

    /** A quantile of ascending values, interpolated. */
    static double quantile(double[] ascending, double part) {
        double position = part * (ascending.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, ascending.length - 1);
        return ascending[below] + (position - below) * (ascending[above] - ascending[below]);
    }

    private List<Slice> of(Side side) {
        return slices.stream().filter(slice -> slice.side() == side).toList();
    }
}
