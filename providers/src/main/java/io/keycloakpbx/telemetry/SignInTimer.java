package io.keycloakpbx.telemetry;

import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How sign-ins by one of the bundle's own ways end, and how long they take, in the timer {@code pbx.sign.in} with the labels
 * {@code way} and {@code outcome}. Sign-ins by Keycloak's own pages and endpoints are in Keycloak's own metrics.
 */
public final class SignInTimer {

    /** What has come of a sign-in. */
    public enum Outcome {
        /** There are tokens, or a session. */
        SIGNED_IN,
        /** What was shown was right, but there is more to show or to do. */
        MORE_TO_DO,
        /** Wrong password, user or domain, a lock, a restriction, another web origin. */
        REFUSED,
        /** Too many have failed from the address: nothing was looked at. */
        BLOCKED,
        /** Too many wait: nothing was looked at. */
        BUSY,
        /** The server could not do it. */
        FAILED
    }

    /** Around the time that the hash of a password takes, and where people begin to wait. */
    private static final Duration[] STEPS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5)
    };

    private final OutcomeTimer<Outcome> timer;

    /**
     * The timer of a way.
     *
     * @param way the value of the label {@code way}: one of few words
     */
    public SignInTimer(String way) {
        timer = OutcomeTimer.of("pbx.sign.in", "Sign-ins by the bundle's own ways", Outcome.class, "way", way, STEPS);
    }

    /** Signs in, and records it. A refusal that is thrown is one. */
    public <T> T time(Supplier<T> signIn, Function<? super T, Outcome> outcome) {
        return timer.time(
                signIn, outcome, e -> e instanceof WebApplicationException ? Outcome.REFUSED : Outcome.FAILED);
    }

    /** Records a sign-in that has begun at a time of {@link System#nanoTime()}, and is over. */
    public void since(long begin, Outcome outcome) {
        timer.since(begin, outcome);
    }
}
