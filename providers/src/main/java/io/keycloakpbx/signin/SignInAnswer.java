package io.keycloakpbx.signin;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.BiFunction;

/** Says the outcome of a step of a sign-in in the contract's words. */
final class SignInAnswer {

    private SignInAnswer() {}

    /** The answer where tokens are the body as they are. */
    static Response of(SignInOutcome outcome) {
        return of(outcome, (tokens, role) -> tokens);
    }

    /**
     * The answer.
     *
     * @param body makes the body of the tokens and the user's PBX role
     */
    static Response of(SignInOutcome outcome, BiFunction<TokensRepresentation, String, Object> body) {
        if (outcome instanceof SignInOutcome.SignedIn in) {
            return Response.ok(body.apply(in.tokens(), in.role())).build();
        }
        if (outcome instanceof SignInOutcome.SecondFactorDue due) {
            return Response.ok(new TwoFactorRepresentation(true, due.token())).build();
        }
        if (outcome instanceof SignInOutcome.Done) {
            // Without a type Keycloak fails where the request has none either.
            return Response.ok().type(MediaType.APPLICATION_JSON).build();
        }
        return refused(outcome);
    }

    private static Response refused(SignInOutcome outcome) {
        if (outcome instanceof SignInOutcome.ResetDue due) {
            return SignInError.passwordResetRequired(due.token());
        }
        if (outcome instanceof SignInOutcome.ActionsDue due) {
            return SignInError.actionRequired(due.actions());
        }
        if (outcome instanceof SignInOutcome.TooEarly early) {
            return SignInError.tooEarly(early.seconds());
        }
        if (outcome instanceof SignInOutcome.CodeNotSent) {
            return SignInError.codeNotSent();
        }
        if (outcome instanceof SignInOutcome.Invalid invalid) {
            return SignInError.invalidField(invalid.field(), invalid.text());
        }
        return outcome instanceof SignInOutcome.Denied denied
                ? SignInError.denied(denied.address(), denied.until())
                : SignInError.signInFailed();
    }
}
