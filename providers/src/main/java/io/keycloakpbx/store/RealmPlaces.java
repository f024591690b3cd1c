package io.keycloakpbx.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Places on this node that all realms share. However much comes in for some realms, one that has none gets one: each has
 * only so many, and the last ones are kept for realms without any.
 */
public final class RealmPlaces {

    private final int perRealm;
    private final int inAll;
    private final int kept;
    private final Map<String, Integer> taken = new HashMap<>();
    private int takenInAll;

    /**
     * Places that are all free.
     *
     * @param perRealm the most that a realm may have
     * @param inAll how many there are
     * @param kept how many of them are for realms that have none
     */
    public RealmPlaces(int perRealm, int inAll, int kept) {
        this.perRealm = perRealm;
        this.inAll = inAll;
        this.kept = kept;
    }

    /** Takes a place, to be left again, unless there is none for the realm. */
    public synchronized boolean take(String realmId) {
        int has = taken.getOrDefault(realmId, 0);
        if (has >= perRealm || takenInAll >= (has == 0 ? inAll : inAll - kept)) {
            return false;
        }
        taken.put(realmId, has + 1);
        takenInAll++;
        return true;
    }

    /**
     * Takes a place as {@link #take(String)} does, and waits for one where there is none. Nobody is promised the next one.
     *
     * @return false where none has become free in time
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public synchronized boolean take(String realmId, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!take(realmId)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** How many are taken. */
    public synchronized int taken() {
        return takenInAll;
    }

    /** Leaves a place that was taken. */
    public synchronized void leave(String realmId) {
        taken.computeIfPresent(realmId, (id, has) -> has == 1 ? null : has - 1);
        takenInAll--;
        notifyAll();
    }
}
