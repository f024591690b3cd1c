package io.keycloakpbx.signin;

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
    void oneRealmLeavesTheOthersTheirPlaces() {
        RealmQueues queues = new RealmQueues(2, 3, 1);

        assertThat(queues.enter("a")).isTrue();
        assertThat(queues.enter("a")).isTrue();
        assertThat(queues.enter("a")).isFalse();
        assertThat(queues.enter("b")).isTrue();
        assertThat(queues.enter("c")).isFalse();
        queues.leave("a");
        assertThat(queues.enter("c")).isTrue();
    }

    @Test
    void aRealmRunsOnlySoManyAtOnce() {
        RealmQueues queues = new RealmQueues(5, 10, 1);
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
        RealmQueues queues = new RealmQueues(1, 1, 1);
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
}
