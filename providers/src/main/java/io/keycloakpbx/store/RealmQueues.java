package io.keycloakpbx.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Queues of the realms, for work of which much for one must leave room for that of the others. Nothing here holds a thread
 * while it waits.
 */
public final class RealmQueues {

    /** What goes on for one realm. */
    private static final class Queue {
        int running;
        final Deque<Runnable> waiting = new ArrayDeque<>();
    }

    private final RealmPlaces places;
    private final int atOnce;
    private final Map<String, Queue> queues = new HashMap<>();

    /**
     * Queues without anybody in them.
     *
     * @param places who may be in them
     * @param atOnce how many of a realm may run at the same time
     */
    public RealmQueues(RealmPlaces places, int atOnce) {
        this.places = places;
        this.atOnce = atOnce;
    }

    /** Takes a place, to be left again, unless there is none. */
    public boolean enter(String realmId) {
        return places.take(realmId);
    }

    /** Leaves the place. */
    public void leave(String realmId) {
        places.leave(realmId);
    }

    /** Runs work of somebody who has a place, when it is its turn in the realm. */
    public <T> CompletableFuture<T> run(String realmId, Executor executor, Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Runnable task = () -> {
            try {
                done.complete(work.get());
            } catch (Throwable t) {
                done.completeExceptionally(t);
            }
        };
        synchronized (this) {
            Queue queue = queues.computeIfAbsent(realmId, id -> new Queue());
            if (queue.running >= atOnce) {
                queue.waiting.add(task);
                return done;
            }
            queue.running++;
        }
        start(realmId, executor, task);
        return done;
    }

    private void start(String realmId, Executor executor, Runnable task) {
        executor.execute(() -> {
            try {
                task.run();
            } finally {
                Runnable next = next(realmId);
                if (next != null) {
                    start(realmId, executor, next);
                }
            }
        });
    }

    private synchronized Runnable next(String realmId) {
        Queue queue = queues.get(realmId);
        Runnable next = queue.waiting.poll();
        if (next == null && --queue.running == 0) {
            queues.remove(realmId);
        }
        return next;
    }
}
