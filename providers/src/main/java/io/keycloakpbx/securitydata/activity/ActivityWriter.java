package io.keycloakpbx.securitydata.activity;

import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.NumberProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Writes what the queue has, in one transaction. A note that cannot be written keeps no other from being written. */
final class ActivityWriter {

    private static final Logger LOG = Logger.getLogger(ActivityWriter.class);

    /** How many notes are written at once. */
    private static final int AT_ONCE = 5_000;

    /** For so many writings a change waits for its session, which another node has yet to write. */
    private static final int ROUNDS = 3;

    private final KeycloakSessionFactory factory;
    private final NoteQueue queue;
    private final ReentrantLock writing = new ReentrantLock();
    private List<SessionChange> waiting = List.of();

    ActivityWriter(KeycloakSessionFactory factory, NoteQueue queue) {
        this.factory = factory;
        this.queue = queue;
    }

    /** Writes what there is, unless that is being done. */
    void write() {
        if (writing.tryLock()) {
            try {
                writeAll(false);
            } finally {
                writing.unlock();
            }
        }
    }

    /** Writes what there is while the server stops: what it keeps in memory of realms may be gone. */
    void writeLast() {
        writing.lock();
        try {
            writeAll(true);
        } finally {
            writing.unlock();
        }
    }

    private void writeAll(boolean last) {
        List<SessionNote> notes;
        do {
            notes = queue.take(AT_ONCE);
            List<SessionChange> before = waiting;
            waiting = List.of();
            if (!notes.isEmpty() || !before.isEmpty()) {
                NotedChanges changes = NotedChanges.of(before, notes);
                waiting = write(changes, last).stream()
                        .filter(change -> change.round() < ROUNDS)
                        .map(SessionChange::again)
                        .toList();
            }
        } while (notes.size() == AT_ONCE);
    }

    private List<SessionChange> write(NotedChanges changes, boolean last) {
        try {
            return transaction(changes, last);
        } catch (RuntimeException e) {
            LOG.debug("What is known of sessions and users is written in smaller parts", e);
            return writeInParts(changes, last, isThere());
        }
    }

    /**
     * Looks for what cannot be written, half by half. The second try of a whole is enough where another node has written the
     * same row at the same moment.
     */
    private List<SessionChange> writeInParts(NotedChanges changes, boolean last, boolean isThere) {
        int size = size(changes);
        if (size == 0) {
            return List.of();
        }
        try {
            if (isThere) {
                return transaction(changes, last);
            }
        } catch (RuntimeException e) {
            if (size > 1) {
                List<SessionChange> unknown = new ArrayList<>();
                for (NotedChanges half : halves(changes)) {
                    unknown.addAll(writeInParts(half, last, true));
                }
                return unknown;
            }
            LOG.warnf(e, "A note about a session or a user cannot be written: %s", ids(changes));
            queue.drop(1);
            return List.of();
        }
        LOG.warnf("The database takes nothing: %s notes about sessions and users are lost", size);
        queue.drop(size);
        return List.of();
    }

    private static int size(NotedChanges changes) {
        return changes.sessions().size()
                + changes.users().size()
                + changes.wide().size();
    }

    private static String ids(NotedChanges changes) {
        return changes.sessions().keySet() + " " + changes.users().keySet();
    }

    private static List<NotedChanges> halves(NotedChanges changes) {
        NotedChanges sessions = new NotedChanges(changes.sessions(), new TreeMap<>(), List.of());
        NotedChanges users = new NotedChanges(new TreeMap<>(), changes.users(), List.of());
        NotedChanges wide = new NotedChanges(new TreeMap<>(), new TreeMap<>(), changes.wide());
        List<NotedChanges> some = List.of(sessions, users, wide).stream()
                .filter(part -> size(part) > 0)
                .toList();
        if (some.size() > 1) {
            return some;
        }
        List<SessionNote> notes = changes.wide();
        int half = size(changes) / 2;
        String session =
                changes.sessions().keySet().stream().skip(half).findFirst().orElse("");
        String user = changes.users().keySet().stream().skip(half).findFirst().orElse("");
        return List.of(
                new NotedChanges(
                        changes.sessions().headMap(session),
                        changes.users().headMap(user),
                        notes.subList(0, Math.min(half, notes.size()))),
                new NotedChanges(
                        changes.sessions().tailMap(session),
                        changes.users().tailMap(user),
                        notes.subList(Math.min(half, notes.size()), notes.size())));
    }

    private boolean isThere() {
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> Database.entities(session)
                                    .createQuery(
                                            "select 1 from SessionLogEntity s where s.sessionId = ''", Integer.class)
                                    .getResultList())
                            .size()
                    == 0;
        } catch (RuntimeException e) {
            LOG.warn("What is known of sessions and users cannot be written", e);
            return false;
        }
    }

    private List<SessionChange> transaction(NotedChanges changes, boolean last) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                factory, session -> rows(session, last).write(changes));
    }

    private static ActivityRows rows(KeycloakSession session, boolean last) {
        RealmProvider realms = last ? session.getProvider(RealmProvider.class, "jpa") : session.realms();
        return new ActivityRows(
                Database.entities(session), session.getProvider(NumberProvider.class), realms::getRealm);
    }
}
