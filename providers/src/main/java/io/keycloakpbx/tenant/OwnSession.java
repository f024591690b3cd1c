package io.keycloakpbx.tenant;

import io.keycloakpbx.store.Attempts;
import io.keycloakpbx.store.DatabaseFailure;
import io.keycloakpbx.store.RealmPlaces;
import io.keycloakpbx.store.Transactions;
import io.keycloakpbx.telemetry.OutcomeTimer;
import io.keycloakpbx.telemetry.Waiting;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * A session and a transaction apart from the request's, for what is to be kept before the answer is given: making, upgrading
 * and removing tenants, and making who then gets a mail. Hibernate looks through all that a
 * session has loaded before each query, and these are thousands of queries: they must not carry what a request's
 * permission checks have loaded, which is some twenty roles for each realm of the server.
 */
public final class OwnSession {

    private static final Logger LOG = Logger.getLogger(OwnSession.class);

    /**
     * The request keeps a connection to the database and the work takes a second one: without a bound, requests that wait
     * for each other's would empty the pool.
     */
    static final int AT_A_TIME = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Semaphore PLACES = new Semaphore(AT_A_TIME, true);

    /** Work of realms, of which one at a time is enough: it waits for the realm's row anyway. */
    private static final RealmPlaces OF_REALMS = new RealmPlaces(1, 4, 0);

    /** Who waits for these keeps a thread and a connection; of one realm so many do, and then others are told to come again. */
    private static final RealmPlaces WAITING = new RealmPlaces(8, 24, 8);

    /** What comes of waiting for a place. */
    private enum Place {
        TAKEN,
        BUSY
    }

    private static final OutcomeTimer<Place> OF_TENANTS_WAIT = wait("tenants");
    private static final OutcomeTimer<Place> OF_REALMS_WAIT = wait("realm");

    static {
        Waiting.gauge("tenant-work", PLACES::getQueueLength);
        // Who is at work has one of these places, too.
        Waiting.gauge("realm-work", () -> Math.max(0, WAITING.taken() - OF_REALMS.taken()));
    }

    private OwnSession() {}

    private static OutcomeTimer<Place> wait(String work) {
        return OutcomeTimer.of(
                "pbx.tenant.work.wait", "How long work on tenants waits for its place", Place.class, "work", work);
    }

    /**
     * Commits before it returns; an exception undoes everything and is thrown on. Work that the database has ended in favour of
     * another transaction is done again, so it keeps nothing outside of its session.
     *
     * @throws TenantsBusyException if no place becomes free in time, or other transactions are in the way each time
     */
    public static <T> T call(KeycloakSession session, Function<KeycloakSession, T> work) {
        try {
            return inPlace(() -> Attempts.of(() -> run(session, work)));
        } catch (RuntimeException e) {
            if (DatabaseFailure.isContention(e)) {
                LOG.warn("Other transactions were in the way each time", e);
                throw new TenantsBusyException();
            }
            throw e;
        }
    }

    /** As {@link #call}, without another attempt: for who looks first what has come in between. */
    static <T> T callOnce(KeycloakSession session, Function<KeycloakSession, T> work) {
        return inPlace(() -> run(session, work));
    }

    private static <T> T inPlace(Supplier<T> work) {
        awaitPlace(OF_TENANTS_WAIT, () -> PLACES.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        try {
            return work.get();
        } finally {
            PLACES.release();
        }
    }

    /**
     * Commits before it returns, as {@link #call} does, for what a realm's own administrators do: however much of it there is, it
     * keeps nobody else waiting.
     *
     * @param realm the realm, one piece of whose work is done at a time
     * @throws TenantsBusyException if too many wait, or no place becomes free in time
     */
    public static <T> T callFor(KeycloakSession session, RealmModel realm, Function<KeycloakSession, T> work) {
        String realmId = realm.getId();
        if (!WAITING.take(realmId)) {
            OF_REALMS_WAIT.since(System.nanoTime(), Place.BUSY);
            throw new TenantsBusyException();
        }
        try {
            awaitPlace(OF_REALMS_WAIT, () -> OF_REALMS.take(realmId, PATIENCE));
            try {
                return run(session, work);
            } finally {
                OF_REALMS.leave(realmId);
            }
        } finally {
            WAITING.leave(realmId);
        }
    }

    private static <T> T run(KeycloakSession session, Function<KeycloakSession, T> work) {
        return Transactions.inOwn(session.getKeycloakSessionFactory(), session.getContext(), work, "tenant");
    }

    private static void awaitPlace(OutcomeTimer<Place> wait, Callable<Boolean> place) {
        long begin = System.nanoTime();
        boolean taken = takes(place);
        wait.since(begin, taken ? Place.TAKEN : Place.BUSY);
        if (!taken) {
            throw new TenantsBusyException();
        }
    }

    private static boolean takes(Callable<Boolean> place) {
        try {
            return place.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
