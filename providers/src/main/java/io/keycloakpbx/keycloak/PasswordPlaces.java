package io.keycloakpbx.keycloak;

import io.keycloakpbx.telemetry.OutcomeTimer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Places on this node for looking at passwords, which takes a processor. Where many passwords of a realm were wrong a
 * moment ago, half of the processors look at that realm's passwords, so that the sign-ins of the others find one that is
 * free. A realm where nobody guesses has as many places as it wants.
 *
 * <p>Places decide nothing. Who waits in vain, or finds too many who wait, goes on as if there were none.
 */
final class PasswordPlaces {

    /** So many wrong passwords above what a busy tenant's people mistype are guesses. */
    static final int GUESSES = 10;

    /** What people mistype: as often, a wrong password is forgotten. */
    static final Duration MISTYPED = Duration.ofSeconds(2);

    /** What comes of waiting. */
    private enum Wait {
        PLACE,
        NONE
    }

    private static final OutcomeTimer<Wait> WAITS =
            OutcomeTimer.of("pbx.password.wait", "Passwords that wait for a place, where somebody guesses", Wait.class);

    private final int ofGuessed;
    private final int threads;
    private final Duration patience;
    private final LongSupplier nanos;
    private final Map<String, Places> realms = new HashMap<>();
    private int waitingThreads;

    /** What is looked at for a realm, and who waits to be. */
    private static final class Places {
        int taken;
        double wrong;
        long wrongAt;
        final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();

        double wrong(long now) {
            return Math.max(0, wrong - (double) (now - wrongAt) / MISTYPED.toNanos());
        }

        boolean isGuessed(long now) {
            return wrong(now) >= GUESSES;
        }
    }

    /**
     * Places that are all free.
     *
     * @param ofGuessed how many a realm has at which somebody guesses
     * @param threads how many threads may wait
     * @param patience how long one of them waits
     * @param nanos the clock
     */
    PasswordPlaces(int ofGuessed, int threads, Duration patience, LongSupplier nanos) {
        this.ofGuessed = ofGuessed;
        this.threads = threads;
        this.patience = patience;
        this.nanos = nanos;
    }

    /** Looks at a password of a realm when there is a place, which is not to be done within another look. */
    boolean look(String realmId, BooleanSupplier look) {
        take(realmId);
        boolean right = true;
        try {
            right = look.getAsBoolean();
            return right;
        } finally {
            leave(realmId, right);
        }
    }

    /** How many threads wait. */
    synchronized int waiting() {
        return waitingThreads;
    }

    private void take(String realmId) {
        CompletableFuture<Void> place = new CompletableFuture<>();
        synchronized (this) {
            Places places = realms.computeIfAbsent(realmId, id -> new Places());
            if (places.taken < ofGuessed || waitingThreads >= threads || !places.isGuessed(nanos.getAsLong())) {
                places.taken++;
                return;
            }
            places.waiting.add(place);
            waitingThreads++;
        }
        long begin = System.nanoTime();
        place.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        boolean inVain;
        synchronized (this) {
            waitingThreads--;
            Places places = realms.get(realmId);
            // Of those who are given a place it was taken already.
            inVain = places.waiting.remove(place);
            if (inVain) {
                places.taken++;
            }
        }
        WAITS.since(begin, inVain ? Wait.NONE : Wait.PLACE);
    }

    private synchronized void leave(String realmId, boolean right) {
        long now = nanos.getAsLong();
        Places places = realms.get(realmId);
        if (!right) {
            // No more than twice: the guesses of an hour are forgotten soon after they end.
            places.wrong = Math.min(2 * GUESSES, places.wrong(now) + 1);
            places.wrongAt = now;
        }
        places.taken--;
        while (!places.waiting.isEmpty() && (places.taken < ofGuessed || !places.isGuessed(now))) {
            places.taken++;
            places.waiting.poll().complete(null);
        }
        if (places.taken == 0 && places.wrong(now) == 0) {
            realms.remove(realmId);
        }
    }
}
