package io.keycloakpbx.store;

import io.keycloakpbx.store.OutboxDeliveryProvider.Outcome;
import io.keycloakpbx.store.OutboxDeliveryProvider.Sending;
import io.keycloakpbx.telemetry.OutcomeCounter;
import io.keycloakpbx.telemetry.Spans;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
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
 *
 * <p>Realms take turns, and each has only so many messages under way: apps of one realm that are slow, or are so on
 * purpose, leave the others theirs.
 */
final class OutboxSender {

    private static final Logger LOG = Logger.getLogger(OutboxSender.class);

    /** As many as an executor of Keycloak has threads, unless the server's options say otherwise. */
    private static final int AT_ONCE = 4;

    private static final int AT_ONCE_OF_REALM = 2;
    private static final int KEPT_FOR_OTHERS = 1;
    private static final int REALMS = 1_000;
    private static final int BATCH = 10;

    /** After how many milliseconds it is another realm's turn. */
    private static final long TURN = TimeUnit.SECONDS.toMillis(5);

    private static final long CLAIM = TimeUnit.MINUTES.toMillis(2);
    private static final long FIRST_PAUSE = TimeUnit.SECONDS.toMillis(2);
    private static final long LONGEST_PAUSE = TimeUnit.MINUTES.toMillis(10);
    private static final long LONGEST_LIFE = TimeUnit.HOURS.toMillis(6);

    /** How long a place that has not answered gets nothing more of the same realm from this node. */
    private static final long REST = TimeUnit.SECONDS.toMillis(10);

    /** What has become of a message. */
    private enum Fate {
        DELIVERED,
        RETRIED,
        REFUSED,
        GIVEN_UP
    }

    private final OutcomeCounter<Fate> fates =
            new OutcomeCounter<>("pbx.outbox", "Messages of the outbox, and tries in vain", Fate.class);

    private final KeycloakSessionFactory factory;
    private final RealmRounds rounds;
    private final Map<String, Long> resting = new ConcurrentHashMap<>();

    private record Message(
            String id, String realmId, String kind, String destination, long createdAt, int attempts, long claim) {

        /** Where the realm sends it: no realm can make others' messages to the same place rest. */
        String place() {
            return realmId + ' ' + destination;
        }
    }

    /**
     * A sender that has not begun.
     *
     * @param looks runs what looks for messages, and never waits for an app
     * @param deliveries runs what sends them
     */
    OutboxSender(KeycloakSessionFactory factory, Executor looks, Executor deliveries) {
        this.factory = factory;
        this.rounds = new RealmRounds(
                this::realmsInWant,
                this::send,
                looks,
                deliveries,
                new RealmPlaces(AT_ONCE_OF_REALM, AT_ONCE, KEPT_FOR_OTHERS));
    }

    /** Looks for messages, in another thread. */
    void wake() {
        rounds.wake();
    }

    void close() {
        rounds.close();
    }

    /** The realms that have messages to send, whose oldest is the longest due first. */
    private List<String> realmsInWant() {
        resting.values().removeIf(until -> until < Time.currentTimeMillis());
        return transaction(session -> Database.entities(session)
                .createQuery(
                        "select o.realmId from OutboxEntity o where o.nextAttemptAt <= :now and o.claimedUntil <= :now"
                                + " group by o.realmId order by min(o.nextAttemptAt)",
                        String.class)
                .setParameter("now", Time.currentTimeMillis())
                .setMaxResults(REALMS)
                .getResultList());
    }

    /** Sends messages of a realm, one after the other, until there are none or it is another's turn. */
    private void send(String realmId) {
        long end = Time.currentTimeMillis() + TURN;
        boolean some;
        do {
            some = false;
            List<Message> due = transaction(session -> due(Database.entities(session), realmId));
            for (Message message : due) {
                if (rounds.isClosed() || Time.currentTimeMillis() > end) {
                    return;
                }
                if (isClaimed(message)) {
                    some = true;
                    Spans.within(factory, OutboxSender.class, "send", () -> {
                        handle(message);
                        return null;
                    });
                }
            }
        } while (some);
    }

    private static List<Message> due(EntityManager em, String realmId) {
        long now = Time.currentTimeMillis();
        return em
                .createQuery(
                        "select o.id, o.realmId, o.kind, o.destination, o.createdAt, o.attempts from OutboxEntity o"
                                + " where o.realmId = :realm and o.nextAttemptAt <= :now and o.claimedUntil <= :now"
                                + " order by o.nextAttemptAt, o.id",
                        Object[].class)
                .setParameter("realm", realmId)
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
        if (resting.containsKey(message.place())) {
            again(message, REST);
            return;
        }
        try {
            Sending sending = transaction(session -> prepare(session, message));
            Outcome outcome = sending == null ? Outcome.DELIVERED : sending.send();
            if (outcome == Outcome.REFUSED) {
                LOG.warnf("%s refuses a message of the outbox (%s)", message.destination(), message.kind());
            }
            remove(message, outcome == Outcome.DELIVERED ? Fate.DELIVERED : Fate.REFUSED);
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
            resting.put(message.place(), Time.currentTimeMillis() + REST);
        }
        if (Time.currentTimeMillis() - message.createdAt() > LONGEST_LIFE) {
            LOG.warnf(
                    e,
                    "A message of the outbox (%s) is given up after %s attempts: %s does not take it",
                    message.kind(),
                    message.attempts(),
                    message.destination());
            remove(message, Fate.GIVEN_UP);
            return;
        }
        LOG.infof(
                "A message of the outbox (%s) to %s is tried again later: %s",
                message.kind(), message.destination(), e.getClass().getSimpleName());
        fates.count(Fate.RETRIED);
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

    private void remove(Message message, Fate fate) {
        transaction(session -> Database.entities(session)
                .createQuery("delete from OutboxEntity o where o.id = :id")
                .setParameter("id", message.id())
                .executeUpdate());
        fates.count(fate);
    }

    private <T> T transaction(Function<KeycloakSession, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, work::apply);
    }
}
