package io.keycloakpbx.tests.sts;

import static io.keycloakpbx.tests.sts.SwtApi.FAILED;
import static io.keycloakpbx.tests.sts.SwtApi.NO_ENVIRONMENT;
import static io.keycloakpbx.tests.sts.SwtApi.claims;
import static io.keycloakpbx.tests.sts.SwtApi.credentials;
import static io.keycloakpbx.tests.sts.SwtApi.payload;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.keycloakpbx.tests.securitydata.Awaited;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Sign-ins for somebody else: whose the token is, who is told of, and what is left where the second cannot sign in. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ActAsIT {

    /** They come one after the other, and each takes the time of a password. */
    private static final int GUESSES = 12;

    private final Keycloak keycloak;
    private final Realm realm;
    private final SwtTenant tenant;
    private final SwtApi api;

    ActAsIT(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.tenant = new SwtTenant(keycloak, realm);
        this.api = new SwtApi(keycloak, realm);
    }

    @Test
    void whoActsForSomebodyIsTold() {
        String environment = tenant.environment();
        String actor = tenant.userIn(environment);
        String username = tenant.userIn(environment);
        String actorId = realm.userId(actor);
        String id = realm.userId(username);
        String token = SwtApi.token(api.login(actAs(actor, username, TokenTenant.PASSWORD, environment)));
        assertThat(claims(token))
                .containsEntry("Username", realm.name() + '\\' + username)
                .containsEntry("Actor", realm.name() + '\\' + actor);
        Realm.Event first = tenant.event("LOGIN", actorId);
        Realm.Event second = tenant.event("LOGIN", id);
        assertThat(first.details()).containsEntry("pbx_act_as", username);
        assertThat(second.details())
                .containsEntry("pbx_actor", realm.name() + '\\' + actor)
                .containsEntry("pbx_actor_session", first.sessionId());
        assertThat(claims(token)).containsEntry("SessionID", second.sessionId());
        Object parent = Awaited.until(() -> session(username, "ParentSessionID"), number -> number != null);
        assertThat(parent).isEqualTo(session(actor, "SessionID"));
        String unused = SwtApi.token(api.login(actAs(actor, username, TokenTenant.PASSWORD, environment)));
        api.read(token).then().statusCode(200);
        // Whoever acts must be allowed to go on, too.
        keycloak.admin()
                .body(Map.of("enabled", false))
                .put(realm.adminPath("/users/" + actorId))
                .then()
                .statusCode(204);
        api.read(unused).then().statusCode(401);
        tenant.optIn("app-" + environment, "false");
        String by = tenant.userIn(environment);
        ObjectNode claims = payload(SwtApi.token(api.login(actAs(by, username, TokenTenant.PASSWORD, environment))));
        assertThat(claims.path("sub").asText()).isEqualTo(id);
        assertThat(claims.path("act").path("sub").asText()).isEqualTo(realm.userId(by));
    }

    /** Dates and not-before of who acts count as those of the user do, and an access token does not outlast them by much. */
    @Test
    void whoActsMustBeAllowedToSignInAllTheTime() {
        String environment = tenant.environment();
        String username = tenant.userIn(environment);
        String expired = tenant.userIn(environment);
        String token = SwtApi.token(api.login(actAs(expired, username, TokenTenant.PASSWORD, environment)));
        String path = realm.adminPath("/users/" + realm.userId(expired));
        ObjectNode user = keycloak.admin().get(path).as(ObjectNode.class);
        user.withObjectProperty("attributes").putArray("pbx.expirationDate").add("2001-03-01T08:00:00Z");
        keycloak.admin().body(user).put(path).then().statusCode(204);
        api.read(token).then().statusCode(401);

        tenant.optIn("app-" + environment, "false");
        tenant.clientAttribute("app-" + environment, "access.token.lifespan", "3600");
        ObjectNode claims = payload(SwtApi.token(
                api.login(actAs(tenant.userIn(environment), username, TokenTenant.PASSWORD, environment))));
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isBetween(290L, 300L);
    }

    @Test
    void whereTheSecondIsOfNoDomainTheFirstIsSignedOut() {
        String environment = tenant.environment();
        String actor = tenant.userIn(environment);
        tenant.addWebOrigin("app-" + environment, "https://crm.example.com");
        Response answer = api.login(
                Map.of("Origin", "https://crm.example.com"),
                actAs(actor, "nowhere.example.com\\x", "wrong", environment));
        assertThat(answer.asString()).isEqualTo(FAILED);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://crm.example.com");
        requireSignedOut(actor);
        answer = api.login(actAs(actor, "nowhere.example.com\\x", "wrong", environment));
        assertThat(answer.asString()).isEqualTo(FAILED);
        assertThat(answer.statusCode()).isEqualTo(401);
        requireSignedOut(actor);
    }

    private void requireSignedOut(String actor) {
        String id = realm.userId(actor);
        assertThat(tenant.hasSession(id)).isFalse();
        assertThat(tenant.event("LOGOUT", id).sessionId())
                .isEqualTo(tenant.event("LOGIN", id).sessionId());
    }

    @Test
    void nothingIsLeftOverWhereTheSecondCannotSignIn() {
        String environment = tenant.environment();
        String actor = tenant.userIn(environment);
        String username = tenant.userIn(environment);
        String outside = tenant.user();
        String actorId = realm.userId(actor);
        assertThat(api.login(actAs(actor, username, "wrong", environment)).asString())
                .isEqualTo(FAILED);
        assertThat(tenant.hasSession(actorId)).isFalse();
        assertThat(tenant.event("LOGOUT", actorId).sessionId())
                .isEqualTo(tenant.event("LOGIN", actorId).sessionId());
        assertThat(api.login(actAs(actor, outside, TokenTenant.PASSWORD, environment))
                        .asString())
                .isEqualTo(NO_ENVIRONMENT);
        assertThat(tenant.hasSession(actorId)).isFalse();
        assertThat(tenant.hasSession(realm.userId(outside))).isFalse();
        assertThat(api.login(actAs(outside, username, TokenTenant.PASSWORD, environment))
                        .asString())
                .isEqualTo(NO_ENVIRONMENT);
        assertThat(tenant.hasSession(realm.userId(username))).isFalse();
    }

    /** Anybody can ask to act for somebody: it is not the turn of that one before the first password was right. */
    @Test
    void whoDoesNotKnowTheOwnPasswordHoldsUpNobodyElse() {
        String environment = tenant.environment();
        List<String> users = Stream.of(tenant.userIn(environment), tenant.userIn(environment))
                .sorted()
                .toList();
        // In this order a request that took both turns at once would hold the other's while it waits for its own.
        String username = users.get(0);
        letPasswordTakeItsTime(users.get(1));
        Map<String, Object> wrong = Map.of(
                "primary",
                credentials(users.get(1), "wrong"),
                "actAs",
                credentials(username, TokenTenant.PASSWORD),
                "environment",
                environment);
        ExecutorService threads = Executors.newFixedThreadPool(GUESSES);
        try {
            List<CompletableFuture<Response>> guesses = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> api.login(wrong), threads))
                    .limit(GUESSES)
                    .toList();
            CompletableFuture.anyOf(guesses.toArray(new CompletableFuture<?>[0]))
                    .join();
            assertThat(tenant.login(username, environment).statusCode()).isEqualTo(200);
            assertThat(guesses).anyMatch(guess -> !guess.isDone());
            assertThat(guesses).allMatch(guess -> guess.join().asString().equals(FAILED));
        } finally {
            threads.shutdownNow();
        }
    }

    /** Each look at the user's password takes longer than a sign-in of another one. */
    private void letPasswordTakeItsTime(String username) {
        realm.update(settings -> settings.put("passwordPolicy", "hashIterations(400)"));
        try {
            keycloak.admin()
                    .body(Map.of("type", "password", "value", TokenTenant.PASSWORD, "temporary", false))
                    .put(realm.adminPath("/users/" + realm.userId(username) + "/reset-password"))
                    .then()
                    .statusCode(204);
        } finally {
            realm.update(settings -> settings.put("passwordPolicy", ""));
        }
    }

    /** Each of them waits for the other's request, and not both for each other's. */
    @Test
    void twoWhoActForEachOtherDoNotWaitForEachOther() {
        String environment = tenant.environment();
        List<String> both = List.of(tenant.userIn(environment), tenant.userIn(environment));
        List<Duration> waits = Together.send(2, 6, i -> {
            Instant begin = Instant.now();
            Response answer = api.login(actAs(both.get(i % 2), both.get(1 - i % 2), TokenTenant.PASSWORD, environment));
            assertThat(answer.statusCode()).as("%s", answer.asString()).isEqualTo(200);
            return Duration.between(begin, Instant.now());
        });
        // Who waits in vain does so for 5 seconds.
        assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofSeconds(5)) < 0);
    }

    private Object session(String username, String property) {
        return keycloak.admin()
                .queryParam("$filter", "UserName eq '" + username + "'")
                .get(realm.adminPath("/securitydata/Session"))
                .path("value[0]." + property);
    }

    private static Map<String, Object> actAs(String primary, String actAs, String password, String environment) {
        return Map.of(
                "primary",
                credentials(primary, TokenTenant.PASSWORD),
                "actAs",
                credentials(actAs, password),
                "environment",
                environment);
    }
}
