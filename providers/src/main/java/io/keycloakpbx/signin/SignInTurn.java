package io.keycloakpbx.signin;

import io.keycloakpbx.store.Transactions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * One sign-in after the other for each user. Keycloak's brute-force detection refuses what comes while it has another
 * sign-in of the same user in hand, be the credentials right or not. Legacy clients send a password with every request,
 * and several requests at once, and would be turned away at random; so they wait for their turn, on this node.
 *
 * <p>Turns are taken whether or not there is such a tenant or user, and whether or not its realm has brute-force
 * detection: to wait for one's own requests does not tell what there is. Turns decide nothing. Who waits in vain goes on,
 * and then it is Keycloak that refuses.
 */
final class SignInTurn implements AutoCloseable {

    /** Of a thread that waits, of which there are few. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How many threads may wait in this node: there must be others for everybody else. */
    private static final Semaphore THREADS = new Semaphore(16);

    /** Keycloak notes what has become of a sign-in in the background; until then it refuses the next one. */
    private static final Executor NOTED =
            CompletableFuture.delayedExecutor(Duration.ofMillis(20).toMillis(), TimeUnit.MILLISECONDS, Runnable::run);

    /** Those who wait behind a turn that is taken. */
    private static final Map<Key, Deque<CompletableFuture<SignInTurn>>> TAKEN = new HashMap<>();

    /** Read when it is first needed: the server has its configuration by then. */
    private static final class Server {
        static final boolean TAKES_SEVERAL_AT_ONCE = Config.scope("bruteForceProtector", "default-brute-force-detector")
                .getBoolean("allowConcurrentRequests", false);
    }

    /**
     * Whose turn it is.
     *
     * @param realmId the realm, or empty where there is none
     * @param who the user's id, or what was typed where that names nobody
     */
    record Key(String realmId, String who) {

        /** The turn of a user, by whatever name the user is asked for, or of a name that is nobody's. */
        static Key of(RealmModel realm, UserModel user, String typed) {
            return new Key(
                    realm == null ? "" : realm.getId(), user == null ? typed.toLowerCase(Locale.ROOT) : user.getId());
        }
    }

    private final Key key;
    private final AtomicBoolean over = new AtomicBoolean();

    private SignInTurn(Key key) {
        this.key = key;
    }

    /**
     * Takes a turn without a thread that waits: the future ends when it has come, or patience has; at once where Keycloak
     * allows sign-ins of one user at the same time.
     */
    static CompletableFuture<SignInTurn> take(Key key, Duration patience) {
        return take(key, patience, Integer.MAX_VALUE).orElseThrow();
    }

    /**
     * Takes a turn as {@link #take(Key, Duration)} does, or nothing where many wait for that turn already.
     *
     * @param most how many may wait for it
     */
    static Optional<CompletableFuture<SignInTurn>> take(Key key, Duration patience, int most) {
        if (Server.TAKES_SEVERAL_AT_ONCE) {
            return Optional.of(CompletableFuture.completedFuture(new SignInTurn(null)));
        }
        CompletableFuture<SignInTurn> turn = new CompletableFuture<>();
        synchronized (TAKEN) {
            Deque<CompletableFuture<SignInTurn>> waiting = TAKEN.get(key);
            if (waiting == null) {
                TAKEN.put(key, new ArrayDeque<>());
                return Optional.of(CompletableFuture.completedFuture(new SignInTurn(key)));
            }
            if (waiting.size() >= most) {
                waiting.removeIf(CompletableFuture::isDone);
            }
            if (waiting.size() >= most) {
                return Optional.empty();
            }
            waiting.add(turn);
        }
        return Optional.of(turn.completeOnTimeout(new SignInTurn(null), patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Takes a turn and waits for it, but not where too many threads of this node wait already. */
    static SignInTurn await(Key key) {
        CompletableFuture<SignInTurn> turn = take(key, PATIENCE);
        if (turn.isDone()) {
            return turn.join();
        }
        if (!THREADS.tryAcquire()) {
            turn.complete(new SignInTurn(null));
            return turn.join();
        }
        try {
            return turn.join();
        } finally {
            THREADS.release();
        }
    }

    /** Ends the turn when the session's transaction has ended, one way or the other. */
    void endWith(KeycloakSession session) {
        Transactions.afterCompletion(session, this::close);
    }

    @Override
    public void close() {
        if (key != null && over.compareAndSet(false, true)) {
            NOTED.execute(() -> pass(key));
        }
    }

    /** Gives the turn to the next who still waits for it. */
    private static void pass(Key key) {
        while (true) {
            CompletableFuture<SignInTurn> next;
            synchronized (TAKEN) {
                next = TAKEN.get(key).poll();
                if (next == null) {
                    TAKEN.remove(key);
                    return;
                }
            }
            // What follows may run on this thread, so the lock is not held.
            if (next.complete(new SignInTurn(key))) {
                return;
            }
        }
    }
}
