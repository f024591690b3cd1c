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

    /** What the database has not taken yet; null where that is nothing. */
    private NotedChanges kept;

    private boolean refused;

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
            if (kept != null) {
                queue.drop(size(kept));
            }
        } finally {
            writing.unlock();
        }
    }

    private void writeAll(boolean last) {
        boolean more;
        do {
            NotedChanges changes = kept;
            more = changes != null;
            if (changes == null) {
                List<SessionNote> notes = queue.take(AT_ONCE);
                more = notes.size() == AT_ONCE;
                changes = NotedChanges.of(waiting, notes);
                waiting = List.of();
            }
            kept = null;
            if (size(changes) > 0 && !write(changes, last)) {
                return;
            }
        } while (more);
    }

    /** Whether the database has taken what it can. */
    private boolean write(NotedChanges changes, boolean last) {
        List<SessionChange> unknown;
        try {
            unknown = tables.write(changes, last);
        } catch (RuntimeException e) {
            if (!tables.areThere()) {
                // Once, not each second.
                LOG.log(
                        refused ? Logger.Level.DEBUG : Logger.Level.WARN,
                        "The database takes nothing: what is known of sessions and users waits",
                        e);
                refused = true;
                kept = changes;
                return false;
            }
            LOG.debug("What is known of sessions and users is written in smaller parts", e);
            unknown = writeInParts(changes, last);
        }
        refused = false;
        waiting = unknown.stream()
                .filter(change -> change.round() < ROUNDS)
                .map(SessionChange::again)
                .toList();
        return true;
    }

    /**
     * Looks for what cannot be written, half by half. The second try of a whole is enough where another node has written the
     * same row at the same moment.
     */
    private List<SessionChange> writeInParts(NotedChanges changes, boolean last) {
        try {
            return tables.write(changes, last);
        } catch (RuntimeException e) {
            if (size(changes) > 1) {
                List<SessionChange> unknown = new ArrayList<>();
                for (NotedChanges half : halves(changes)) {
                    unknown.addAll(writeInParts(half, last));
                }
                return unknown;
            }
            LOG.warnf(e, "A note about a session or a user cannot be written: %s", ids(changes));
            queue.drop(1);
            return List.of();
        }
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
