package io.keycloakpbx.http;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.keycloak.Config;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;

/**
 * One sign-in after the other for each user name. Keycloak's brute-force detection refuses what comes while it has
 * another sign-in of the same user in hand, be the credentials right or not. Legacy clients send a password with every
 * request, and several requests at once, and would be turned away at random; so they wait for their turn, on this node.
 *
 * <p>Turns are taken by what was sent, whether or not there is such a tenant or user, and whether or not its realm has
 * brute-force detection: to wait for one's own requests does not tell what there is. Turns decide nothing. Who waits in
 * vain goes on, and then it is Keycloak that refuses.
 */
public final class SignInTurn implements AutoCloseable {

    private static final int LANES = 1024;
    private static final Lane[] ALL = Stream.generate(Lane::new).limit(LANES).toArray(Lane[]::new);

    private static final long PATIENCE_MILLIS = 5_000;
    /** How many may wait in this node: each holds a thread, and there must be others for everybody else. */
    private static final Semaphore PLACES = new Semaphore(16);

    /** Keycloak notes what has become of a sign-in in the background; until then it refuses the next one. */
    private static final long NOTING_NANOS = Duration.ofMillis(20).toNanos();

    /** User names share lanes by chance; then one waits for the other, which does no harm. */
    private static final class Lane {
        final Semaphore free = new Semaphore(1, true);
        volatile long noted = System.nanoTime();
    }

    /** Read when it is first needed: the server has its configuration by then. */
    private static final class Server {
        static final boolean TAKES_SEVERAL_AT_ONCE = Config.scope("bruteForceProtector", "default-brute-force-detector")
                .getBoolean("allowConcurrentRequests", false);
    }

    private final Lane lane;
    private final AtomicBoolean over = new AtomicBoolean();

    private SignInTurn(Lane lane) {
        this.lane = lane;
    }

    /**
     * Waits for the turn of a user name, at most {@value #PATIENCE_MILLIS} ms; not at all where Keycloak allows sign-ins of
     * one user at the same time.
     *
     * @param tenant the realm or SIP domain as it was sent, null for none
     */
    public static SignInTurn take(String tenant, String username) {
        if (Server.TAKES_SEVERAL_AT_ONCE) {
            return new SignInTurn(null);
        }
        int hash = Objects.hash(
                tenant == null ? null : tenant.toLowerCase(Locale.ROOT), username.toLowerCase(Locale.ROOT));
        Lane lane = ALL[Math.floorMod(hash ^ hash >>> 16, LANES)];
        SignInTurn turn = new SignInTurn(isFree(lane) ? lane : null);
        turn.awaitNoted();
        return turn;
    }

    private static boolean isFree(Lane lane) {
        if (lane.free.tryAcquire()) {
            return true;
        }
        if (!PLACES.tryAcquire()) {
            return false;
        }
        try {
            return lane.free.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            PLACES.release();
        }
    }

    private void awaitNoted() {
        try {
            TimeUnit.NANOSECONDS.sleep(lane == null ? 0 : lane.noted - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the turn when the session's transaction has ended, one way or the other. */
    public void endWith(KeycloakSession session) {
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                close();
            }

            @Override
            protected void rollbackImpl() {
                close();
            }
        });
    }

    @Override
    public void close() {
        if (lane != null && over.compareAndSet(false, true)) {
            lane.noted = System.nanoTime() + NOTING_NANOS;
            lane.free.release();
        }
    }
}
