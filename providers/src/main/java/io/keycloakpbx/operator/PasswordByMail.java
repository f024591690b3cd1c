package io.keycloakpbx.operator;

import io.keycloakpbx.http.Body;
import io.keycloakpbx.lockout.AddressBlocked;
import io.keycloakpbx.lockout.AddressLockProvider;
import io.keycloakpbx.restriction.SignInRestrictionProvider;
import io.keycloakpbx.tenant.NewPassword;
import io.keycloakpbx.tenant.TenantEvent;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * A password for a link in a mail. Refusals are returned and not thrown: what brute-force detection has counted, and the events,
 * are kept.
 */
final class PasswordByMail {

    private final KeycloakSession session;
    private final RealmModel realm;

    PasswordByMail(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** What was sent: the token, the password, and the old one or null. */
    private record Sent(String token, String password, String oldPassword) {

        static Sent read(Body body, OperatorError error, OperatorProblems problems) {
            String token = body.requiredString("token", MailedToken.MAX_LENGTH);
            String password = OperatorInput.password(body, error, problems);
            return new Sent(token, password, body.optionalString("oldPassword", OperatorInput.MAX_PASSWORD));
        }

        /** Without the secrets. */
        @Override
        public String toString() {
            return "Sent[]";
        }
    }

    /**
     * Verifies an email address. Whoever has a password already shows it, as the old one or as the one that is to stay: a mailbox
     * alone is not enough to take an account over.
     */
    Response verify(Body body) {
        OperatorProblems problems = new OperatorProblems();
        Sent sent = Sent.read(body, OperatorError.SIGNUP_INVALID_VERIFICATION_REQUEST, problems);
        body.refuseViolations();
        problems.refuse();
        EventBuilder event = TenantEvent.of(session, realm, EventType.VERIFY_EMAIL);
        return withToken(
                sent,
                RequiredAction.VERIFY_EMAIL.name(),
                event,
                invalidVerification(),
                token -> verify(sent, token, event));
    }

    private static Response invalidVerification() {
        return refused(OperatorError.SIGNUP_INVALID_VERIFICATION_REQUEST, "The token is not valid, or no longer");
    }

    private Response verify(Sent sent, MailedToken token, EventBuilder event) {
        UserModel user = token.user();
        if (token.isUsed() || user.isEmailVerified()) {
            event.error(Errors.EXPIRED_CODE);
            return refused(OperatorError.SIGNUP_VERIFIED_EMAIL_TOKEN);
        }
        if (!user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)) {
            // Who signs in without a password is not to get one by a mail that asks for none.
            event.error(Errors.NOT_ALLOWED);
            return refused(
                    OperatorError.SIGNUP_INVALID_VERIFICATION_REQUEST,
                    "You sign in without a password: open the link in the mail to verify your email address");
        }
        String shown = sent.oldPassword() == null ? sent.password() : sent.oldPassword();
        if (!OldPassword.isRight(session, realm, user, shown)) {
            event.error(Errors.INVALID_USER_CREDENTIALS);
            return refused(OperatorError.SIGNUP_OLDPASSWORD_INVALID);
        }
        if (!token.keepsUser()) {
            event.error(Errors.INVALID_TOKEN);
            return invalidVerification();
        }
        if (!sent.password().equals(shown)) {
            Optional<NewPassword.Rejection> rejection = NewPassword.set(session, realm, user, sent.password());
            if (rejection.isPresent()) {
                return rejected(event, OperatorError.SIGNUP_INVALID_VERIFICATION_REQUEST, rejection.get());
            }
        }
        if (!token.use()) {
            throw OperatorErrors.refused(OperatorError.SIGNUP_VERIFIED_EMAIL_TOKEN);
        }
        user.setEmailVerified(true);
        user.removeRequiredAction(RequiredAction.VERIFY_EMAIL);
        event.success();
        return Response.ok(new DoneRepresentation(user.getEmail())).build();
    }

    /** Sets a new password in the place of a forgotten one. */
    Response reset(Body body) {
        OperatorProblems problems = new OperatorProblems();
        Sent sent = Sent.read(body, OperatorError.OPERATOR_PASSWORD_RESET_INVALID_REQUEST, problems);
        body.refuseViolations();
        problems.refuse();
        EventBuilder event = TenantEvent.of(session, realm, EventType.UPDATE_CREDENTIAL)
                .detail(Details.CREDENTIAL_TYPE, PasswordCredentialModel.TYPE);
        return withToken(
                sent,
                ForgottenOperatorPassword.ACTION,
                event,
                refused(OperatorError.OPERATOR_PASSWORD_RESET_INVALID_TOKEN),
                token -> reset(sent, token, event));
    }

    private Response reset(Sent sent, MailedToken token, EventBuilder event) {
        if (token.isUsed()) {
            event.error(Errors.INVALID_TOKEN);
            return refused(OperatorError.OPERATOR_PASSWORD_RESET_INVALID_TOKEN);
        }
        UserModel user = token.user();
        Optional<NewPassword.Rejection> rejection = NewPassword.set(session, realm, user, sent.password());
        if (rejection.isPresent()) {
            return rejected(event, OperatorError.OPERATOR_PASSWORD_RESET_INVALID_REQUEST, rejection.get());
        }
        if (!token.use()) {
            throw OperatorErrors.refused(OperatorError.OPERATOR_PASSWORD_RESET_INVALID_TOKEN);
        }
        // Who has the mail has the mailbox.
        user.setEmailVerified(true);
        user.removeRequiredAction(RequiredAction.VERIFY_EMAIL);
        NewPassword.endSessions(session, realm, user);
        event.success();
        return Response.ok(new DoneRepresentation(user.getEmail())).build();
    }

    /**
     * Goes on with the token of a mail: here it is looked at whether that may be, before anything else is.
     *
     * @param invalid the answer where it is none
     */
    private Response withToken(
            Sent sent, String action, EventBuilder event, Response invalid, Function<MailedToken, Response> step) {
        String address = session.getContext().getConnection().getRemoteHost();
        if (AddressLockProvider.of(session).blocked(realm, address) != null) {
            event.error(AddressBlocked.EVENT_ERROR);
            return refused(OperatorError.LOGIN_ADDRESS_BLOCKED);
        }
        Optional<MailedToken> token = MailedToken.read(session, realm, sent.token(), action);
        if (token.isEmpty()) {
            event.error(Errors.INVALID_TOKEN);
            return invalid;
        }
        UserModel user = token.get().user();
        event.user(user).detail(Details.USERNAME, user.getUsername()).detail(Details.EMAIL, user.getEmail());
        if (!SignInRestrictionProvider.admits(session, user, event)) {
            event.error(Errors.ACCESS_DENIED);
            return invalid;
        }
        return step.apply(token.get());
    }

    /** The realm's policy says no: the same token is good for another try. */
    private static Response rejected(EventBuilder event, OperatorError error, NewPassword.Rejection rejection) {
        event.detail(Details.REASON, rejection.reason()).error(Errors.PASSWORD_REJECTED);
        return refused(error, rejection.words());
    }

    private static Response refused(OperatorError error) {
        return refused(error, error.text());
    }

    private static Response refused(OperatorError error, String message) {
        return OperatorErrors.answer(error, message);
    }
}
