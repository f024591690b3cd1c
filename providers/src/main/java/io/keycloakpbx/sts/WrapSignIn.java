package io.keycloakpbx.sts;

import io.keycloakpbx.http.LegacyAuthorization;
import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.keycloak.AdministrationRealm;
import io.keycloakpbx.securitydata.RelyingPartyProvider;
import io.keycloakpbx.store.RealmPlaces;
import io.keycloakpbx.store.RealmQueues;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.keycloak.common.ClientConnection;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.http.HttpRequest;
import org.keycloak.http.HttpResponse;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Turns the simple web token of a request into an access token of the same session, in a transaction of its own, because the
 * request's has not begun yet. Only what is signed and in a realm that is switched on gets a place in the realm's queue; nobody
 * waits in a thread.
 */
final class WrapSignIn {

    private static final int PER_REALM = 128;
    private static final int IN_ALL = 512;
    private static final int KEPT_FOR_OTHERS = 128;
    private static final int AT_ONCE = 4;
    private static final RealmQueues QUEUES =
            new RealmQueues(new RealmPlaces(PER_REALM, IN_ALL, KEPT_FOR_OTHERS), AT_ONCE);

    /** Looks take no longer than a hash; so many at once are more than any node's clients send. */
    private static final Semaphore LOOKS = new Semaphore(1_024);

    private static final int RETRY_SECONDS = 1;

    private static final LegacyAuthorization NOTHING = new LegacyAuthorization.Nothing();
    private static final LegacyAuthorization BUSY = new LegacyAuthorization.Refused(Refusal.tooEarly(
            Response.Status.SERVICE_UNAVAILABLE, "Too many requests at the same time, try again.", RETRY_SECONDS));

    private final WrapTokens tokens;
    private final KeycloakSessionFactory factory;
    private final HttpRequest request;
    private final HttpResponse response;
    private final ClientConnection connection;
    private final Executor looks;
    private final Executor work;

    /** Takes what it needs of the request's session, which is not to be used by another thread. */
    WrapSignIn(KeycloakSession session, WrapTokens tokens) {
        this.tokens = tokens;
        factory = session.getKeycloakSessionFactory();
        request = session.getContext().getHttpRequest();
        response = session.getContext().getHttpResponse();
        connection = session.getContext().getConnection();
        ExecutorsProvider executors = session.getProvider(ExecutorsProvider.class);
        looks = executors.getExecutor("pbx-wrap-look");
        work = executors.getExecutor("pbx-wrap");
    }

    /**
     * The access token in the place of a simple web token.
     *
     * @param realmName the realm of the path
     */
    CompletionStage<LegacyAuthorization> authorize(String realmName, String token) {
        Optional<LegacyAuthorization> known =
                tokens.find(realmName, token, connection.getRemoteHost()).map(WrapSignIn::authorized);
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(known.get());
        }
        if (token.length() > SimpleWebToken.MAX_LENGTH) {
            return CompletableFuture.completedFuture(NOTHING);
        }
        if (!LOOKS.tryAcquire()) {
            return CompletableFuture.completedFuture(BUSY);
        }
        return CompletableFuture.supplyAsync(() -> realmId(realmName, token), looks)
                .whenComplete((realmId, failure) -> LOOKS.release())
                .thenCompose(realmId -> realmId.isEmpty()
                        ? CompletableFuture.completedFuture(NOTHING)
                        : inQueue(realmId.get(), realmName, token));
    }

    private static LegacyAuthorization authorized(String accessToken) {
        return new LegacyAuthorization.Token(accessToken, () -> {});
    }

    /** The realm whose token it is, that of the path or the one that administers it, if it takes tokens and has signed this one. */
    private Optional<String> realmId(String realmName, String token) {
        return SimpleWebTokens.realmName(token)
                .filter(name -> name.equals(realmName) || name.equals(AdministrationRealm.NAME))
                .flatMap(name -> KeycloakModelUtils.runJobInTransactionWithResult(
                        factory, session -> Optional.ofNullable(session.realms().getRealmByName(name))
                                .filter(realm -> takesTokens(session, realm))
                                .filter(realm -> bound(session, realm, () -> new SimpleWebTokens(session, realm)
                                        .signed(token)
                                        .isPresent()))
                                .map(RealmModel::getId)));
    }

    private boolean takesTokens(KeycloakSession session, RealmModel realm) {
        return realm.isEnabled()
                && RelyingPartyProvider.of(session).isOn(realm)
                && !RealmEndpoint.lacksTls(realm, request.getUri().getBaseUri(), connection);
    }

    private CompletableFuture<LegacyAuthorization> inQueue(String realmId, String realmName, String token) {
        if (!QUEUES.enter(realmId)) {
            return CompletableFuture.completedFuture(BUSY);
        }
        return QUEUES.run(realmId, work, () -> accessToken(realmId, realmName, token))
                .whenComplete((outcome, failure) -> QUEUES.leave(realmId));
    }

    private LegacyAuthorization accessToken(String realmId, String realmName, String token) {
        // Requests that come at once are mostly of one client: the first of them has made it for all.
        Optional<String> known = tokens.find(realmName, token, connection.getRemoteHost());
        if (known.isPresent()) {
            return authorized(known.get());
        }
        Optional<String> made = KeycloakModelUtils.runJobInTransactionWithResult(
                factory, session -> Optional.ofNullable(session.realms().getRealm(realmId))
                        .flatMap(realm -> bound(session, realm, () -> SecurityTokenProvider.of(session)
                                .accessToken(realm, token))));
        made.ifPresent(accessToken -> tokens.keep(
                realmName, token, connection.getRemoteHost(), accessToken, SimpleWebTokens.secondsLeft(token)));
        return made.map(WrapSignIn::authorized).orElse(NOTHING);
    }

    /** Gives a session of its own what the request's has. */
    private <T> T bound(KeycloakSession session, RealmModel realm, Supplier<T> job) {
        session.getContext().setHttpRequest(request);
        session.getContext().setHttpResponse(response);
        session.getContext().setConnection(connection);
        session.getContext().setRealm(realm);
        return job.get();
    }
}
