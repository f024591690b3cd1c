package io.keycloakpbx.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class RealmRoundsTest {

    /** What there is to do, by realm. */
    private final List<String> due = new ArrayList<>();

    /** Visits that have been sent out and have not begun. */
    private final Deque<Runnable> visits = new ArrayDeque<>();

    private final List<String> visited = new ArrayList<>();

    private RealmRounds rounds(Executor looks, Executor executor, RealmPlaces places) {
        return new RealmRounds(
                () -> due.stream().distinct().toList(),
                realm -> {
                    visited.add(realm);
                    due.remove(realm);
                },
                looks,
                executor,
                places);
    }

    @Test
    void whoHasMuchToDoIsVisitedInTurnWithTheOthers() {
        due.addAll(List.of("a", "a", "a", "a", "b", "c"));
        RealmRounds rounds = rounds(Runnable::run, visits::add, new RealmPlaces(1, 1, 0));
        rounds.wake();
        while (!visits.isEmpty()) {
            visits.poll().run();
        }
        assertThat(visited).containsExactly("a", "b", "c", "a", "a", "a");
    }

    @Test
    void aRealmWhoseVisitsDoNotEndLeavesTheOthersTheirs() {
        due.addAll(List.of("slow", "slow", "slow", "slow"));
        RealmRounds rounds = rounds(Runnable::run, visits::add, new RealmPlaces(2, 4, 1));
        rounds.wake();
        rounds.wake();
        rounds.wake();
        assertThat(visits).hasSize(2);

        due.add("quick");
        rounds.wake();
        assertThat(visits).hasSize(3);
        visits.pollLast().run();
        assertThat(visited).containsExactly("quick");
    }

    @Test
    void whatCannotBeRunKeepsNoPlace() {
        due.add("a");
        boolean[] full = {true};
        Executor executor = task -> {
            if (full[0]) {
                throw new RejectedExecutionException();
            }
            visits.add(task);
        };
        RealmRounds rounds = rounds(Runnable::run, executor, new RealmPlaces(1, 1, 0));
        rounds.wake();
        assertThat(visits).isEmpty();
        full[0] = false;
        rounds.wake();
        assertThat(visits).hasSize(1);
    }

    @Test
    void aLookThatCannotBeRunKeepsNobodyFromLookingLater() {
        due.add("a");
        boolean[] full = {true};
        Executor executor = task -> {
            if (full[0]) {
                throw new RejectedExecutionException();
            }
            task.run();
        };
        RealmRounds rounds = rounds(executor, visits::add, new RealmPlaces(1, 1, 0));
        assertThatThrownBy(rounds::wake).isInstanceOf(RejectedExecutionException.class);
        full[0] = false;
        rounds.wake();
        assertThat(visits).hasSize(1);
    }

    @Test
    void aVisitThatFailsLeavesItsPlaceAndIsTriedAgainLater() {
        due.add("a");
        List<String> tried = new ArrayList<>();
        RealmRounds rounds = new RealmRounds(
                () -> List.copyOf(due),
                realm -> {
                    tried.add(realm);
                    throw new IllegalStateException("no");
                },
                Runnable::run,
                Runnable::run,
                new RealmPlaces(1, 1, 0));
        rounds.wake();
        assertThat(tried).hasSize(1);
        rounds.wake();
        assertThat(tried).hasSize(2);
    }
}
