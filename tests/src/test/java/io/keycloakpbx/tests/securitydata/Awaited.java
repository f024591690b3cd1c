package io.keycloakpbx.tests.securitydata;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What comes a little later than the request that caused it. */
public final class Awaited {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Awaited() {}

    /** What is asked for, once it is as it should be. */
    public static <T> T until(Supplier<T> asked, Predicate<T> condition) {
        Instant end = Instant.now().plus(PATIENCE);
        T found = asked.get();
        while (!condition.test(found)) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("it stays " + found);
            }
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
            found = asked.get();
        }
        return found;
    }
}
