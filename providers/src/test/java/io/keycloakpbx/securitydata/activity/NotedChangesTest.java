package io.keycloakpbx.securitydata.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.securitydata.activity.SessionNote.Life;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotedChangesTest {

    private static final Life LIFE = new Life(10_000, 1_000);

    private static SessionNote loggedOn(String session, long time) {
        return SessionNote.loggedOn("realm", "user", session, time, "app", "192.0.2.1", "101", LIFE, "parent");
    }

    private static SessionNote refreshed(String session, long time) {
        return SessionNote.refreshed("realm", "user", session, time, LIFE);
    }

    private static NotedChanges merged(SessionNote... notes) {
        return NotedChanges.of(List.of(), List.of(notes));
    }

    @Test
    void theNotesOfASessionAreOneChange() {
        NotedChanges changes = merged(
                loggedOn("one", 100),
                refreshed("one", 200),
                refreshed("one", 300),
                refreshed("one", 250),
                SessionNote.closed("realm", "user", "one", 400));
        assertThat(changes.sessions().values())
                .containsExactly(new SessionChange(
                        "realm", "one", "user", "app", "192.0.2.1", "101", 100, 300, LIFE, 3, 300, 400, "parent", 0));
        assertThat(changes.users().values())
                .containsExactly(new UserChange("realm", "user", 100, 0, 0, 0, null, 0, null));
        assertThat(changes.wide()).isEmpty();
    }

    @Test
    void aSessionIsOfItsFirstSignIn() {
        SessionChange change = merged(
                        loggedOn("one", 100),
                        SessionNote.loggedOn("realm", "user", "one", 500, "other", "192.0.2.9", "101", LIFE, null))
                .sessions()
                .get("one");
        assertThat(change.started()).isEqualTo(100);
        assertThat(change.clientId()).isEqualTo("app");
        assertThat(change.address()).isEqualTo("192.0.2.1");
        assertThat(change.parentId()).isEqualTo("parent");
        assertThat(change.ends(100)).isEqualTo(1_500);
    }

    @Test
    void aSessionEndsWithItsLongestLife() {
        assertThat(merged(loggedOn("one", 100), refreshed("one", 9_900))
                        .sessions()
                        .get("one")
                        .ends(100))
                .isEqualTo(10_100);
        assertThat(merged(SessionNote.closed("realm", null, "one", 100))
                        .sessions()
                        .get("one")
                        .ends(50))
                .as("that was not used")
                .isZero();
    }

    @Test
    void aSessionThatEndsTwiceEndedTheFirstTime() {
        assertThat(merged(
                                SessionNote.closed("realm", "user", "one", 400),
                                SessionNote.closed("realm", "user", "one", 900))
                        .sessions()
                        .get("one")
                        .closed())
                .isEqualTo(400);
    }

    @Test
    void whatWaitedIsMergedWithWhatCameAfterIt() {
        SessionChange waiting = SessionChange.of(refreshed("one", 200)).again();
        SessionChange change = NotedChanges.of(List.of(waiting), List.of(refreshed("one", 300)))
                .sessions()
                .get("one");
        assertThat(change.refreshes()).isEqualTo(2);
        assertThat(change.started()).isZero();
        assertThat(change.round()).isEqualTo(1);
    }

    @Test
    void aSignInEndsTheLockBeforeItAndNotTheOneAfterIt() {
        SessionNote locked = SessionNote.locked("realm", "user", 100, 60_100);
        assertThat(merged(SessionNote.failed("realm", "user", 99), locked)
                        .users()
                        .values())
                .containsExactly(new UserChange("realm", "user", 0, 99, 100, 60_100, null, 0, null));
        assertThat(merged(locked, loggedOn("one", 200)).users().get("user").lockedUntil())
                .isZero();
        assertThat(merged(loggedOn("one", 50), locked).users().get("user").lockedUntil())
                .isEqualTo(60_100);
        assertThat(merged(SessionNote.failed("realm", "user", 99))
                        .users()
                        .get("user")
                        .lockedUntil())
                .isEqualTo(UserChange.UNCHANGED);
    }

    @Test
    void theFirstHasMadeAUserAndTheLastHasChangedIt() {
        assertThat(merged(
                                SessionNote.created("realm", "user", 100, "master\\admin"),
                                SessionNote.modified("realm", "user", 200, "one"),
                                SessionNote.modified("realm", "user", 300, null))
                        .users()
                        .values())
                .containsExactly(
                        new UserChange("realm", "user", 0, 0, 0, UserChange.UNCHANGED, "master\\admin", 300, null));
    }

    @Test
    void whatIsAboutManyIsOneChangeForEachOfThem() {
        SessionNote all = SessionNote.closedAll("realm", null, 1);
        SessionNote ofUser = SessionNote.closedAll("realm", "user", 2);
        SessionNote unlocked = SessionNote.unlocked("realm", null, 3);
        SessionNote elsewhere = SessionNote.unlocked("other", null, 3);
        NotedChanges changes = merged(all, ofUser, unlocked, elsewhere, SessionNote.unlocked("realm", "user", 4));
        assertThat(changes.wide().values()).containsExactlyInAnyOrder(all, ofUser, unlocked, elsewhere);
        assertThat(changes.users()).containsOnlyKeys("user");
        assertThat(changes.sessions()).isEmpty();

        List<SessionNote> often = new ArrayList<>();
        for (long time = 1; time <= 1_000; time++) {
            often.add(SessionNote.unlocked("realm", null, time));
            often.add(SessionNote.closedAll("realm", null, time));
            often.add(SessionNote.closedAll("realm", "user", time));
        }
        often.add(SessionNote.unlocked("realm", null, 999));
        assertThat(NotedChanges.of(List.of(), often).wide().values())
                .as("the latest of each")
                .containsExactlyInAnyOrder(
                        SessionNote.unlocked("realm", null, 1_000),
                        SessionNote.closedAll("realm", null, 1_000),
                        SessionNote.closedAll("realm", "user", 1_000));
    }

    @Test
    void sessionsAndUsersAreInTheOrderOfTheirIds() {
        assertThat(merged(loggedOn("b", 1), loggedOn("a", 2)).sessions().keySet())
                .containsExactly("a", "b");
    }

    @Test
    void whatHasNoRoomIsLost() {
        NoteQueue queue = new NoteQueue(2);
        queue.add(loggedOn("one", 1));
        queue.add(loggedOn("two", 2));
        queue.add(loggedOn("three", 3));
        assertThat(queue.take(10)).extracting(SessionNote::sessionId).containsExactly("one", "two");
        assertThat(queue.take(10)).isEmpty();
    }
}
