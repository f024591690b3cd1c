package io.keycloakpbx.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RealmQueuesTest {

    /** What a pool was given and has not begun. */
    private final Deque<Runnable> pool = new ArrayDeque<>();

    @Test
    void aRealmRunsOnlySoManyAtOnce() {
        RealmQueues queues = new RealmQueues(new RealmPlaces(5, 10, 0), 1);
        List<String> ran = new ArrayList<>();
        for (String work : List.of("a1", "a2", "b1")) {
            String realm = work.substring(0, 1);
            assertThat(queues.enter(realm)).isTrue();
            queues.run(realm, pool::add, () -> ran.add(work)).whenComplete((done, failure) -> queues.leave(realm));
        }

        assertThat(pool).hasSize(2);
        while (!pool.isEmpty()) {
            pool.poll().run();
        }
        assertThat(ran).containsExactly("a1", "b1", "a2");
    }

    @Test
    void whatFailsLeavesItsPlace() {
        RealmQueues queues = new RealmQueues(new RealmPlaces(1, 1, 0), 1);
        queues.enter("a");
        CompletableFuture<Object> failed = queues.run("a", pool::add, () -> {
            throw new IllegalStateException("no");
        });
        CompletableFuture<Object> after = failed.whenComplete((done, failure) -> queues.leave("a"));
        pool.poll().run();

        assertThat(after).isCompletedExceptionally();
        assertThat(queues.enter("a")).isTrue();
        assertThat(queues.run("a", Runnable::run, () -> "ran")).isCompletedWithValue("ran");
    }

    /** Eight are attacked: six have all that one may have, and two come too late for more than one place. */
    @Test
    void realmsThatAreFullKeepNoOtherOut() {
        RealmQueues queues = new RealmQueues(new RealmPlaces(32, 256, 64), 2);
        for (int realm = 0; realm < 8; realm++) {
            for (int request = 0; request < 100; request++) {
                queues.enter("attacked" + realm);
            }
        }
        for (int realm = 0; realm < 62; realm++) {
            assertThat(queues.enter("calm" + realm)).as("realm %s", realm).isTrue();
        }
        assertThat(queues.enter("one more")).isFalse();
    }
}
