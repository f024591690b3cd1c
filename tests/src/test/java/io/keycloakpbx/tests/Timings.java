package io.keycloakpbx.tests;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** How long something took, each time it was done. */
public final class Timings {

    private final long[] sorted;

    private Timings(long[] nanos) {
        sorted = nanos.clone();
        Arrays.sort(sorted);
    }

    /** Does each of the actions in turn, round after round, so that what else the machine does hits all alike. */
    public static List<Timings> interleaved(int rounds, Runnable... actions) {
        long[][] nanos = new long[actions.length][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int action = 0; action < actions.length; action++) {
                long start = System.nanoTime();
                actions[action].run();
                nanos[action][round] = System.nanoTime() - start;
            }
        }
        return Stream.of(nanos).map(Timings::new).toList();
    }

    /** The shortest time: what the work itself takes, where other work of the machine only ever adds to it. */
    public Duration shortest() {
        return Duration.ofNanos(sorted[0]);
    }

    public Duration median() {
        return percentile(50);
    }

    /** The shortest time that this percentage of the rounds stayed within. */
    public Duration percentile(int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return Duration.ofNanos(sorted[Math.max(rank, 1) - 1]);
    }

    @Override
    public String toString() {
        return "min " + shortest().toMillis() + " ms, p50 " + median().toMillis() + " ms, p99 "
                + percentile(99).toMillis() + " ms, n=" + sorted.length;
    }
}
