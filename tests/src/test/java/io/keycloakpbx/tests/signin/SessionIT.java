package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tokens of a sign-in are good for, and until when. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionIT {

    private static final String PASSWORD = "Session-test-801!";
    private static final int AT_ONCE = 6;

    @RegisterExtension
    static final Secrets SECRETS = new Secrets();

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SignInApi api;
    private String userId;

    SessionIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = SignInApi.ofMaster(keycloak, SECRETS);
    }

    @BeforeAll
    void prepareTenant() {
        userId = tenant.createUser("801", PASSWORD);
        // Keycloak stores no refreshes unless told to.
        keycloak.admin()
                .body(
                        "{\"eventsEnabled\":true,\"eventsListeners\":[\"jboss-logging\"],\"enabledEventTypes\":[\"LOGIN\","
                                + "\"LOGOUT\",\"LOGOUT_ERROR\",\"REFRESH_TOKEN\",\"REFRESH_TOKEN_ERROR\"]}")
                .put(tenant.adminPath("/events/config"))
                .then()
                .statusCode(204);
    }

    private Answer signIn() {
        return api.signedIn("801", PASSWORD, tenant.name());
    }

    private int userinfo(String accessToken) {
        return keycloak.http(accessToken)
                .get(tenant.path("/protocol/openid-connect/userinfo"))
                .statusCode();
    }

    @Test
    void aRefreshGivesNewTokensOfTheSameSession() {
        Answer first = signIn();
        tenant.clearEvents();
        Answer second = api.refresh(first.text("refresh_token")).isTokens();
        assertThat(second.text("access_token")).isNotEqualTo(first.text("access_token"));
        assertThat(second.text("refresh_token")).isNotEqualTo(first.text("refresh_token"));
        assertThat(second.claims().path("sub").asText()).isEqualTo(userId);
        assertThat(second.claims().path("sid").asText())
                .isEqualTo(first.claims().path("sid").asText());
        assertThat(second.claims().path("sip_domain").asText()).isEqualTo(tenant.name());
        assertThat(userinfo(second.text("access_token"))).isEqualTo(200);
        assertThat(tenant.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("REFRESH_TOKEN");
            assertThat(event.clientId()).isEqualTo("pbx-rest");
            assertThat(event.userId()).isEqualTo(userId);
        });
        SignInApi.of(tenant, SECRETS).refresh(second.text("refresh_token")).isTokens();
    }

    /** Two hold the token: one of them has stolen it, so neither may go on. */
    @Test
    void aRefreshTokenThatComesTwiceEndsTheSession() {
        Answer first = signIn();
        Answer second = api.refresh(first.text("refresh_token")).isTokens();
        tenant.clearEvents();
        api.refresh(first.text("refresh_token")).isRefreshFailed();
        assertThat(tenant.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("REFRESH_TOKEN_ERROR");
            assertThat(event.error()).isEqualTo("invalid_token");
            assertThat(event.clientId()).isEqualTo("pbx-rest");
        });
        api.refresh(second.text("refresh_token")).isRefreshFailed();
        assertThat(userinfo(second.text("access_token"))).isEqualTo(401);
        api.user(second.text("access_token")).isNotSignedIn();
    }

    @Test
    void oneOfManyRefreshesAtOnceWins() {
        String token = signIn().text("refresh_token");
        List<Answer> answers = Together.send(AT_ONCE, number -> api.refresh(token));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSizeLessThanOrEqualTo(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .hasSizeGreaterThanOrEqualTo(AT_ONCE - 1)
                .allSatisfy(Answer::isRefreshFailed);
    }

    @Test
    void tokensThatAreNoneOfOursAreRefused() {
        Answer signedIn = signIn();
        String token = signedIn.text("refresh_token");
        int signature = token.lastIndexOf('.') + 1;
        char replaced = token.charAt(signature + 5) == 'A' ? 'B' : 'A';
        List<String> others = List.of(
                token.substring(0, signature + 5) + replaced + token.substring(signature + 6),
                token.substring(0, signature),
                token.substring(0, token.length() / 2),
                token + "x",
                signedIn.text("access_token"),
                "x",
                "..",
                " ");
        for (String other : others) {
            api.refresh(other).isRefreshFailed();
            SignInApi.of(tenant, SECRETS).refresh(other).isRefreshFailed();
        }
        api.refresh(token).isTokens();
    }

    @Test
    void anExpiredRefreshTokenIsRefused() throws InterruptedException {
        attribute("client.session.max.lifespan", "2");
        try {
            Answer signedIn = signIn();
            assertThat(Answer.claims(signedIn.text("refresh_token")).path("exp").asLong()
                            - signedIn.claims().path("iat").asLong())
                    .isLessThanOrEqualTo(2);
            Thread.sleep(3000);
            api.refresh(signedIn.text("refresh_token")).isRefreshFailed();
            api.user(signedIn.text("access_token")).isNotSignedIn();
            api.presented(signedIn.text("access_token")).isNotSignedIn();
        } finally {
            attribute("client.session.max.lifespan", "");
        }
    }

    @Test
    void tokensOfAnotherClientAreNotRefreshed() {
        Clients.update(keycloak, tenant, "pbx-app", client -> client.put("directAccessGrantsEnabled", true));
        String token = tenant.tokenRequest(
                        "grant_type",
                        "password",
                        "client_id",
                        "pbx-app",
                        "username",
                        "801",
                        "password",
                        PASSWORD,
                        "scope",
                        "openid")
                .then()
                .statusCode(200)
                .extract()
                .path("refresh_token");
        api.refresh(token).isRefreshFailed();
        SignInApi.of(tenant, SECRETS).refresh(token).isRefreshFailed();
        tenant.tokenRequest("grant_type", "refresh_token", "client_id", "pbx-app", "refresh_token", token)
                .then()
                .statusCode(200);
    }

    @Test
    void signOutEndsTheSession() {
        Answer signedIn = signIn();
        tenant.clearEvents();
        api.signOut(signedIn.text("access_token")).isEmpty(200);
        isOver(signedIn);
        api.signOut(signedIn.text("access_token")).isNotSignedIn();
    }

    @Test
    void logoutEndsTheSession() {
        Answer signedIn = signIn();
        tenant.clearEvents();
        api.logout(signedIn.text("access_token")).isEmpty(204);
        isOver(signedIn);
        api.logout(signedIn.text("access_token")).isNotSignedIn();
    }

    private void isOver(Answer signedIn) {
        assertThat(tenant.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("LOGOUT");
            assertThat(event.clientId()).isEqualTo("pbx-rest");
            assertThat(event.userId()).isEqualTo(userId);
            assertThat(event.sessionId())
                    .isEqualTo(signedIn.claims().path("sid").asText());
        });
        api.refresh(signedIn.text("refresh_token")).isRefreshFailed();
        api.user(signedIn.text("access_token")).isNotSignedIn();
        api.presented(signedIn.text("access_token")).isNotSignedIn();
        assertThat(userinfo(signedIn.text("access_token"))).isEqualTo(401);
    }

    @Test
    void otherSessionsOfTheUserGoOn() {
        Answer desk = signIn();
        Answer mobile = signIn();
        api.signOut(desk.text("access_token")).isEmpty(200);
        assertThat(api.user(mobile.text("access_token")).status()).isEqualTo(200);
        api.refresh(mobile.text("refresh_token")).isTokens();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer", "BEARER", "Bearer"})
    void theSchemeIsInAnyCase(String scheme) {
        assertThat(api.get("/auth/user", "Authorization", scheme + " " + signIn().text("access_token"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void onlyABearerTokenWillDo() {
        Answer signedIn = signIn();
        String token = signedIn.text("access_token");
        String[][] headers = {
            {},
            {"Authorization", token},
            {"Authorization", "Bearer"},
            {"Authorization", "Bearer "},
            {"Authorization", "Bearer x"},
            {"Authorization", "Bearer " + token + " x"},
            {"Authorization", "Bearer " + signedIn.text("refresh_token")},
            {"Authorization", "DPoP " + token},
            {"Authorization", "Basic ODAxOlNlc3Npb24tdGVzdC04MDEh"},
            {"Authorization", "Bearer " + token, "Authorization", "Bearer " + token},
            {"Cookie", "KEYCLOAK_IDENTITY=" + token},
            {"X-Auth-Token", token}
        };
        for (String[] header : headers) {
            api.get("/auth/user", header).isNotSignedIn();
            api.get("/login", header).isNotSignedIn();
            api.send("POST", "/auth/sign_out", new byte[0], header).isNotSignedIn();
            api.send("POST", "/logout", new byte[0], header).isNotSignedIn();
        }
        api.get("/auth/user?access_token=" + token).isNotSignedIn();
        assertThat(api.user(token).status()).isEqualTo(200);
    }

    @Test
    void tokensThatAreBoundToAKeyNeedIt() {
        attribute("dpop.bound.access.tokens", "true");
        try {
            api.signIn("801", PASSWORD, tenant.name()).isRefused();

            ProofKey key = new ProofKey();
            String base = keycloak.realm("master").issuer() + "/api";
            Answer signedIn = SignInApi.retried(() -> api.post(
                    "/auth/sign_in",
                    Map.of("username", "801", "password", PASSWORD, "domain", tenant.name()),
                    "DPoP",
                    key.proof("POST", base + "/auth/sign_in", null)));
            assertThat(signedIn.status()).as(signedIn.body()).isEqualTo(200);
            assertThat(signedIn.text("token_type")).isEqualTo("DPoP");
            assertThat(signedIn.claims().at("/cnf/jkt").asText()).isNotEmpty();
            String token = signedIn.text("access_token");

            api.user(token).isNotSignedIn();
            api.get("/auth/user", "Authorization", "DPoP " + token).isNotSignedIn();
            api.get(
                            "/auth/user",
                            "Authorization",
                            "DPoP " + token,
                            "DPoP",
                            new ProofKey().proof("GET", base + "/auth/user", token))
                    .isNotSignedIn();
            assertThat(api.get(
                                    "/auth/user",
                                    "Authorization",
                                    "DPoP " + token,
                                    "DPoP",
                                    key.proof("GET", base + "/auth/user", token))
                            .status())
                    .isEqualTo(200);
            api.refresh(signedIn.text("refresh_token")).isRefreshFailed();
        } finally {
            attribute("dpop.bound.access.tokens", "false");
        }
    }

    private void attribute(String name, String value) {
        Clients.update(
                keycloak, tenant, "pbx-rest", client -> ((ObjectNode) client.get("attributes")).put(name, value));
    }
}
