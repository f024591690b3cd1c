package io.keycloakpbx.sts;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.http.LegacyAuthorization;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.keycloak.cache.LocalCache;
import org.keycloak.cache.LocalCacheProvider;
import org.keycloak.common.ClientConnection;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Requests with simple web tokens that come while the database is away. */
class WrapSignInTest {

    private static final int MOST = 1_024;

    private static final String TOKEN =
            "Issuer=https%3A%2F%2Fpbx.example.com%2Frealms%2Facme&SessionID=x&HMACSHA256=c2lnbmF0dXJl";

    /** What the server's threads would do if they did not wait for the database. */
    private final Deque<Runnable> work = new ArrayDeque<>();

    private final WrapSignIn signIn;

    WrapSignInTest() {
        KeycloakSession session = session();
        signIn = new WrapSignIn(session, WrapTokens.of(session));
    }

    @Test
    void notAllWaitAndNobodyTakesAPlaceForGood() {
        List<CompletableFuture<LegacyAuthorization>> waiting =
                IntStream.range(0, MOST).mapToObj(i -> authorize()).toList();
        assertThat(waiting).noneMatch(CompletableFuture::isDone);

        assertThat(authorize().getNow(null)).isInstanceOfSatisfying(LegacyAuthorization.Refused.class, beyond -> {
            assertThat(beyond.refusal().status()).isEqualTo(Response.Status.SERVICE_UNAVAILABLE);
            assertThat(beyond.refusal().headers()).containsEntry(HttpHeaders.RETRY_AFTER, "1");
        });

        finish();
        assertThat(waiting).allMatch(CompletableFuture::isCompletedExceptionally);
        CompletableFuture<LegacyAuthorization> next = authorize();
        assertThat(next).isNotDone();
        finish();
        assertThat(next).isCompletedExceptionally();
    }

    /** It costs no look at the database, so it needs no place. */
    @Test
    void whatIsTooLongOpensNothingAtOnce() {
        assertThat(signIn.authorize("acme", TOKEN + "x".repeat(SimpleWebToken.MAX_LENGTH)))
                .isCompletedWithValueMatching(LegacyAuthorization.Nothing.class::isInstance);
        assertThat(work).isEmpty();
    }

    private CompletableFuture<LegacyAuthorization> authorize() {
        return signIn.authorize("acme", TOKEN).toCompletableFuture();
    }

    private void finish() {
        while (!work.isEmpty()) {
            work.poll().run();
        }
    }

    private KeycloakSession session() {
        KeycloakSessionFactory factory = proxy(KeycloakSessionFactory.class, (method, arguments) -> {
            throw new IllegalStateException("the database is away");
        });
        ExecutorService executor = proxy(ExecutorService.class, (method, arguments) -> {
            work.add((Runnable) arguments[0]);
            return null;
        });
        ClientConnection connection = proxy(ClientConnection.class, (method, arguments) -> "192.0.2.1");
        KeycloakContext context =
                proxy(KeycloakContext.class, (method, arguments) -> method.equals("getConnection") ? connection : null);
        LocalCache<?, ?> cache = proxy(LocalCache.class, (method, arguments) -> null);
        ExecutorsProvider executors = proxy(ExecutorsProvider.class, (method, arguments) -> executor);
        LocalCacheProvider caches = proxy(LocalCacheProvider.class, (method, arguments) -> cache);
        return proxy(KeycloakSession.class, (method, arguments) -> switch (method) {
            case "getKeycloakSessionFactory" -> factory;
            case "getContext" -> context;
            default -> arguments[0] == ExecutorsProvider.class ? executors : caches;
        });
    }

    private interface Answer {

        Object to(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.to(method.getName(), arguments)));
    }
}
