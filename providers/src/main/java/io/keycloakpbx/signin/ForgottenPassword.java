package io.keycloakpbx.signin;

import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.secondfactor.SessionToken;
import io.keycloakpbx.secondfactor.SessionTokenProvider;
import io.keycloakpbx.store.RealmPlaces;
import io.keycloakpbx.tenant.SipUserName;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantEvent;
import io.keycloakpbx.tenant.TenantName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.keycloak.common.util.KeycloakUriBuilder;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Mails a link for choosing a new password. All work that depends on the user is done after the answer, in a transaction
 * of its own: neither the answer nor its time tells whether there is such a user.
 *
 * <p>Each realm has a mail server of its own, and nobody can say how long one takes: Keycloak limits how long it is silent,
 * not how long it talks. So a realm mails one link at a time, and has only so many requests that wait.
 */
final class ForgottenPassword {

    /** Seconds between two mails to one user. */
    private static final int REPEAT_SECONDS = 60;

    private static final int PER_REALM = 50;
    private static final int IN_ALL = 1_000;
    private static final int KEPT_FOR_OTHERS = 200;

    /** Requests that wait on one node; more are dropped rather than kept in memory. */
    private static final RealmQueues WAITING = new RealmQueues(new RealmPlaces(PER_REALM, IN_ALL, KEPT_FOR_OTHERS), 1);

    /** How many realms mail at once. Those whose mail servers hang keep a thread and a connection to the database each. */
    private static final int REALMS_AT_ONCE = 16;

    private static final Executor THREADS = threads();

    private static final Logger LOG = Logger.getLogger(ForgottenPassword.class);

    private final String realmId;
    private final String clientId;
    private final String username;
    private final String callbackUrl;
    private final String address;

    private ForgottenPassword(String realmId, String clientId, String username, String callbackUrl, String address) {
        this.realmId = realmId;
        this.clientId = clientId;
        this.username = username;
        this.callbackUrl = callbackUrl;
        this.address = address;
    }

    /** Takes a request for later. */
    static void request(
            KeycloakSession session, RealmModel realm, ClientModel client, String username, String callbackUrl) {
        ForgottenPassword request = new ForgottenPassword(
                realm.getId(),
                client.getId(),
                username,
                callbackUrl,
                session.getContext().getConnection().getRemoteHost());
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        if (!WAITING.enter(realm.getId())) {
            LOG.warnf("Too many requests for new passwords; one was dropped in realm %s", realm.getName());
            return;
        }
        WAITING.run(request.realmId, THREADS, () -> request.mailFrom(factory)).whenComplete((done, failure) -> {
            WAITING.leave(request.realmId);
            if (failure != null) {
                LOG.error("A request for a new password failed", failure);
            }
        });
    }

    /** More than Keycloak's executors have, and a mail that hangs does not keep the server from stopping. */
    private static Executor threads() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                REALMS_AT_ONCE, REALMS_AT_ONCE, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "pbx-forgotten-password-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private Void mailFrom(KeycloakSessionFactory factory) {
        KeycloakModelUtils.runJobInTransaction(factory, this::mail);
        return null;
    }

    private void mail(KeycloakSession session) {
        RealmModel realm = session.realms().getRealm(realmId);
        ClientModel client = realm == null ? null : realm.getClientById(clientId);
        ClientModel api = realm == null ? null : realm.getClientByClientId(SignIn.CLIENT_ID);
        if (client == null || api == null) {
            return;
        }
        ContextRealm.run(session, realm, () -> {
            session.getContext().setClient(client);
            mail(session, realm, client, api);
        });
    }

    private void mail(KeycloakSession session, RealmModel realm, ClientModel client, ClientModel api) {
        EventBuilder event = TenantEvent.ofAddress(session, realm, EventType.SEND_RESET_PASSWORD, address)
                .client(client)
                .detail(Details.USERNAME, username)
                .detail(Details.REDIRECT_URI, callbackUrl);
        UserModel user = SipUserName.find(session, realm, username);
        if (user == null) {
            event.error(Errors.USER_NOT_FOUND);
            return;
        }
        event.user(user);
        String problem = problem(session, realm, user);
        if (problem != null) {
            event.error(problem);
            return;
        }
        event.detail(Details.EMAIL, user.getEmail());
        String token = SessionTokenProvider.of(session).issue(realm, SessionToken.Purpose.PASSWORD_RESET, user, api);
        try {
            send(session, realm, user, token);
            event.success();
        } catch (EmailException e) {
            // Keycloak has logged the cause.
            LOG.errorf("No link for a new password could be mailed in realm %s: %s", realm.getName(), e.getMessage());
            event.error(Errors.EMAIL_SEND_FAILED);
        }
    }

    private static String problem(KeycloakSession session, RealmModel realm, UserModel user) {
        if (!realm.isResetPasswordAllowed()) {
            return Errors.NOT_ALLOWED;
        }
        if (!user.isEnabled()) {
            return Errors.USER_DISABLED;
        }
        if (user.getEmail() == null || user.getEmail().isBlank()) {
            return Errors.INVALID_EMAIL;
        }
        boolean first = session.singleUseObjects()
                .putIfAbsent("pbx.forgottenPassword." + realm.getId() + "." + user.getId(), REPEAT_SECONDS);
        return first ? null : "too_many_requests";
    }

    private void send(KeycloakSession session, RealmModel realm, UserModel user, String token) throws EmailException {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put(
                "link",
                KeycloakUriBuilder.fromUri(callbackUrl, false)
                        .queryParam("token", token)
                        .buildAsString());
        attributes.put("linkExpiration", SessionToken.LIFESPAN_SECONDS / 60);
        Tenant.of(realm)
                .ifPresent(
                        tenant -> attributes.put("sipDomain", tenant.sipDomain().readable()));
        session.getProvider(EmailTemplateProvider.class)
                .setRealm(realm)
                .setUser(user)
                .send("pbxResetPasswordSubject", List.of(TenantName.of(realm)), "pbx-reset-password.ftl", attributes);
    }
}
