package io.keycloakpbx.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.ForbiddenException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetersTest {

    private enum Fate {
        TAKEN,
        GIVEN_UP
    }

    private final Registry registry = new Registry();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void aCounterHasAllItsOutcomesFromTheBeginning() {
        OutcomeCounter<Fate> counter = new OutcomeCounter<>("test.counter", "what for", Fate.class);
        assertThat(registry.labels("test.counter")).containsExactly("outcome=given-up", "outcome=taken");
        counter.count(Fate.GIVEN_UP);
        counter.count(Fate.GIVEN_UP);
        assertThat(registry.count("test.counter", "outcome", "given-up")).isEqualTo(2);
        assertThat(registry.count("test.counter", "outcome", "taken")).isZero();
    }

    @Test
    void aTimerRecordsResultsAndExceptions() {
        OutcomeTimer<Fate> timer = OutcomeTimer.of("test.timer", "what for", Fate.class, "way", "slow");
        assertThat(registry.labels("test.timer"))
                .containsExactly("outcome=given-up,way=slow", "outcome=taken,way=slow");
        assertThat(timer.time(() -> "done", done -> Fate.TAKEN, e -> Fate.GIVEN_UP))
                .isEqualTo("done");
        assertThatThrownBy(() -> timer.time(
                        () -> {
                            throw new IllegalStateException("thrown on");
                        },
                        done -> Fate.TAKEN,
                        e -> Fate.GIVEN_UP))
                .hasMessage("thrown on");
        assertThatThrownBy(() -> timer.time(
                        () -> {
                            throw new StackOverflowError("thrown on, too");
                        },
                        done -> Fate.TAKEN,
                        e -> Fate.GIVEN_UP))
                .hasMessage("thrown on, too");
        timer.since(System.nanoTime() - TimeUnit.SECONDS.toNanos(2), Fate.GIVEN_UP);
        assertThat(registry.count("test.timer", "outcome", "taken")).isEqualTo(1);
        assertThat(registry.count("test.timer", "outcome", "given-up")).isEqualTo(3);
        assertThat(registry.millis("test.timer", "outcome", "given-up")).isBetween(2_000.0, 10_000.0);
    }

    @Test
    void whatIsCountedWhileMetricsAreOffIsNotKept() {
        registry.close();
        OutcomeCounter<Fate> counter = new OutcomeCounter<>("test.off", "what for", Fate.class);
        counter.count(Fate.TAKEN);
        try (Registry later = new Registry()) {
            assertThat(later.count("test.off", "outcome", "taken")).isZero();
        }
    }

    @Test
    void aGaugeShowsWhoWaitsNow() {
        AtomicInteger many = new AtomicInteger(3);
        Waiting.gauge("test", many::get);
        assertThat(registry.gauge("pbx.waiting", "what", "test")).isEqualTo(3);
        many.set(0);
        assertThat(registry.gauge("pbx.waiting", "what", "test")).isZero();
    }

    @Test
    void aRefusalThatIsThrownIsNoFailureOfTheServer() {
        SignInTimer timer = new SignInTimer("test");
        assertThatThrownBy(() -> timer.time(
                        () -> {
                            throw new ForbiddenException();
                        },
                        done -> SignInTimer.Outcome.SIGNED_IN))
                .isInstanceOf(ForbiddenException.class);
        assertThatThrownBy(() -> timer.time(
                        () -> {
                            throw new IllegalStateException();
                        },
                        done -> SignInTimer.Outcome.SIGNED_IN))
                .isInstanceOf(IllegalStateException.class);
        assertThat(timer.time(() -> "a session", done -> SignInTimer.Outcome.SIGNED_IN))
                .isEqualTo("a session");
        for (String outcome : new String[] {"refused", "failed", "signed-in"}) {
            assertThat(registry.count("pbx.sign.in", "way", "test", "outcome", outcome))
                    .as(outcome)
                    .isEqualTo(1);
        }
    }
}
