package io.keycloakpbx.store;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Does work once more that the database has ended in favour of another transaction, as it ends one of two that wait for each
 * other. The work is a transaction of its own, of which nothing is left then.
 */
public final class Attempts {

    private static final Logger LOG = Logger.getLogger(Attempts.class);

    /** Who has had to give way meets the same one hardly ever again, as that one is done by then. */
    static final int MAX = 3;

    private static final int MAX_PAUSE_MILLIS = 100;

    private Attempts() {}

    /**
     * The outcome of some work, after {@value #MAX} attempts at most.
     *
     * @param transaction the work, which must leave nothing behind where it throws
     * @throws RuntimeException what the work has thrown, where it is something else than {@linkplain
     *     DatabaseFailure#isContention contention}, or the last attempt was no better
     */
    public static <T> T of(Supplier<T> transaction) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transaction.get();
            } catch (RuntimeException e) {
                if (attempt == MAX || !DatabaseFailure.isContention(e) || !pause()) {
                    throw e;
                }
                LOG.debugf(e, "Another transaction was in the way, attempt %d", attempt);
            }
        }
    }

    /** Two that are in each other's way do not begin again at the same moment. */
    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(MAX_PAUSE_MILLIS));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
