package io.keycloakpbx.securitydata.activity;

import io.keycloakpbx.store.Parts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Writes what the queue has, in one transaction. A note that cannot be written keeps no other from being written. */
final class ActivityWriter {

    private static final Logger LOG = Logger.getLogger(ActivityWriter.class);

    /** How many notes are written at once. */
    private static final int AT_ONCE = 5_000;

    /** So many times a change is tried again whose session another node has yet to write. */
    private static final int ROUNDS = 3;

    /** The time between these: how long a node takes to write, however busy this one is. */
    private static final long ROUND_MILLIS = 1_000;

    private final ActivityTables tables;
    private final NoteQueue queue;
    private final ReentrantLock writing = new ReentrantLock();
    private final LongSupplier clock;
    private List<SessionChange> waiting = new ArrayList<>();
    private long round;

    /** What the database has not taken yet; null where that is nothing. */
    private NotedChanges kept;

    private boolean refused;

    ActivityWriter(ActivityTables tables, NoteQueue queue) {
        this(tables, queue, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /**
     * A writer with a clock.
     *
     * @param clock milliseconds since whenever
     */
    ActivityWriter(ActivityTables tables, NoteQueue queue, LongSupplier clock) {
        this.tables = tables;
        this.queue = queue;
        this.clock = clock;
        this.round = clock.getAsLong();
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

    /**
     * Has many notes of one request written, more than the queue may have room for. So the request writes parts of them
     * itself, and waits for that; what comes last waits in the queue.
     */
    void add(List<SessionNote> notes) {
        for (List<SessionNote> part : Parts.of(notes)) {
            if (notes.size() > Parts.MOST) {
                writing.lock();
                try {
                    // Where the database takes nothing, the queue takes what it has room for.
                    if (kept == null) {
                        writeAll(false);
                    }
                } finally {
                    writing.unlock();
                }
            }
            part.forEach(queue::add);
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
                changes = NotedChanges.of(nextRound(last), notes);
            }
            kept = null;
            if (size(changes) > 0 && !write(changes, last)) {
                return;
            }
        } while (more);
    }

    /**
     * Writes what the database takes: all at once, or else half by half, until what cannot be written is alone. The whole is
     * tried twice, as another node may have written the same row at the same moment.
     *
     * @return whether the database was there to the end; otherwise what is left is kept
     */
    private boolean write(NotedChanges changes, boolean last) {
        Deque<NotedChanges> left = new ArrayDeque<>(List.of(changes));
        boolean again = true;
        int lost = 0;
        while (!left.isEmpty()) {
            NotedChanges part = left.peek();
            try {
                waitFor(tables.write(part, last));
                left.pop();
            } catch (RuntimeException e) {
                if (!tables.areThere(e)) {
                    // Once, not each second.
                    LOG.log(
                            refused ? Logger.Level.DEBUG : Logger.Level.WARN,
                            "The database takes nothing: what is known of sessions and users waits",
                            e);
                    refused = true;
                    kept = NotedChanges.whole(left);
                    return false;
                }
                LOG.debug("What is known of sessions and users is written in smaller parts", e);
                if (again) {
                    again = false;
                } else {
                    left.pop();
                    if (size(part) > 1) {
                        halves(part).forEach(left::push);
                    } else {
                        lost++;
                        queue.drop(1);
                        LOG.log(
                                lost == 1 ? Logger.Level.WARN : Logger.Level.DEBUG,
                                "A note about a session or a user cannot be written: " + ids(part),
                                e);
                    }
                }
            }
        }
        if (lost > 1) {
            LOG.warnf("%d notes about sessions or users could not be written", lost);
        }
        refused = false;
        return true;
    }

    /** What has waited long enough to be tried again. */
    private List<SessionChange> nextRound(boolean last) {
        long now = clock.getAsLong();
        if (waiting.isEmpty() || !last && now - round < ROUND_MILLIS) {
            return List.of();
        }
        round = now;
        List<SessionChange> next = waiting;
        waiting = new ArrayList<>();
        return next;
    }

    private void waitFor(List<SessionChange> unknown) {
        unknown.stream()
                .filter(change -> change.round() < ROUNDS)
                .map(SessionChange::again)
                .forEach(change -> {
                    if (waiting.size() < NoteQueue.ROOM) {
                        waiting.add(change);
                    } else {
                        queue.drop(1);
                    }
                });
    }

    private static int size(NotedChanges changes) {
        return changes.sessions().size()
                + changes.users().size()
                + changes.wide().size();
    }

    private static String ids(NotedChanges changes) {
        return changes.sessions().keySet() + " " + changes.users().keySet() + " "
                + changes.wide().keySet();
    }

    /** The last one first. */
    private static List<NotedChanges> halves(NotedChanges changes) {
        NotedChanges sessions = new NotedChanges(changes.sessions(), new TreeMap<>(), new TreeMap<>());
        NotedChanges users = new NotedChanges(new TreeMap<>(), changes.users(), new TreeMap<>());
        NotedChanges wide = new NotedChanges(new TreeMap<>(), new TreeMap<>(), changes.wide());
        List<NotedChanges> some = List.of(wide, users, sessions).stream()
                .filter(part -> size(part) > 0)
                .toList();
        if (some.size() > 1) {
            return some;
        }
        int half = size(changes) / 2;
        return List.of(part(changes, half, size(changes)), part(changes, 0, half));
    }

    /** A part of changes that are all of one kind. */
    private static NotedChanges part(NotedChanges changes, int from, int to) {
        return new NotedChanges(
                part(changes.sessions(), from, to), part(changes.users(), from, to), part(changes.wide(), from, to));
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
