package io.keycloakpbx.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * What a comparison gave at one number of clients.
 *
 * @param slices of both sides, the warm-up left out
 * @param judgedByTail whether the slowest answers are what counts
 */
record Measurement(String comparison, int clients, List<Slice> slices, boolean judgedByTail) {

    private static final int RESAMPLES = 10_000;
    private static final int TAIL_RESAMPLES = 1_000;
    private static final double TAIL = 0.025;
    private static final double SLOWEST = 0.99;

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

    /** The time within which 99 % of the bundle's answers came, divided by that of stock Keycloak. */
    double tailRatio() {
        return latency(Side.BUNDLE, SLOWEST) / latency(Side.STOCK, SLOWEST);
    }

    /** The 95 % confidence interval of {@link #tailRatio()}, by bootstrap over the rounds. */
    Interval tailInterval() {
        int[] rounds = slices.stream().mapToInt(Slice::round).distinct().toArray();
        SplittableRandom random = new SplittableRandom(1);
        double[] tails = new double[TAIL_RESAMPLES];
        Arrays.setAll(tails, i -> {
            List<Slice> drawn = random.ints(rounds.length, 0, rounds.length)
                    .boxed()
                    .flatMap(draw -> slices.stream().filter(slice -> slice.round() == rounds[draw]))
                    .toList();
            return new Measurement(comparison, clients, drawn, judgedByTail).tailRatio();
        });
        Arrays.sort(tails);
        return new Interval(quantile(tails, TAIL), quantile(tails, 1 - TAIL));
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

    /** The 95 % confidence interval of the median ratio, by bootstrap over the rounds; the same for the same slices. */
    Interval interval() {
        double[] ratios = ratios();
        SplittableRandom random = new SplittableRandom(1);
        double[] medians = new double[RESAMPLES];
        Arrays.setAll(
                medians,
                i -> quantile(
                        random.ints(ratios.length, 0, ratios.length)
                                .mapToDouble(round -> ratios[round])
                                .sorted()
                                .toArray(),
                        0.5));
        Arrays.sort(medians);
        return new Interval(quantile(medians, TAIL), quantile(medians, 1 - TAIL));
    }

    record Interval(double from, double to) {}

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
