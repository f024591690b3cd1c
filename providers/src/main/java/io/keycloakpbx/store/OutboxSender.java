package io.keycloakpbx.store;

import io.keycloakpbx.store.OutboxDeliveryProvider.Outcome;
import io.keycloakpbx.store.OutboxDeliveryProvider.Sending;
import io.micrometer.core.instrument.Metrics;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Sends the messages of the outbox. Of all nodes the one whose claim changes the row has the message; if it dies, the
 * claim ends and another takes over. Nothing of the database is held while a message is under way.
 */
final class OutboxSender {

    private static final Logger LOG = Logger.getLogger(OutboxSender.class);
    private static final int BATCH = 100;
    private static final int AT_ONCE = 4;
    private static final long CLAIM = TimeUnit.MINUTES.toMillis(2);
    private static final long FIRST_PAUSE = TimeUnit.SECONDS.toMillis(2);
    private static final long LONGEST_PAUSE = TimeUnit.MINUTES.toMillis(10);
    private static final long LONGEST_LIFE = TimeUnit.HOURS.toMillis(6);

    /** How long a place that has not answered gets nothing more from this node. */
    private static final long REST = TimeUnit.SECONDS.toMillis(10);

    private final KeycloakSessionFactory factory;
    private final Executor executor;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final AtomicInteger wanted = new AtomicInteger();
    private final Map<String, Long> resting = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private record Message(
            String id, String realmId, String kind, String destination, long createdAt, int attempts, long claim) {}

    OutboxSender(KeycloakSessionFactory factory, Executor executor) {
        this.factory = factory;
        this.executor = executor;
    }

    /** Looks for messages, in another thread. */
    void wake() {
        if (!closed && wanted.getAndIncrement() == 0) {
            executor.execute(this::work);
        }
    }

    void close() {
        closed = true;
    }

    private void work() {
        int seen;
        do {
            seen = wanted.get();
            try {
                sendDue();
            } catch (RuntimeException e) {
                LOG.warn("The outbox could not be read", e);
            }
        } while (!closed && !wanted.compareAndSet(seen, 0));
    }

    private void sendDue() {
        resting.values().removeIf(until -> until < Time.currentTimeMillis());
        int found;
        do {
            List<Message> due = transaction(session -> due(Database.entities(session)));
            found = due.size();
            for (Message message : due) {
                places.acquireUninterruptibly();
                if (closed || !isClaimed(message)) {
                    places.release();
                    continue;
                }
                executor.execute(() -> {
                    try {
                        handle(message);
                    } catch (RuntimeException e) {
                        LOG.warnf(e, "A message of the outbox is left to the next try: %s", message.id());
                    } finally {
                        places.release();
                    }
                });
            }
        } while (found == BATCH && !closed);
    }

    private static List<Message> due(EntityManager em) {
        long now = Time.currentTimeMillis();
        return em
                .createQuery(
                        "select o.id, o.realmId, o.kind, o.destination, o.createdAt, o.attempts from OutboxEntity o"
                                + " where o.nextAttemptAt <= :now and o.claimedUntil <= :now"
                                + " order by o.nextAttemptAt, o.id",
                        Object[].class)
                .setParameter("now", now)
                .setMaxResults(BATCH)
                .getResultList()
                .stream()
                .map(row -> new Message(
                        (String) row[0],
                        (String) row[1],
                        (String) row[2],
                        (String) row[3],
                        (Long) row[4],
                        (Integer) row[5] + 1,
                        now + CLAIM))
                .toList();
    }

    /** Of all nodes that try, the one whose statement changes the row. */
    private boolean isClaimed(Message message) {
        return transaction(session -> Database.entities(session)
                        .createQuery("update OutboxEntity o set o.claimedUntil = :claim, o.attempts = :attempts"
                                + " where o.id = :id and o.claimedUntil <= :now and o.nextAttemptAt <= :now"
                                + " and o.attempts = :before")
                        .setParameter("claim", message.claim())
                        .setParameter("attempts", message.attempts())
                        .setParameter("before", message.attempts() - 1)
                        .setParameter("id", message.id())
                        .setParameter("now", Time.currentTimeMillis())
                        .executeUpdate()
                == 1);
    }

    private void handle(Message message) {
        if (resting.containsKey(message.destination())) {
            again(message, REST);
            return;
        }
        try {
            Sending sending = transaction(session -> prepare(session, message));
            Outcome outcome = sending == null ? Outcome.DELIVERED : sending.send();
            if (outcome == Outcome.REFUSED) {
                LOG.warnf("%s refuses a message of the outbox (%s)", message.destination(), message.kind());
            }
            remove(message, outcome == Outcome.DELIVERED ? "delivered" : "refused");
        } catch (IOException | RuntimeException e) {
            failed(message, e);
        }
    }

    /** Null where there is nothing to send any more. */
    private static Sending prepare(KeycloakSession session, Message message) {
        RealmModel realm = session.realms().getRealm(message.realmId());
        OutboxDeliveryProvider delivery = session.getProvider(OutboxDeliveryProvider.class, message.kind());
        List<String> payload = Database.entities(session)
                .createQuery("select o.payload from OutboxEntity o where o.id = :id", String.class)
                .setParameter("id", message.id())
                .getResultList();
        if (realm == null || payload.isEmpty()) {
            return null;
        }
        if (delivery == null) {
            throw new IllegalStateException("nobody delivers messages of the kind " + message.kind());
        }
        session.getContext().setRealm(realm);
        return delivery.prepare(realm, payload.get(0));
    }

    private void failed(Message message, Exception e) {
        if (e instanceof IOException) {
            resting.put(message.destination(), Time.currentTimeMillis() + REST);
        }
        if (Time.currentTimeMillis() - message.createdAt() > LONGEST_LIFE) {
            LOG.warnf(
                    e,
                    "A message of the outbox (%s) is given up after %s attempts: %s does not take it",
                    message.kind(),
                    message.attempts(),
                    message.destination());
            remove(message, "given-up");
            return;
        }
        LOG.infof(
                "A message of the outbox (%s) to %s is tried again later: %s",
                message.kind(), message.destination(), e.getClass().getSimpleName());
        count("retried");
        again(message, Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(16, message.attempts() - 1)));
    }

    private void again(Message message, long pause) {
        transaction(session -> Database.entities(session)
                .createQuery("update OutboxEntity o set o.claimedUntil = 0L, o.nextAttemptAt = :next"
                        + " where o.id = :id and o.claimedUntil = :claim")
                .setParameter("next", Time.currentTimeMillis() + pause)
                .setParameter("id", message.id())
                .setParameter("claim", message.claim())
                .executeUpdate());
    }

    private void remove(Message message, String outcome) {
        transaction(session -> Database.entities(session)
                .createQuery("delete from OutboxEntity o where o.id = :id")
                .setParameter("id", message.id())
                .executeUpdate());
        count(outcome);
    }

    private static void count(String outcome) {
        Metrics.counter("pbx.outbox", "outcome", outcome).increment();
    }

    private <T> T transaction(Function<KeycloakSession, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, work::apply);
    }
}
