package io.keycloakpbx.tests.sts;

import static io.keycloakpbx.tests.sts.TokenTenant.APPLIES_TO;
import static io.keycloakpbx.tests.sts.TokenTenant.PASSWORD;
import static io.keycloakpbx.tests.sts.TrustApi.ENDED;
import static io.keycloakpbx.tests.sts.TrustApi.FAILED;
import static io.keycloakpbx.tests.sts.TrustApi.FAILED_CODE;
import static io.keycloakpbx.tests.sts.TrustApi.appliesTo;
import static io.keycloakpbx.tests.sts.TrustApi.inside;
import static io.keycloakpbx.tests.sts.TrustApi.lifeOf;
import static io.keycloakpbx.tests.sts.TrustApi.lifetime;
import static io.keycloakpbx.tests.sts.TrustApi.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Meanwhile;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Relay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** How long a security token is good, and what ends it. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TokenLifeIT {

    private static final String EXPIRED = "The token has expired.";

    private final Keycloak keycloak;
    private final Realm realm;
    private final TokenTenant tenant;
    private final TrustApi trust;
    private Meanwhile lives;

    TokenLifeIT(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.tenant = TokenTenant.withCheapPasswords(keycloak, realm);
        this.trust = TrustApi.of(keycloak, tenant.tokenService());
    }

    @BeforeAll
    void beginToLive() {
        lives = Meanwhile.begin(this::liveAsLongAsWasAskedFor);
    }

    @Test
    void signOutEndsATokenAndSoDoesWhatEndsItsSession() {
        String id = tenant.createUser("104");

        requireEnded("104", () -> keycloak.admin().post(realm.adminPath("/users/" + id + "/logout")));
        requireEnded("104", () -> tenant.changeUser("104", user -> user.put("enabled", false)));
        tenant.changeUser("104", user -> user.put("enabled", true));
        requireEnded("104", () -> client(client -> client.put("enabled", false)));
        client(client -> client.put("enabled", true));
        requireEnded(
                "104",
                () -> client(client ->
                        client.withObjectProperty("attributes").put("pbx.relyingPartyUri", "http://elsewhere.test")));
        client(client -> client.withObjectProperty("attributes").put("pbx.relyingPartyUri", APPLIES_TO));
        requireEnded("104", () -> client(client -> client.put("notBefore", nextSecond())));
        requireEnded("104", () -> realm.update(changed -> changed.put("notBefore", nextSecond())));
        trust.token(tenant.name("104"), PASSWORD);
    }

    /** A second later than that in which this is called. */
    private static long nextSecond() {
        long second = Instant.now().getEpochSecond() + 1;
        while (Instant.now().getEpochSecond() < second) {
            LockSupport.parkUntil(Duration.ofSeconds(second).toMillis());
        }
        return second;
    }

    @Test
    void whoLeavesTheEnvironmentHasNoTokenAnyMore() {
        String id = tenant.createUser("107");
        String token = trust.token(tenant.name("107"), PASSWORD);
        String path = realm.adminPath(
                "/users/" + id + "/role-mappings/clients/" + tenant.clientUuid(TokenTenant.ENVIRONMENT));
        List<Map<String, Object>> given = keycloak.admin().get(path).path("");
        keycloak.admin().body(given).delete(path).then().statusCode(204);
        String text = "The user is not in the environment any more.";
        assertThat(trust.flaw(token)).isEqualTo(text);
        trust.requireFault(trust.with("Renew", token), FAILED_CODE, text);
        keycloak.admin().body(given).post(path).then().statusCode(204);
        assertThat(trust.flaw(token)).isNull();
    }

    /** There a sign-in leaves no session of which a token could be a handle. */
    @Test
    void anApplicationWithOfflineAccessByDefaultIsForNoTokens() {
        String uri = "https://offline.example.com/";
        String application = realm.make(
                "/clients",
                Map.of(
                        "clientId",
                        "offline",
                        "publicClient",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "attributes",
                        Map.of("pbx.relyingPartyUri", uri)));
        String id = tenant.createUser("109");
        assertThat(trust.flaw(token(trust.issue(tenant.name("109"), PASSWORD, appliesTo(uri)))))
                .isNull();
        keycloak.admin()
                .post(realm.adminPath("/users/" + id + "/logout"))
                .then()
                .statusCode(204);
        String scope =
                keycloak.admin().get(realm.adminPath("/client-scopes")).path("find { it.name == 'offline_access' }.id");
        String scopes = realm.adminPath("/clients/" + application);
        keycloak.admin()
                .delete(scopes + "/optional-client-scopes/" + scope)
                .then()
                .statusCode(204);
        keycloak.admin().put(scopes + "/default-client-scopes/" + scope).then().statusCode(204);

        trust.requireFault(
                trust.issue(tenant.name("109"), PASSWORD, appliesTo(uri)),
                "wst:InvalidScope",
                "The user has no access to what AppliesTo names in this environment.");

        assertThat(tenant.sessionsOf("109")).isEmpty();
        keycloak.admin()
                .get(realm.adminPath("/users/" + id + "/offline-sessions/" + application))
                .then()
                .statusCode(200)
                .body("size()", equalTo(0));
    }

    /** Whoever was shown a token asks from an address of its own. */
    @Test
    void whoAsksWhetherATokenIsGoodNeedNotBeWhereItsUserIs() {
        tenant.createUser("108");
        try (Relay relay = new Relay(keycloak)) {
            TrustApi moved = new TrustApi(
                    relay.keycloak(),
                    trust.address()
                            .replace(
                                    keycloak.baseUrl().toString(),
                                    relay.keycloak().baseUrl().toString()),
                    trust.soap(),
                    trust.trust());
            tenant.changeUser("108", user -> user.withObjectProperty("attributes")
                    .putArray("pbx.sessionAddressLock")
                    .add("true"));
            String token = moved.token(tenant.name("108"), PASSWORD);
            relay.from("127.0.0.2");
            assertThat(moved.with("Validate", token).asString()).contains("/status/valid<");
            assertThat(moved.with("Renew", token).statusCode()).isEqualTo(500);
            relay.from("127.0.0.1");
            assertThat(moved.with("Renew", token).statusCode()).isEqualTo(200);
        }
    }

    private void requireEnded(String username, Runnable end) {
        String token = trust.token(tenant.name(username), PASSWORD);
        assertThat(trust.flaw(token)).isNull();
        end.run();
        assertThat(trust.flaw(token)).isEqualTo(ENDED);
        trust.requireFault(trust.with("Renew", token), FAILED_CODE, ENDED);
    }

    private void client(Consumer<ObjectNode> change) {
        tenant.changeClient("pbx-rest", change);
    }

    @Test
    void aLockEndsTokens() {
        Realm own = keycloak.tenant();
        TokenTenant locking = TokenTenant.of(keycloak, own);
        String id = locking.createUser("101");
        own.update(changed ->
                changed.put("bruteForceProtected", true).put("failureFactor", 2).put("waitIncrementSeconds", 600));
        TrustApi api = trust.at(locking.tokenService());
        String token = api.token("101", PASSWORD);

        for (int i = 1; i <= 2; i++) {
            BruteForce.fail(keycloak, own, id, i, () -> api.issue("101", "Wrong-password-1!"));
        }

        assertThat(api.flaw(token)).isEqualTo(ENDED);
        api.requireFault(api.issue("101", PASSWORD), FAILED_CODE, FAILED);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void aTokenLivesAsLongAsWasAskedForAndNoLongerThanItMay() throws InterruptedException {
        lives.end();
    }

    private Void liveAsLongAsWasAskedFor() throws InterruptedException {
        Realm own = keycloak.tenant();
        TokenTenant other = TokenTenant.of(keycloak, own);
        other.createUser("101");
        TrustApi api = trust.at(other.tokenService());

        assertThat(lifeOf(token(api.issue("101", PASSWORD, appliesTo(APPLIES_TO) + lifetime(60)))))
                .isEqualTo(60);
        own.update(changed -> changed.put("ssoSessionIdleTimeout", 36_000).put("ssoSessionMaxLifespan", 36_000));
        assertThat(lifeOf(api.token("101", PASSWORD))).isEqualTo(28_800);
        own.update(changed -> changed.put("ssoSessionMaxLifespan", 500));
        assertThat(lifeOf(token(api.issue("101", PASSWORD, appliesTo(APPLIES_TO) + lifetime(600)))))
                .isBetween(470L, 500L);
        own.update(changed -> changed.put("ssoSessionIdleTimeout", 300));
        assertThat(lifeOf(api.token("101", PASSWORD))).isBetween(270L, 300L);

        other.clientAttribute("pbx-rest", "pbx.tokenLifespan", "8");
        assertThat(lifeOf(api.token("101", PASSWORD))).isEqualTo(8);
        other.clientAttribute("pbx-rest", "pbx.tokenLifespan", null);

        // At three quarters of its life it can be renewed, again and again, also where it lives as long as its session
        // may be idle.
        own.update(changed -> changed.put("ssoSessionIdleTimeout", 12));
        String token = api.token("101", PASSWORD);
        for (int i = 0; i < 2; i++) {
            awaitSecond(token, idleLifeOf(token) * 3 / 4);
            token = token(api.with("Renew", token));
        }
        awaitSecond(token, idleLifeOf(token));
        assertThat(api.flaw(token)).isEqualTo(EXPIRED);
        api.requireFault(api.with("Renew", token), "wst:ExpiredData", EXPIRED);
        api.requireFault(
                api.issue("101", PASSWORD, appliesTo(APPLIES_TO) + lifetime(0)),
                "wst:InvalidTimeRange",
                "Lifetime must begin now, and end at least a second later.");
        return null;
    }

    /** A token's life, which begins some time after the session was used: longer on a machine that has much to do. */
    private static long idleLifeOf(String token) {
        long life = lifeOf(token);
        assertThat(life).isBetween(8L, 12L);
        return life;
    }

    /** Waits until a token is so many seconds old. */
    private static void awaitSecond(String token, long age) throws InterruptedException {
        Instant at = Instant.parse(inside(token, "IssueInstant=\"", "\"")).plusSeconds(age);
        Thread.sleep(Math.max(0, Duration.between(Instant.now(), at).toMillis()));
    }
}
