package io.keycloakpbx.signin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Places for the sign-ins of each realm, so that many for one leave room for those of the others. Nothing here holds a
 * thread while it waits.
 */
final class RealmQueues {

    /** What goes on for one realm. */
    private static final class Queue {
        int entered;
        int running;
        final Deque<Runnable> waiting = new ArrayDeque<>();
    }

    private final int perRealm;
    private final int inAll;
    private final int atOnce;
    private final Map<String, Queue> queues = new HashMap<>();
    private int entered;

    /**
     * Queues without anybody in them.
     *
     * @param perRealm how many may be in the queue of a realm
     * @param inAll how many may be in all queues together
     * @param atOnce how many of a realm may run at the same time
     */
    RealmQueues(int perRealm, int inAll, int atOnce) {
        this.perRealm = perRealm;
        this.inAll = inAll;
        this.atOnce = atOnce;
    }

    /** Takes a place, to be left again, unless there is none. */
    synchronized boolean enter(String realmId) {
        Queue known = queues.get(realmId);
        if (entered >= inAll || known != null && known.entered >= perRealm) {
            return false;
        }
        Queue queue = known == null ? new Queue() : known;
        queues.put(realmId, queue);
        entered++;
        queue.entered++;
        return true;
    }

    synchronized void leave(String realmId) {
        entered--;
        Queue queue = queues.get(realmId);
        queue.entered--;
        forget(realmId, queue);
    }

    private void forget(String realmId, Queue queue) {
        if (queue.entered == 0 && queue.running == 0) {
            queues.remove(realmId);
        }
    }

    /** Runs work of somebody who has a place, when it is its turn in the realm. */
    <T> CompletableFuture<T> run(String realmId, Executor executor, Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Runnable task = () -> {
            try {
                done.complete(work.get());
            } catch (Throwable t) {
                done.completeExceptionally(t);
            }
        };
        synchronized (this) {
            Queue queue = queues.get(realmId);
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
                Runnable next;
                synchronized (this) {
                    Queue queue = queues.get(realmId);
                    next = queue.waiting.poll();
                    if (next == null) {
                        queue.running--;
                        forget(realmId, queue);
                    }
                }
                if (next != null) {
                    start(realmId, executor, next);
                }
            }
        });
    }
}
