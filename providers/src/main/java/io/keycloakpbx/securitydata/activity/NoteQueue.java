package io.keycloakpbx.securitydata.activity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Notes that wait to be written. There is room for so many; what comes after them is lost, and counted. */
final class NoteQueue {

    /** How many have room. */
    static final int ROOM = 20_000;

    private final BlockingQueue<SessionNote> notes;
    private final Counter dropped = Counter.builder("pbx.session.notes.dropped")
            .description("Notes of sessions and users that were lost")
            .register(Metrics.globalRegistry);

    NoteQueue(int room) {
        notes = new ArrayBlockingQueue<>(room);
    }

    /** Adds a note. It never waits. */
    void add(SessionNote note) {
        if (!notes.offer(note)) {
            dropped.increment();
        }
    }

    /** How many wait. */
    int size() {
        return notes.size();
    }

    /** Counts notes as lost. */
    void drop(int lost) {
        dropped.increment(lost);
    }

    /** Takes the oldest ones out. */
    List<SessionNote> take(int most) {
        List<SessionNote> taken = new ArrayList<>();
        notes.drainTo(taken, most);
        return taken;
    }
}
