package io.keycloakpbx.securitydata.activity;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/** Writes what the queue has, in one transaction. A note that cannot be written keeps no other from being written. */
final class ActivityWriter {

    private static final Logger LOG = Logger.getLogger(ActivityWriter.class);

    /** How many notes are written at once. */
    private static final int AT_ONCE = 5_000;

    /** For so many writings a change waits for its session, which another node has yet to write. */
    private static final int ROUNDS = 3;

    private final ActivityTables tables;
    private final NoteQueue queue;
    private final ReentrantLock writing = new ReentrantLock();
    private List<SessionChange> waiting = List.of();

    ActivityWriter(ActivityTables tables, NoteQueue queue) {
        this.tables = tables;
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
            return tables.write(changes, last);
        } catch (RuntimeException e) {
            LOG.debug("What is known of sessions and users is written in smaller parts", e);
            return writeInParts(changes, last, tables.areThere());
        }
    }

    /**
     * Looks for what cannot be written, half by half. The second try of a whole is enough where another node has written the
     * same row at the same moment.
     */
    private List<SessionChange> writeInParts(NotedChanges changes, boolean last, boolean areThere) {
        int size = size(changes);
        if (size == 0) {
            return List.of();
        }
        try {
            if (areThere) {
                return tables.write(changes, last);
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
        int half = size(changes) / 2;
        return List.of(part(changes, 0, half), part(changes, half, size(changes)));
    }

    /** A part of changes that are all of one kind. */
    private static NotedChanges part(NotedChanges changes, int from, int to) {
        return new NotedChanges(
                part(changes.sessions(), from, to),
                part(changes.users(), from, to),
                changes.wide().isEmpty() ? List.of() : changes.wide().subList(from, to));
    }

    private static <T> SortedMap<String, T> part(SortedMap<String, T> changes, int from, int to) {
        SortedMap<String, T> part = new TreeMap<>();
        changes.entrySet().stream()
                .skip(from)
                .limit((long) to - from)
                .forEach(change -> part.put(change.getKey(), change.getValue()));
        return part;
    }
}
