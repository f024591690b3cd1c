package io.keycloakpbx.store;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Visits the realms that have something to do, each in its turn: those first whose last visit is longest ago. Looking
 * waits for nothing, and has threads of its own, so a realm whose visits are slow keeps nobody from being looked for.
 */
final class RealmRounds {

    private static final Logger LOG = Logger.getLogger(RealmRounds.class);

    private final Supplier<List<String>> due;
    private final Consumer<String> visit;
    private final Executor looks;
    private final Executor visits;
    private final RealmPlaces places;
    private final AtomicInteger wanted = new AtomicInteger();
    private final AtomicLong number = new AtomicLong();
    private final Map<String, Long> lastVisits = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Rounds that have not begun.
     *
     * @param due tells the realms that have something to do
     * @param visit does some of it for a realm, for a limited time
     * @param looks runs what looks for realms, one at a time
     * @param visits runs visits
     * @param places how many visits there may be
     */
    RealmRounds(
            Supplier<List<String>> due, Consumer<String> visit, Executor looks, Executor visits, RealmPlaces places) {
        this.due = due;
        this.visit = visit;
        this.looks = looks;
        this.visits = visits;
        this.places = places;
    }

    /** Looks for realms, in another thread. */
    void wake() {
        if (closed || wanted.getAndIncrement() > 0) {
            return;
        }
        try {
            looks.execute(this::look);
        } catch (RuntimeException e) {
            wanted.set(0);
            throw e;
        }
    }

    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    private void look() {
        int seen;
        do {
            seen = wanted.get();
            try {
                sendOut(due.get());
            } catch (RuntimeException e) {
                LOG.warn("It could not be looked what there is to do", e);
            }
        } while (!closed && !wanted.compareAndSet(seen, 0));
    }

    private void sendOut(List<String> realmIds) {
        lastVisits.keySet().retainAll(realmIds);
        realmIds.stream()
                .sorted(Comparator.comparing(realmId -> lastVisits.getOrDefault(realmId, 0L)))
                .filter(realmId -> !closed && places.take(realmId))
                .forEach(this::sendOut);
    }

    private void sendOut(String realmId) {
        lastVisits.put(realmId, number.incrementAndGet());
        try {
            visits.execute(() -> visit(realmId));
        } catch (RuntimeException e) {
            places.leave(realmId);
            throw e;
        }
    }

    private void visit(String realmId) {
        try {
            visit.accept(realmId);
        } catch (RuntimeException e) {
            // Without another look at once, which would find the same again.
            LOG.warnf(e, "What there is to do for realm %s is left to another try", realmId);
            return;
        } finally {
            places.leave(realmId);
        }
        wake();
    }
}
