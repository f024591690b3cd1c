package io.keycloakpbx.tenant;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Turns of all bulk runs of a node: a few work at a time, and the others wait for theirs, in the order in which they came. */
final class BulkTurns {

    private final Semaphore turns;
    private final Duration patience;

    /**
     * Turns that nobody has.
     *
     * @param atATime how many work at a time
     * @param patience how long one waits for its turn
     */
    BulkTurns(int atATime, Duration patience) {
        this.turns = new Semaphore(atATime, true);
        this.patience = patience;
    }

    /**
     * The outcome of some work that has its turn.
     *
     * @throws TenantsBusyException if its turn does not come in time
     */
    <T> T take(Supplier<T> work) {
        if (!comes()) {
            throw new TenantsBusyException();
        }
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }

    private boolean comes() {
        try {
            return turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
