package io.keycloakpbx.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PasswordPlacesTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final AtomicLong nanos = new AtomicLong();

    /** A look at a password that lasts until it is told what came of it. */
    private static final class Look {
        final CountDownLatch begun = new CountDownLatch(1);
        final CompletableFuture<Boolean> right = new CompletableFuture<>();
        final CompletableFuture<Void> over;

        Look(PasswordPlaces places, String realm) {
            BooleanSupplier look = () -> {
                begun.countDown();
                return right.join();
            };
            over = CompletableFuture.runAsync(() -> places.look(realm, look), task -> new Thread(task).start());
        }

        boolean begins() throws InterruptedException {
            return begun.await(10, TimeUnit.SECONDS);
        }

        boolean waits(PasswordPlaces places) throws InterruptedException {
            while (places.waiting() == 0) {
                Thread.sleep(1);
            }
            return begun.getCount() == 1;
        }

        void end() {
            right.complete(true);
            over.join();
        }
    }

    @Test
    void aRealmWhereNobodyGuessesHasAllThePlacesThatItWants() throws InterruptedException {
        PasswordPlaces places = new PasswordPlaces(1, 16, LONG, nanos::get);
        guess(places, PasswordPlaces.GUESSES - 1);

        Look first = new Look(places, "acme");
        Look second = new Look(places, "acme");

        assertThat(first.begins()).isTrue();
        assertThat(second.begins()).isTrue();
        first.end();
        second.end();
    }

    @Test
    void whereSomebodyGuessesOneWaitsForTheOther() throws InterruptedException {
        PasswordPlaces places = new PasswordPlaces(1, 16, LONG, nanos::get);
        guess(places, PasswordPlaces.GUESSES);

        Look first = new Look(places, "acme");
        assertThat(first.begins()).isTrue();
        Look second = new Look(places, "acme");
        Look neighbour = new Look(places, "globex");

        assertThat(neighbour.begins()).as("another realm").isTrue();
        assertThat(second.waits(places)).isTrue();
        first.end();
        assertThat(second.begins()).isTrue();
        second.end();
        neighbour.end();
    }

    @Test
    void guessesAreForgottenAsFastAsPeopleMistype() throws InterruptedException {
        PasswordPlaces places = new PasswordPlaces(1, 16, LONG, nanos::get);
        guess(places, 100 * PasswordPlaces.GUESSES);
        nanos.addAndGet(
                PasswordPlaces.MISTYPED.multipliedBy(PasswordPlaces.GUESSES + 1).toNanos());

        Look first = new Look(places, "acme");
        assertThat(first.begins()).isTrue();
        Look second = new Look(places, "acme");
        assertThat(second.begins()).isTrue();
        first.end();
        second.end();
    }

    @Test
    void whoWaitsInVainGoesOn() throws InterruptedException {
        PasswordPlaces places = new PasswordPlaces(1, 16, SHORT, nanos::get);
        guess(places, PasswordPlaces.GUESSES);

        Look first = new Look(places, "acme");
        assertThat(first.begins()).isTrue();
        Look second = new Look(places, "acme");
        assertThat(second.begins()).isTrue();
        second.end();
        first.end();
    }

    @Test
    void onlySoManyThreadsWait() throws InterruptedException {
        PasswordPlaces places = new PasswordPlaces(1, 1, LONG, nanos::get);
        guess(places, PasswordPlaces.GUESSES);

        Look first = new Look(places, "acme");
        assertThat(first.begins()).isTrue();
        Look second = new Look(places, "acme");
        assertThat(second.waits(places)).isTrue();
        Look third = new Look(places, "acme");
        assertThat(third.begins()).as("where one waits already").isTrue();
        third.end();
        first.end();
        assertThat(second.begins()).isTrue();
        second.end();
    }

    @Test
    void whatFailsLeavesItsPlace() throws InterruptedException {
        PasswordPlaces places = new PasswordPlaces(1, 16, LONG, nanos::get);
        guess(places, PasswordPlaces.GUESSES);

        assertThatThrownBy(() -> places.look("acme", () -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        Look next = new Look(places, "acme");
        assertThat(next.begins()).isTrue();
        next.end();
    }

    private static void guess(PasswordPlaces places, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(places.look("acme", () -> false)).isFalse();
        }
    }
}
