package io.keycloakpbx.tenant;

import io.keycloakpbx.store.RealmPlaces;
import io.keycloakpbx.store.RealmQueues;
import io.keycloakpbx.telemetry.Waiting;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Mails that are written and sent after an answer, or while somebody waits for what becomes of them: each on another thread,
 * in a session and a transaction of its own.
 *
 * <p>Each realm has a mail server of its own, and nobody can say how long one takes: Keycloak limits how long it is silent,
 * not how long it talks. So a realm sends one mail at a time, and has only so many that wait.
 */
public final class RealmMail {

    private static final int PER_REALM = 50;
    private static final int IN_ALL = 1_000;
    private static final int KEPT_FOR_OTHERS = 200;

    /** Mails that wait on one node; more are dropped rather than kept in memory. */
    private static final RealmPlaces PLACES = new RealmPlaces(PER_REALM, IN_ALL, KEPT_FOR_OTHERS);

    private static final RealmQueues WAITING = new RealmQueues(PLACES, 1);

    /** Of these places, those that anybody may fill who asks for a mail: others are left for what administrators ask for. */
    private static final RealmPlaces FOR_ANYBODY = new RealmPlaces(40, 800, KEPT_FOR_OTHERS);

    /** How many realms mail at once. Those whose mail servers hang keep a thread and a connection to the database each. */
    private static final int REALMS_AT_ONCE = 16;

    private static final Executor THREADS = threads();

    private static final Logger LOG = Logger.getLogger(RealmMail.class);

    static {
        Waiting.gauge("mails", PLACES::taken);
    }

    private RealmMail() {}

    private static void drop(RealmModel realm) {
        OutgoingMail.dropped();
        LOG.warnf("Too many mails wait; one was dropped in realm %s", realm.getName());
    }

    /** More than Keycloak's executors have, and a mail that hangs does not keep the server from stopping. */
    private static Executor threads() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                REALMS_AT_ONCE, REALMS_AT_ONCE, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "pbx-realm-mail-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Takes a mail as {@link #send} does, which somebody has asked for who is not signed in. */
    public static <T> Optional<CompletableFuture<T>> sendForAnybody(
            KeycloakSession session, RealmModel realm, BiFunction<KeycloakSession, RealmModel, T> mail) {
        String realmId = realm.getId();
        if (!FOR_ANYBODY.take(realmId)) {
            drop(realm);
            return Optional.empty();
        }
        Optional<CompletableFuture<T>> sent = send(session, realm, mail);
        sent.ifPresentOrElse(
                future -> future.whenComplete((done, failure) -> FOR_ANYBODY.leave(realmId)),
                () -> FOR_ANYBODY.leave(realmId));
        return sent;
    }

    /**
     * Takes a mail of a realm for later.
     *
     * @param mail writes and sends it, in a session of its own that is bound to nothing; not called where the realm has gone
     * @return what becomes of it, null where the realm has gone; empty where too many wait, of which the log tells
     */
    public static <T> Optional<CompletableFuture<T>> send(
            KeycloakSession session, RealmModel realm, BiFunction<KeycloakSession, RealmModel, T> mail) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        String realmId = realm.getId();
        if (!WAITING.enter(realmId)) {
            drop(realm);
            return Optional.empty();
        }
        return Optional.of(WAITING.run(
                        realmId,
                        THREADS,
                        () -> KeycloakModelUtils.runJobInTransactionWithResult(factory, own -> {
                            RealmModel there = own.realms().getRealm(realmId);
                            return there == null ? null : mail.apply(own, there);
                        }))
                .whenComplete((done, failure) -> {
                    WAITING.leave(realmId);
                    if (failure != null) {
                        LOG.errorf(failure, "A mail of realm %s failed", realmId);
                    }
                }));
    }
}
