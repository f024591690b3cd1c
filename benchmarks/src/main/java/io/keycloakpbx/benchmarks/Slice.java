package io.keycloakpbx.benchmarks;

import java.util.Arrays;

/** A few seconds of load on one side. Times are what a client waits for an answer, in nanoseconds. */
final class Slice {

    private final Side side;
    private final int clients;
    private final int round;
    private long[] times = new long[1024];
    private int requests;
    private int failures;
    private long begin = Long.MAX_VALUE;
    private long end;

    /** @param round from 0; the two slices of a round are next to each other in time */
    Slice(Side side, int clients, int round) {
        this.side = side;
        this.clients = clients;
        this.round = round;
    }

    Side side() {
        return side;
    }

    int clients() {
        return clients;
    }

    int round() {
        return round;
    }

    /** Takes one request, its times from {@link System#nanoTime()}; called by all clients. */
    synchronized void add(long sent, long answered, boolean failed) {
        if (requests == times.length) {
            times = Arrays.copyOf(times, 2 * requests);
        }
        times[requests++] = answered - sent;
        failures += failed ? 1 : 0;
        begin = Math.min(begin, sent);
        end = Math.max(end, answered);
    }

    synchronized int requests() {
        return requests;
    }

    synchronized int failures() {
        return failures;
    }

    synchronized double seconds() {
        return requests == 0 ? 0 : (end - begin) / 1e9;
    }

    double throughput() {
        return requests() / seconds();
    }

    synchronized long[] times() {
        return Arrays.copyOf(times, requests);
    }
}
