package io.keycloakpbx.signin;

import io.keycloakpbx.http.LegacyAuthorization;
import io.keycloakpbx.http.LegacyRequest;
import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.keycloak.Grant;
import io.keycloakpbx.lockout.AddressBlocked;
import io.keycloakpbx.lockout.AddressLockProvider;
import io.keycloakpbx.store.RealmPlaces;
import io.keycloakpbx.store.RealmQueues;
import io.keycloakpbx.store.StorableText;
import io.keycloakpbx.telemetry.SignInTimer;
import io.keycloakpbx.telemetry.Waiting;
import io.keycloakpbx.tenant.SipUserName;
import io.keycloakpbx.tenant.TenantAttributes;
import io.keycloakpbx.tenant.TenantEvent;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.ClientConnection;
import org.keycloak.events.EventType;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.http.HttpRequest;
import org.keycloak.http.HttpResponse;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Signs in the user of Basic credentials for one request, by Keycloak's password grant and hence the realm's direct grant
 * flow: brute-force detection, required actions, second factors and events apply. Each call is a transaction of its own,
 * because the request's has not begun yet.
 *
 * <p>Whether the realm takes Basic at all, and from the client's address, is looked at first. Sign-ins then wait for their
 * turn without holding a thread, in a queue of their realm: what comes in for one tenant, however much, leaves the others
 * theirs.
 */
final class BasicSignIn {

    private static final int PER_REALM = 32;
    private static final int IN_ALL = 256;
    private static final int KEPT_FOR_OTHERS = 64;
    private static final int AT_ONCE = 2;
    private static final RealmPlaces PLACES = new RealmPlaces(PER_REALM, IN_ALL, KEPT_FOR_OTHERS);
    private static final RealmQueues QUEUES = new RealmQueues(PLACES, AT_ONCE);

    static {
        Waiting.gauge("basic", PLACES::taken);
    }

    /** Of what a realm takes: credentials for one that takes none are no sign-in. */
    private static final SignInTimer TIMER = new SignInTimer("basic");

    /** How many may wait behind one sign-in of the same user; the others of the realm have places, too. */
    private static final int PER_USER = 12;

    /** Looks take no longer than a query; so many at once are more than any node's clients send. */
    private static final Semaphore LOOKS = new Semaphore(1_024);

    private static final int RETRY_SECONDS = 1;

    /** Nobody but the realm's own is kept from anything by who waits for a turn. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final LegacyAuthorization NOTHING = new LegacyAuthorization.Nothing();
    private static final LegacyAuthorization BUSY = new LegacyAuthorization.Refused(Refusal.tooEarly(
            Response.Status.SERVICE_UNAVAILABLE, "Too many sign-ins at the same time, try again.", RETRY_SECONDS));
    private static final LegacyAuthorization OTHER_SITE = new LegacyAuthorization.Refused(Refusal.of(
            Response.Status.FORBIDDEN, "A page of another site may not use a password that the browser has kept."));

    private final KeycloakSessionFactory factory;
    private final HttpRequest request;
    private final HttpResponse response;
    private final ClientConnection connection;
    private final Executor looks;
    private final Executor signIns;

    /** Takes what it needs of the request's session, which is not to be used by another thread. */
    BasicSignIn(KeycloakSession session) {
        factory = session.getKeycloakSessionFactory();
        request = session.getContext().getHttpRequest();
        response = session.getContext().getHttpResponse();
        connection = session.getContext().getConnection();
        ExecutorsProvider executors = session.getProvider(ExecutorsProvider.class);
        looks = executors.getExecutor("pbx-basic-look");
        signIns = executors.getExecutor("pbx-basic-sign-in");
    }

    /** Whether a realm takes Basic. */
    static boolean isAllowed(RealmModel realm) {
        return realm.isEnabled() && TenantAttributes.BASIC_AUTH.of(realm);
    }

    /** Signs in; nothing where the realm does not take Basic or the flow does not let the user in. */
    CompletionStage<LegacyAuthorization> authorize(LegacyRequest asked, BasicCredentials credentials) {
        if (asked.isOfAnotherSite()) {
            return CompletableFuture.completedFuture(OTHER_SITE);
        }
        long begin = System.nanoTime();
        if (!LOOKS.tryAcquire()) {
            TIMER.since(begin, SignInTimer.Outcome.BUSY);
            return CompletableFuture.completedFuture(BUSY);
        }
        return CompletableFuture.supplyAsync(() -> realmId(asked.realmName(), credentials.username(), begin), looks)
                .whenComplete((realmId, failure) -> {
                    LOOKS.release();
                    if (failure != null) {
                        TIMER.since(begin, SignInTimer.Outcome.FAILED);
                    }
                })
                .thenCompose(realmId -> realmId.isEmpty()
                        ? CompletableFuture.completedFuture(NOTHING)
                        : inQueue(realmId.get(), credentials)
                                .whenComplete((authorization, failure) ->
                                        TIMER.since(begin, measured(authorization, failure))));
    }

    private static SignInTimer.Outcome measured(LegacyAuthorization authorization, Throwable failure) {
        if (failure != null) {
            return SignInTimer.Outcome.FAILED;
        }
        if (authorization instanceof LegacyAuthorization.Token) {
            return SignInTimer.Outcome.SIGNED_IN;
        }
        return authorization == BUSY ? SignInTimer.Outcome.BUSY : SignInTimer.Outcome.REFUSED;
    }

    /** The realm that takes credentials of the request, from its address, if it does. */
    private Optional<String> realmId(String realmName, String username, long begin) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
            RealmModel realm = session.realms().getRealmByName(StorableText.id(realmName));
            return realm == null
                            || !isAllowed(realm)
                            || RealmEndpoint.lacksTls(realm, request.getUri().getBaseUri(), connection)
                            || isBlocked(session, realm, username, begin)
                    ? Optional.empty()
                    : Optional.of(realm.getId());
        });
    }

    /** Asked by the flow as well; but who is refused anyway needs no place of the realm's. */
    private boolean isBlocked(KeycloakSession session, RealmModel realm, String username, long begin) {
        if (AddressLockProvider.of(session).blocked(realm, connection.getRemoteHost()) == null) {
            return false;
        }
        use(session, realm);
        TenantEvent.tellTyped(TenantEvent.of(session, realm, EventType.LOGIN).client(SignIn.CLIENT_ID), username)
                .error(AddressBlocked.EVENT_ERROR);
        TIMER.since(begin, SignInTimer.Outcome.BLOCKED);
        return true;
    }

    private CompletableFuture<LegacyAuthorization> inQueue(String realmId, BasicCredentials credentials) {
        if (!QUEUES.enter(realmId)) {
            return CompletableFuture.completedFuture(BUSY);
        }
        return QUEUES.run(realmId, signIns, () -> turn(realmId, credentials.username()))
                .thenCompose(key -> SignInTurn.take(key, PATIENCE, PER_USER)
                        .map(coming -> coming.thenCompose(turn -> inTurn(turn, realmId, credentials)))
                        .orElse(CompletableFuture.completedFuture(BUSY)))
                .whenComplete((outcome, failure) -> QUEUES.leave(realmId));
    }

    private CompletableFuture<LegacyAuthorization> inTurn(
            SignInTurn turn, String realmId, BasicCredentials credentials) {
        return QUEUES.run(realmId, signIns, () -> signIn(realmId, credentials))
                .whenComplete((outcome, failure) -> turn.close());
    }

    private SignInTurn.Key turn(String realmId, String username) {
        SignInTurn.Key key = inRealm(realmId, (session, realm) -> SignInTurn.Key.of(realm, username));
        return key == null ? new SignInTurn.Key(realmId, "", username) : key;
    }

    private LegacyAuthorization signIn(String realmId, BasicCredentials credentials) {
        Grant.Outcome outcome = inRealm(realmId, (session, realm) -> {
            ClientModel client = realm.getClientByClientId(SignIn.CLIENT_ID);
            return client == null || !client.isEnabled()
                    ? null
                    : new Grant(session, realm, client, OAuth2Constants.PASSWORD)
                            .parameter(
                                    OAuth2Constants.USERNAME,
                                    SipUserName.resolve(session, realm, credentials.username()))
                            .parameter(OAuth2Constants.PASSWORD, credentials.password())
                            .run();
        });
        return outcome instanceof Grant.Tokens tokens
                ? new LegacyAuthorization.Token(
                        tokens.response().getToken(),
                        () -> signOut(realmId, tokens.response().getSessionState()))
                : NOTHING;
    }

    /** The session is for this request only: a client that polls would otherwise leave thousands. */
    private void signOut(String realmId, String sessionId) {
        inRealm(realmId, (session, realm) -> {
            UserSessionModel userSession = session.sessions().getUserSession(realm, sessionId);
            if (userSession != null) {
                session.sessions().removeUserSession(realm, userSession);
            }
            return null;
        });
    }

    /** Works in a transaction of its own on a realm; null where it is gone. */
    private <T> T inRealm(String realmId, BiFunction<KeycloakSession, RealmModel, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
            RealmModel realm = session.realms().getRealm(realmId);
            if (realm == null) {
                return null;
            }
            use(session, realm);
            return work.apply(session, realm);
        });
    }

    /** Gives a session of its own what the request's has. */
    private void use(KeycloakSession session, RealmModel realm) {
        session.getContext().setHttpRequest(request);
        session.getContext().setHttpResponse(response);
        session.getContext().setConnection(connection);
        session.getContext().setRealm(realm);
    }
}
