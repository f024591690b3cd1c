package io.keycloakpbx.signin;

import io.keycloakpbx.telemetry.SignInTimer;
import java.time.Instant;
import java.util.List;

/** What has come of a step of a sign-in. Nothing else can; {@link SignInAnswer} says each in the contract's words. */
sealed interface SignInOutcome {

    /**
     * The user is signed in.
     *
     * @param role the user's PBX role, null for none
     */
    record SignedIn(TokensRepresentation tokens, String role) implements SignInOutcome {}

    /** The password was right and a second factor is to come, with this token. */
    record SecondFactorDue(String token) implements SignInOutcome {

        @Override
        public String toString() {
            return "SecondFactorDue[]";
        }
    }

    /** The password was right and must be changed, with this token. */
    record ResetDue(String token) implements SignInOutcome {

        @Override
        public String toString() {
            return "ResetDue[]";
        }
    }

    /** The account waits for something that only a browser sign-in can ask for. */
    record ActionsDue(List<String> actions) implements SignInOutcome {}

    /** What was asked for is done, and there is nothing to tell. */
    record Done() implements SignInOutcome {}

    /** A code was sent a moment ago; the next one not sooner than in some seconds. */
    record TooEarly(int seconds) implements SignInOutcome {}

    /** A code could not be sent. */
    record CodeNotSent() implements SignInOutcome {}

    /** A member of the request is wrong. */
    record Invalid(String field, String text) implements SignInOutcome {}

    /** Too many sign-ins have failed from the client's address. */
    record Denied(String address, Instant until) implements SignInOutcome {}

    /** Whatever else it is, it is not told. */
    record Failed() implements SignInOutcome {}

    /** What the metrics call it. */
    default SignInTimer.Outcome measured() {
        if (this instanceof SignedIn) {
            return SignInTimer.Outcome.SIGNED_IN;
        }
        if (this instanceof Denied) {
            return SignInTimer.Outcome.BLOCKED;
        }
        return this instanceof SecondFactorDue || this instanceof ResetDue || this instanceof ActionsDue
                ? SignInTimer.Outcome.MORE_TO_DO
                : SignInTimer.Outcome.REFUSED;
    }
}
