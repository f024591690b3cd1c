package io.keycloakpbx.tenant;

import io.keycloakpbx.telemetry.OutcomeTimer;
import io.keycloakpbx.telemetry.Spans;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** A mail by Keycloak's templates and a realm's mail server, with a span and the timer {@code pbx.mail}. */
public final class OutgoingMail {

    /** What has become of a mail. */
    private enum Outcome {
        /** The mail server took it. */
        SENT,
        /** The mail server cannot be reached or did not take it. */
        FAILED,
        /** Too many waited. */
        DROPPED
    }

    private static final OutcomeTimer<Outcome> TIMER =
            OutcomeTimer.of("pbx.mail", "Mails, by what has become of them", Outcome.class);

    /** Writes a mail, and sends it. */
    public interface Text {

        /** Sends the mail by the template provider, which knows realm and user. */
        void send(EmailTemplateProvider mail) throws EmailException;
    }

    private OutgoingMail() {}

    /** Counts a mail that is not written, as too many wait. */
    static void dropped() {
        TIMER.since(System.nanoTime(), Outcome.DROPPED);
    }

    /**
     * Sends a mail, on this thread.
     *
     * @throws EmailException if the mail server cannot be reached or does not take the mail; Keycloak has logged the cause
     */
    public static void send(KeycloakSession session, RealmModel realm, UserModel user, Text text)
            throws EmailException {
        EmailException failure = TIMER.time(
                () -> Spans.within(session, OutgoingMail.class, "send", () -> trySending(session, realm, user, text)),
                thrown -> thrown == null ? Outcome.SENT : Outcome.FAILED,
                e -> Outcome.FAILED);
        if (failure != null) {
            throw failure;
        }
    }

    private static EmailException trySending(KeycloakSession session, RealmModel realm, UserModel user, Text text) {
        try {
            text.send(session.getProvider(EmailTemplateProvider.class)
                    .setRealm(realm)
                    .setUser(user));
            return null;
        } catch (EmailException e) {
            Spans.failed(session, e);
            return e;
        }
    }
}
