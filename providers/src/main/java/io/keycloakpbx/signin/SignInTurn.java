package io.keycloakpbx.signin;

import io.keycloakpbx.store.Transactions;
import io.keycloakpbx.telemetry.Waiting;
import io.keycloakpbx.tenant.SipDomain;
import io.keycloakpbx.tenant.SipUserName;
import io.keycloakpbx.tenant.Tenant;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
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
 * One sign-in after the other for each user name. Keycloak's brute-force detection refuses what comes while it has another
 * sign-in of the same user in hand, be the credentials right or not. Legacy clients send a password with every request,
 * and several requests at once, and would be turned away at random; so they wait for their turn, on this node.
 *
 * <p>Turns are taken whether or not there is such a tenant or user, and whether or not its realm has brute-force
 * detection. No user is looked for: what is typed decides by its form alone, so that who waits for whom tells neither which
 * users there are nor whose an e-mail address is. Hence sign-ins by user name and by e-mail address do not wait for each
 * other. Turns decide nothing. Who waits in vain goes on, and then it is Keycloak that refuses.
 */
final class SignInTurn implements AutoCloseable {

    /** Of a thread that waits, of which there are few. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How many threads may wait in this node: there must be others for everybody else. */
    private static final int MOST_THREADS = 16;

    private static final Semaphore THREADS = new Semaphore(MOST_THREADS);

    static {
        Waiting.gauge("turns", () -> MOST_THREADS - THREADS.availablePermits());
    }

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
     * @param domain the SIP domain that was asked for where it is nobody's, else empty
     * @param who a user name, or an e-mail address, in lower case
     * @param ofTwo whether it is the turn of sign-ins of two in one request only: who signs in alone does not wait for it
     */
    record Key(String realmId, String domain, String who, boolean ofTwo) {

        /** In which a request takes several, so that two requests do not wait for each other. */
        static final Comparator<Key> ORDER = Comparator.comparing(Key::realmId)
                .thenComparing(Key::domain)
                .thenComparing(Key::who)
                .thenComparing(Key::ofTwo);

        /** The turn of one who signs in, alone or not. */
        Key(String realmId, String domain, String who) {
            this(realmId, domain, who, false);
        }

        /**
         * The turns that a request takes in which two sign in one after the other, before the first of them does, in the one order in
         * which they are taken. So of all requests that hold the turn of one and wait for that of the other, no two wait for each
         * other; and the turn of the other, whose password may be unknown to whoever asks, is not held before the first is signed in.
         */
        static SortedSet<Key> turnsOfTwo(Key first, Key second) {
            SortedSet<Key> keys = new TreeSet<>(ORDER);
            keys.add(new Key(first.realmId, first.domain, first.who, true));
            keys.add(new Key(second.realmId, second.domain, second.who, true));
            return keys;
        }

        /** The turn of whom somebody means in a realm. */
        static Key of(RealmModel realm, String typed) {
            return new Key(realm.getId(), "", SipUserName.meant(Tenant.domainsOf(realm), typed));
        }

        /** The turn of whom somebody means, in a realm or, for null, at a domain that is nobody's. */
        static Key of(RealmModel realm, RequestedDomain domain, String typed) {
            return realm == null ? of(domain, typed) : of(realm, typed);
        }

        /** The turn of whom somebody means at a SIP domain that is nobody's. */
        static Key of(RequestedDomain unknown, String typed) {
            return new Key(
                    "",
                    unknown.domain().map(SipDomain::value).orElseGet(unknown::sent),
                    SipUserName.meant(domain -> domain.equals(unknown.domain().orElse(null)), typed));
        }

        /** The turns of a user, by user name and by e-mail address, in the one order in which they are taken. */
        static SortedSet<Key> all(RealmModel realm, UserModel user) {
            SortedSet<Key> keys = new TreeSet<>(ORDER);
            keys.add(of(realm, user.getUsername()));
            if (user.getEmail() != null) {
                keys.add(of(realm, user.getEmail()));
            }
            return keys;
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
