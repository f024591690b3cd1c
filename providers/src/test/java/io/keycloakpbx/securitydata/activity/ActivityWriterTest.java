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
    private long now;
    private final ActivityWriter writer = new ActivityWriter(tables, queue, () -> now);

    /** Takes what has no poison in it, and knows the sessions that it has taken. */
    private static final class FakeTables implements ActivityTables {

        private final List<String> sessions = new ArrayList<>();
        private final List<String> users = new ArrayList<>();
        private final List<SessionNote> wide = new ArrayList<>();
        private int writings;
        private boolean down;
        private int downAfter = Integer.MAX_VALUE;

        @Override
        public List<SessionChange> write(NotedChanges changes, boolean last) {
            writings++;
            down |= writings > downAfter;
            boolean poisoned = changes.sessions().keySet().stream().anyMatch(id -> id.contains("poison"))
                    || changes.users().keySet().stream().anyMatch(id -> id.contains("poison"))
                    || changes.wide().values().stream()
                            .anyMatch(note -> note.realmId().contains("poison"));
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
            wide.addAll(changes.wide().values());
            return unknown;
        }

        @Override
        public boolean areThere(RuntimeException refusal) {
            return !down;
        }
    }

    private static SessionNote loggedOn(String user, String session) {
        return SessionNote.loggedOn("realm", user, session, 1, "app", "192.0.2.1", user, LIFE, null);
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
        now += 1_000;
        writer.write();
        assertThat(tables.sessions).containsExactly("late", "late");

        queue.add(SessionNote.refreshed("realm", "user", "never", 2, LIFE));
        for (int second = 0; second < 10; second++) {
            writer.write();
            now += 1_000;
        }
        assertThat(tables.writings).as("the first one, and three rounds").isEqualTo(3 + 4);
    }

    @Test
    void aChangeWaitsForASecondHoweverBusyTheNodeIs() {
        queue.add(SessionNote.refreshed("realm", "user", "late", 2, LIFE));
        IntStream.range(0, 18_000).forEach(i -> queue.add(loggedOn("user" + i, "session" + i)));
        writer.write();
        assertThat(tables.writings).as("in a row").isEqualTo(4);
        queue.add(loggedOn("user", "late"));
        writer.write();
        now += 1_000;
        writer.write();
        assertThat(tables.sessions.stream().filter("late"::equals))
                .as("begun and refreshed")
                .hasSize(2);
    }

    @Test
    void whatIsLeftWaitsWhereTheDatabaseGoesAwayBetweenParts() {
        IntStream.range(0, 100).forEach(i -> queue.add(loggedOn("user" + i, "session" + i)));
        queue.add(loggedOn("user99", "poison"));
        queue.add(SessionNote.unlocked("realm", null, 1));
        tables.downAfter = 6;
        writer.write();
        assertThat(tables.writings).as("it is not asked again and again").isEqualTo(7);
        assertThat(tables.sessions).hasSizeLessThan(100);
        tables.downAfter = Integer.MAX_VALUE;
        tables.down = false;
        writer.write();
        assertThat(tables.sessions).hasSize(100).doesNotHaveDuplicates();
        assertThat(tables.users).hasSize(100).doesNotHaveDuplicates();
        assertThat(tables.wide).hasSize(1);
    }

    @Test
    void anImportOfMoreUsersThanTheQueueHasRoomForLosesNobody() {
        queue.add(loggedOn("other", "other"));
        writer.add(IntStream.range(0, 100_000)
                .mapToObj(i -> SessionNote.created("realm", "user" + i, 1, "admin"))
                .toList());
        writer.write();
        assertThat(tables.users).hasSize(100_001).doesNotHaveDuplicates().contains("other", "user0");
    }

    @Test
    void anImportDoesNotWaitForADatabaseThatTakesNothing() {
        tables.down = true;
        writer.add(IntStream.range(0, 50_000)
                .mapToObj(i -> SessionNote.created("realm", "user" + i, 1, "admin"))
                .toList());
        assertThat(tables.writings).isEqualTo(1);
        assertThat(queue.take(NoteQueue.ROOM + 1)).hasSize(NoteQueue.ROOM);
    }
}
