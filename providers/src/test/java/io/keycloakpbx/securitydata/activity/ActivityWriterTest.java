package io.keycloakpbx.securitydata.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ActivityWriterTest {

    private static final SessionNote.Life LIFE = new SessionNote.Life(10_000, 1_000);

    private final NoteQueue queue = new NoteQueue(NoteQueue.ROOM);
    private final FakeTables tables = new FakeTables();
    private final ActivityWriter writer = new ActivityWriter(tables, queue);

    /** Takes what has no poison in it, and knows the sessions that it has taken. */
    private static final class FakeTables implements ActivityTables {

        private final List<String> sessions = new ArrayList<>();
        private final List<String> users = new ArrayList<>();
        private final List<SessionNote> wide = new ArrayList<>();
        private int writings;
        private boolean down;

        @Override
        public List<SessionChange> write(NotedChanges changes, boolean last) {
            writings++;
            boolean poisoned = changes.sessions().keySet().stream().anyMatch(id -> id.contains("poison"))
                    || changes.users().keySet().stream().anyMatch(id -> id.contains("poison"))
                    || changes.wide().stream().anyMatch(note -> note.realmId().contains("poison"));
            if (down || poisoned) {
                throw new IllegalStateException("no");
            }
            List<SessionChange> unknown = changes.sessions().values().stream()
                    .filter(change -> change.started() == 0 && !sessions.contains(change.sessionId()))
                    .toList();
            changes.sessions().values().stream()
                    .filter(change -> !unknown.contains(change))
                    .forEach(change -> sessions.add(change.sessionId()));
            users.addAll(changes.users().keySet());
            wide.addAll(changes.wide());
            return unknown;
        }

        @Override
        public boolean areThere() {
            return !down;
        }
    }

    private static SessionNote loggedOn(String user, String session) {
        return SessionNote.loggedOn("realm", user, session, 1, "app", "192.0.2.1", user, LIFE);
    }

    @Test
    void allThatWaitsIsWrittenAtOnce() {
        IntStream.range(0, 100).forEach(i -> queue.add(loggedOn("user" + i, "session" + i)));
        writer.write();
        assertThat(tables.writings).isEqualTo(1);
        assertThat(tables.sessions).hasSize(100);
        assertThat(tables.users).hasSize(100);
        writer.write();
        assertThat(tables.writings).as("nothing waits").isEqualTo(1);
    }

    @Test
    void whatCannotBeWrittenKeepsNothingElseFromBeingWritten() {
        IntStream.range(0, 50).forEach(i -> queue.add(loggedOn("user" + i, "session" + i)));
        queue.add(loggedOn("user99", "poison"));
        queue.add(loggedOn("poison", "session99"));
        queue.add(SessionNote.closedAll("poison", null, 1));
        queue.add(SessionNote.closedAll("realm", null, 1));
        writer.write();
        assertThat(tables.sessions).hasSize(51).doesNotHaveDuplicates().doesNotContain("poison");
        assertThat(tables.users).hasSize(51).doesNotHaveDuplicates().doesNotContain("poison");
        assertThat(tables.wide).containsExactly(SessionNote.closedAll("realm", null, 1));
        assertThat(tables.writings).isLessThan(60);
    }

    @Test
    void whatADatabaseDoesNotTakeWaitsForIt() {
        tables.down = true;
        IntStream.range(0, 100).forEach(i -> queue.add(loggedOn("user" + i, "session" + i)));
        writer.write();
        assertThat(tables.writings).as("it is not asked again and again").isEqualTo(1);
        queue.add(loggedOn("user", "session"));
        writer.write();
        assertThat(tables.writings).isEqualTo(2);
        tables.down = false;
        writer.write();
        assertThat(tables.sessions).hasSize(101).doesNotHaveDuplicates().contains("session", "session0");
        assertThat(queue.take(1)).isEmpty();
    }

    @Test
    void allThatWaitsIsWrittenBeforeTheEnd() {
        IntStream.range(0, 12_000).forEach(i -> queue.add(loggedOn("user", "session" + i)));
        writer.writeLast();
        assertThat(tables.sessions).hasSize(12_000);
    }

    @Test
    void aChangeWaitsForItsSessionForAWhile() {
        queue.add(SessionNote.refreshed("realm", "user", "late", 2, LIFE));
        writer.write();
        assertThat(tables.sessions).isEmpty();
        queue.add(loggedOn("user", "late"));
        writer.write();
        assertThat(tables.sessions).containsExactly("late");

        queue.add(SessionNote.refreshed("realm", "user", "never", 2, LIFE));
        IntStream.range(0, 10).forEach(i -> writer.write());
        assertThat(tables.writings).isEqualTo(6);
    }
}
