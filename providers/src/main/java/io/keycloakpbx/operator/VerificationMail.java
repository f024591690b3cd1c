package io.keycloakpbx.operator;

import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.store.RealmPlaces;
import io.keycloakpbx.tenant.ActionLink;
import io.keycloakpbx.tenant.OutgoingMail;
import io.keycloakpbx.tenant.RealmMail;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.email.EmailException;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;

/** The mail with which an operator verifies an email address: Keycloak's own, with a link of Keycloak's own. */
final class VerificationMail {

    static final List<String> ACTIONS = List.of(RequiredAction.VERIFY_EMAIL.name());

    private static final int PATIENCE_SECONDS = 15;

    /** Requests that wait for mail servers, each with its thread and connection: a server that hangs stops nobody else. */
    private static final RealmPlaces WAITING = new RealmPlaces(2, 8, 2);

    private static final Logger LOG = Logger.getLogger(VerificationMail.class);

    /**
     * A link.
     *
     * @param address the link itself
     * @param minutes for how long it is good
     */
    record Link(String address, long minutes) {

        static Link of(KeycloakSession session, RealmModel realm, UserModel user) {
            int seconds = realm.getActionTokenGeneratedByAdminLifespan();
            return new Link(
                    ActionLink.of(
                            session,
                            realm,
                            user,
                            ACTIONS,
                            Time.currentTime() + seconds,
                            ActionLink.base(session, realm)),
                    TimeUnit.SECONDS.toMinutes(seconds));
        }

        /** Without the link, which opens the account. */
        @Override
        public String toString() {
            return "Link[]";
        }
    }

    private VerificationMail() {}

    /**
     * Mails a user who is there, and tells whether the mail server has taken the mail; one that takes its time may yet. Null where
     * nobody waits for that, as others do already.
     */
    static Boolean send(KeycloakSession session, RealmModel realm, String userId) {
        UserModel user = session.users().getUserById(realm, userId);
        if (user == null) {
            return false;
        }
        Optional<CompletableFuture<Boolean>> mail = enqueue(session, realm, userId, Link.of(session, realm, user));
        if (mail.isEmpty()) {
            return false;
        }
        if (!WAITING.take(realm.getId())) {
            return null;
        }
        try {
            return Boolean.TRUE.equals(mail.get().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } finally {
            WAITING.leave(realm.getId());
        }
    }

    /** Mails a user later. */
    static Optional<CompletableFuture<Boolean>> enqueue(
            KeycloakSession session, RealmModel realm, String userId, Link link) {
        return RealmMail.send(
                session,
                realm,
                (own, there) -> ContextRealm.call(own, there, () -> {
                    UserModel user = own.users().getUserById(there, userId);
                    return user != null && mail(own, there, user, ACTIONS, link);
                }));
    }

    /** Mails a link for required actions, and tells whether the mail server has taken the mail. */
    static boolean mail(KeycloakSession session, RealmModel realm, UserModel user, List<String> actions, Link link) {
        try {
            OutgoingMail.send(
                    session, realm, user, mail -> mail.setAttribute(Constants.TEMPLATE_ATTR_REQUIRED_ACTIONS, actions)
                            .sendExecuteActions(link.address(), link.minutes()));
            return true;
        } catch (EmailException e) {
            // Keycloak has logged the cause.
            LOG.errorf("A mail of realm %s was not sent: %s", realm.getName(), e.getMessage());
            return false;
        }
    }
}
