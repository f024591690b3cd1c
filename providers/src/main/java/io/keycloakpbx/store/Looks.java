package io.keycloakpbx.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When a node looks whether there is something new, for all of its sessions. Where nothing is known to be new, one of them
 * looks every few seconds, and the others go on meanwhile. After a note everybody looks until one who began after it is done:
 * who has made something finds it.
 */
final class Looks {

    /** How long nobody looks without a note, in nanoseconds. */
    static final long AGAIN = TimeUnit.SECONDS.toNanos(5);

    private final LongSupplier clock;
    private final Map<String, State> states = new ConcurrentHashMap<>();

    /** What is replaced by one alone: each is told apart from all others. */
    private static final class State {

        private final boolean noted;
        private final long until;

        private State(boolean noted, long until) {
            this.noted = noted;
            this.until = until;
        }
    }

    /** @param clock nanoseconds */
    Looks(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Looks if it is time to.
     *
     * @param key what is looked for
     * @param look the looking; where it fails, the next one looks again
     */
    void look(String key, Runnable look) {
        State seen = states.computeIfAbsent(key, unknown -> noted());
        if (seen.noted) {
            look.run();
            // Another note meanwhile stays.
            states.replace(key, seen, quiet());
            return;
        }
        if (clock.getAsLong() - seen.until < 0) {
            return;
        }
        State mine = quiet();
        if (!states.replace(key, seen, mine)) {
            return;
        }
        boolean done = false;
        try {
            look.run();
            done = true;
        } finally {
            if (!done) {
                states.replace(key, mine, noted());
            }
        }
    }

    /** Tells that there is something new. */
    void note(String key) {
        states.put(key, noted());
    }

    /** Forgets all keys that begin so. */
    void forget(String prefix) {
        states.keySet().removeIf(key -> key.startsWith(prefix));
    }

    private static State noted() {
        return new State(true, 0);
    }

    private State quiet() {
        return new State(false, clock.getAsLong() + AGAIN);
    }
}
