package io.keycloakpbx.benchmarks.tenants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that a run has measured. It is in files at once, so that a run which fails late has not been for nothing. */
final class Measured {

    private final Path samplesFile;
    private final Path sizesFile;
    private final int fewest;
    private final List<Sample> samples = new ArrayList<>();
    private final List<Size> sizes = new ArrayList<>();

    /**
     * @param fewest how many tenants the server has that does not grow
     * @param directory takes the files {@code tenants.csv} and {@code tenants-sizes.csv}
     */
    Measured(int fewest, Path directory) throws IOException {
        this.fewest = fewest;
        samplesFile = Files.createDirectories(directory).resolve("tenants.csv");
        sizesFile = directory.resolve("tenants-sizes.csv");
        Files.writeString(samplesFile, "stage,start,tenants,work,side,milliseconds\n");
        Files.writeString(sizesFile, "stage,tenants,start_s,heap_mb,resident_mb,cache_entries\n");
    }

    void add(Sample sample) {
        samples.add(sample);
        append(
                samplesFile,
                "%d,%d,%d,%s,%s,%.3f%n",
                sample.stage(),
                sample.start(),
                tenants(sample.stage(), sample.grown()),
                sample.work().key(),
                sample.side().key(),
                sample.millis());
    }

    void add(Size size) {
        sizes.add(size);
        append(
                sizesFile,
                "%d,%d,%.2f,%.1f,%.1f,%d%n",
                size.stage(),
                tenants(size.stage(), size.grown()),
                size.startSeconds(),
                size.heapMegabytes(),
                size.residentMegabytes(),
                size.cacheEntries());
    }

    private int tenants(int stage, boolean grown) {
        return grown ? stage : fewest;
    }

    int fewest() {
        return fewest;
    }

    /** The numbers that the growing server went through, ascending. */
    List<Integer> stages() {
        return sizes.stream().map(Size::stage).distinct().sorted().toList();
    }

    Size size(int stage, boolean grown) {
        return sizes.stream()
                .filter(size -> size.stage() == stage && size.grown() == grown)
                .findFirst()
                .orElseThrow();
    }

    /** Milliseconds, ascending; none where it was not measured. */
    double[] of(int stage, boolean grown, Work work, Side side) {
        return ascending(samples(stage, grown, work, side));
    }

    /**
     * The least of the medians that the starts of a server had, in milliseconds; NaN where it was not measured. From the same code
     * Java's compiler makes programs of which one takes twice the time of another, above all of the hashing of passwords: by chance, at
     * each start anew, and whatever the number of tenants.
     */
    double fastest(int stage, boolean grown, Work work, Side side) {
        return samples(stage, grown, work, side).collect(Collectors.groupingBy(Sample::start)).values().stream()
                .mapToDouble(samples -> median(ascending(samples.stream())))
                .min()
                .orElse(Double.NaN);
    }

    /** How many times the time of a number of tenants is that of the fewest, measured in turn; NaN where it was not measured. */
    double ratio(int stage, Work work, Side side) {
        return fastest(stage, true, work, side) / fastest(stage, false, work, side);
    }

    private Stream<Sample> samples(int stage, boolean grown, Work work, Side side) {
        return samples.stream()
                .filter(sample -> sample.stage() == stage && sample.grown() == grown)
                .filter(sample -> sample.work() == work && sample.side() == side);
    }

    private static double[] ascending(Stream<Sample> samples) {
        return samples.mapToDouble(Sample::millis).sorted().toArray();
    }

    static double median(double[] ascending) {
        return quantile(ascending, 0.5);
    }

    /** A quantile of ascending values, interpolated; NaN of none. */
    static double quantile(double[] ascending, double part) {
        if (ascending.length == 0) {
            return Double.NaN;
        }
        double position = part * (ascending.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, ascending.length - 1);
        return ascending[below] + (position - below) * (ascending[above] - ascending[below]);
    }

    /** The median of values in any order. */
    static double medianOf(double... values) {
        double[] ascending = values.clone();
        Arrays.sort(ascending);
        return median(ascending);
    }

    private static void append(Path file, String format, Object... values) {
        try {
            Files.writeString(file, String.format(Locale.ROOT, format, values), StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
