package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.store.RealmPlaces;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Sends a mail while the caller waits, but not for long: the timeouts of a mail server are for each step, and one that
 * answers a little at a time would keep the caller for as long as it likes.
 */
final class TenantMail {

    private static final Logger LOG = Logger.getLogger(TenantMail.class);

    private static final int PATIENCE_SECONDS = 15;

    /** Mails that are on their way, the abandoned ones included: one of a realm, some of a node. */
    private static final RealmPlaces PLACES = new RealmPlaces(1, 16, 4);

    private static final ExecutorService THREADS = threads();

    /** What has become of a mail. */
    enum Outcome {
        /** The mail server took it. */
        SENT,
        /** The mail server cannot be reached or did not take it. */
        REFUSED,
        /** The mail server takes its time; the mail may arrive yet. */
        TOO_SLOW,
        /** Another such mail of the realm is still on its way. */
        BUSY
    }

    /** Writes the mail with Keycloak's templates. */
    interface Text {

        void send(EmailTemplateProvider mail, RealmModel realm, UserModel user) throws EmailException;
    }

    private TenantMail() {}

    /** Daemons, so that a mail that hangs does not keep the server from stopping. As many as there are places. */
    private static ExecutorService threads() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "pbx-tenant-mail-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Sends a mail by a realm's mail server.
     *
     * @param realmOfUser the realm of the user who gets it, which may be another one
     */
    static Outcome send(KeycloakSession session, RealmModel realm, RealmModel realmOfUser, UserModel user, Text text) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        String realmId = realm.getId();
        String userRealmId = realmOfUser.getId();
        String userId = user.getId();
        if (!PLACES.take(realmId)) {
            OutgoingMail.dropped();
            return Outcome.BUSY;
        }
        CompletableFuture<Outcome> mail = CompletableFuture.supplyAsync(
                        () -> KeycloakModelUtils.runJobInTransactionWithResult(
                                factory, own -> send(own, realmId, userRealmId, userId, text)),
                        THREADS)
                .whenComplete((outcome, failure) -> PLACES.leave(realmId));
        try {
            return mail.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return Outcome.TOO_SLOW;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.TOO_SLOW;
        } catch (ExecutionException e) {
            LOG.errorf(e.getCause(), "A mail of realm %s failed", realmId);
            return Outcome.REFUSED;
        }
    }

    private static Outcome send(KeycloakSession own, String realmId, String userRealmId, String userId, Text text) {
        RealmModel realm = own.realms().getRealm(realmId);
        RealmModel userRealm = own.realms().getRealm(userRealmId);
        UserModel user = userRealm == null
                ? null
                : ContextRealm.call(own, userRealm, () -> own.users().getUserById(userRealm, userId));
        if (realm == null || user == null) {
            return Outcome.REFUSED;
        }
        return ContextRealm.call(own, realm, () -> {
            try {
                OutgoingMail.send(own, realm, user, mail -> text.send(mail, realm, user));
                return Outcome.SENT;
            } catch (EmailException e) {
                // Keycloak has logged the cause.
                LOG.errorf("A mail of realm %s was not sent: %s", realm.getName(), e.getMessage());
                return Outcome.REFUSED;
            }
        });
    }
}
