package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Totp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pages of other origins may use the API where the client {@code pbx-rest} lists their origin, as at the token endpoint. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OriginIT {

    private static final String PASSWORD = "Origin-test-901!";
    private static final String ALLOWED = "https://app.origin.test";
    private static final String FORBIDDEN = "https://evil.test";
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    @RegisterExtension
    static final Secrets SECRETS = new Secrets();

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SignInApi api;

    OriginIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = SignInApi.ofMaster(keycloak, SECRETS);
    }

    @BeforeAll
    void prepareTenant() {
        tenant.createUser("901", PASSWORD);
        Clients.update(keycloak, tenant, "pbx-rest", client -> client.putArray("webOrigins")
                .add(ALLOWED));
    }

    private Answer signIn(String origin, String username, String password, String domain) {
        return api.post(
                "/auth/sign_in",
                Map.of("username", username, "password", password, "domain", domain),
                "Origin",
                origin);
    }

    @Test
    void preflightIsAnswered() {
        for (String path : List.of("/auth/sign_in", "/auth/user", "/login", "/logout", "/info")) {
            Answer answer =
                    api.send("OPTIONS", path, new byte[0], "Origin", ALLOWED, "Access-Control-Request-Method", "POST");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo(ALLOWED);
            assertThat(answer.header("Access-Control-Allow-Methods").split(", ?"))
                    .contains("GET", "POST");
            assertThat(answer.header("Access-Control-Allow-Headers")).contains("Authorization", "Content-Type");
        }
    }

    @Test
    void pagesOfAnAllowedOriginReadEveryAnswer() {
        tenant.createUser("reset", PASSWORD);
        keycloak.admin()
                .body(Map.of("requiredActions", List.of("UPDATE_PASSWORD")))
                .put(tenant.adminPath("/users/" + tenant.userId("reset")))
                .then()
                .statusCode(204);
        Answer signedIn = SignInApi.retried(() -> signIn(ALLOWED, "901", PASSWORD, tenant.name()))
                .isTokens();
        String token = signedIn.text("access_token");
        Answer pending = signIn(ALLOWED, "reset", PASSWORD, tenant.name());
        String reset = pending.detail("PASSWORD_RESET_REQUIRED").path("token").textValue();
        List<Answer> answers = List.of(
                signedIn,
                pending,
                signIn(ALLOWED, "901", "Origin-wrong!", tenant.name()).isRefused(),
                signIn(ALLOWED, "nobody", PASSWORD, tenant.name()).isRefused(),
                SignInApi.of(tenant, SECRETS)
                        .post(
                                "/auth/sign_in",
                                Map.of("username", "901", "password", PASSWORD, "domain", "unknown.origin.test"),
                                "Origin",
                                ALLOWED)
                        .isRefused(),
                api.get("/auth/user", "Origin", ALLOWED, "Authorization", "Bearer " + token),
                api.get("/login", "Origin", ALLOWED, "Authorization", "Bearer " + token),
                api.post("/auth/reset_password", Map.of("token", reset, "new_password", "short"), "Origin", ALLOWED)
                        .isInvalid("new_password"),
                api.post(
                                "/auth/refresh_token",
                                Map.of("refresh_token", signedIn.text("refresh_token")),
                                "Origin",
                                ALLOWED)
                        .isTokens(),
                api.post(
                                "/auth/refresh_token",
                                Map.of("refresh_token", signedIn.text("refresh_token")),
                                "Origin",
                                ALLOWED)
                        .isRefreshFailed());
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo(ALLOWED);
            assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        });
    }

    @Test
    void otherOriginsAreRefusedWithATokenOrWhereTheBaseUrlSaysWhichClientItIs() {
        Answer signedIn = api.signedIn("901", PASSWORD, tenant.name());
        tenant.clearEvents();
        SignInApi there = SignInApi.of(tenant, SECRETS);
        Map<String, String> credentials = Map.of("username", "901", "password", PASSWORD);
        List<Answer> answers = List.of(
                there.post("/auth/sign_in", credentials, "Origin", FORBIDDEN),
                there.post("/login", credentials, "Origin", "null"),
                api.get("/auth/user", "Origin", FORBIDDEN, "Authorization", "Bearer " + signedIn.text("access_token")),
                api.get("/login", "Origin", FORBIDDEN, "Authorization", "Bearer " + signedIn.text("access_token")),
                api.post(
                        "/auth/refresh_token",
                        Map.of("refresh_token", signedIn.text("refresh_token")),
                        "Origin",
                        FORBIDDEN),
                api.send(
                        "POST",
                        "/logout",
                        new byte[0],
                        "Origin",
                        FORBIDDEN,
                        "Authorization",
                        "Bearer " + signedIn.text("access_token")));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.body()).isEqualTo(403);
            assertThat(answer.header(ALLOW_ORIGIN)).isNull();
            assertThat(answer.body()).doesNotContain("access_token");
        });
        assertThat(tenant.events()).isEmpty();
        // Refused before anything was done.
        assertThat(api.user(signedIn.text("access_token")).status()).isEqualTo(200);
        api.refresh(signedIn.text("refresh_token")).isTokens();
    }

    @Test
    void otherOriginsAreRefusedByEveryOperation() {
        Totp.register(keycloak, tenant, tenant.createUser("902", PASSWORD));
        String token = api.challenged("902", PASSWORD, tenant.name()).text("token");
        tenant.clearEvents();
        SignInApi there = SignInApi.of(tenant, SECRETS);
        for (String domain : List.of(tenant.name(), "unknown.origin.test")) {
            isRefused(there.post(
                    "/auth/sign_in",
                    Map.of("username", "901", "password", PASSWORD, "domain", domain),
                    "Origin",
                    FORBIDDEN));
            isRefused(there.post(
                    "/auth/forget_password",
                    Map.of("username", "901", "domain", domain, "callback_url", "https://app.origin.test/reset"),
                    "Origin",
                    FORBIDDEN));
            isRefused(there.post(
                    "/auth/sign_in/microsoft",
                    Map.of("domain", domain, "callback_url", "https://app.origin.test/callback"),
                    "Origin",
                    FORBIDDEN));
        }
        for (String held : List.of(token, "nobodys.token")) {
            isRefused(api.post("/auth/send_otp", Map.of("token", held), "Origin", FORBIDDEN));
            isRefused(api.post("/auth/verify_otp", Map.of("token", held, "code", "000000"), "Origin", FORBIDDEN));
            isRefused(api.post(
                    "/auth/reset_password", Map.of("token", held, "new_password", PASSWORD), "Origin", FORBIDDEN));
        }
        assertThat(tenant.events()).isEmpty();
    }

    private static void isRefused(Answer answer) {
        answer.isExactly(
                403,
                "{\"errors\":[{\"code\":\"FORBIDDEN\",\"message\":"
                        + "\"The client pbx-rest does not list this web origin\"}]}");
        assertThat(answer.header(ALLOW_ORIGIN)).isNull();
    }

    /** An origin reads the answer to each of them: only with the password does it learn that a domain lists it. */
    @Test
    void anOriginDoesNotFindOutWhichDomainsThereAreOrListIt() {
        tenant.createUser("903", PASSWORD);
        Realm silent = keycloak.tenant();
        Realm suspended = keycloak.tenant();
        Clients.update(keycloak, suspended, "pbx-rest", client -> client.putArray("webOrigins")
                .add(ALLOWED));
        suspended.update(realm -> realm.put("enabled", false));
        for (String origin : List.of(ALLOWED, FORBIDDEN, "null")) {
            for (String domain : List.of(tenant.name(), silent.name(), suspended.name(), "unknown.origin.test")) {
                String callback = "https://app.origin.test/none";
                List<Answer> answers = List.of(
                        signIn(origin, "903", "Origin-wrong!", domain).isRefused(),
                        api.post(
                                "/auth/forget_password",
                                Map.of("username", "nobody", "domain", domain, "callback_url", callback),
                                "Origin",
                                origin),
                        api.post(
                                        "/auth/sign_in/microsoft",
                                        Map.of("domain", domain, "callback_url", callback),
                                        "Origin",
                                        origin)
                                .isInvalid("callback_url"));
                assertThat(answers.get(1)).returns(200, Answer::status).returns("", Answer::body);
                assertThat(answers).as("%s at %s", origin, domain).allSatisfy(answer -> {
                    assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo(origin);
                    assertThat(answer.header("Access-Control-Allow-Credentials"))
                            .isEqualTo("true");
                });
            }
        }
        // Nothing is looked at for an origin that is not listed, be the password right.
        tenant.clearEvents();
        signIn(FORBIDDEN, "903", PASSWORD, tenant.name()).isRefused();
        assertThat(tenant.events()).isEmpty();
        assertThat(keycloak.realm("master").events()).anySatisfy(event -> {
            assertThat(event.error()).isEqualTo("unknown_sip_domain");
            assertThat(event.details())
                    .containsEntry("username", "903")
                    .containsEntry("sip_domain", tenant.name())
                    .containsEntry("reason", "origin_not_listed");
        });
        // Where there is no client to ask, the operator is told what to mend.
        assertThat(keycloak.realm("master").events()).anySatisfy(event -> assertThat(event.details())
                .containsEntry("sip_domain", suspended.name())
                .containsEntry("reason", "realm_disabled"));
    }

    @Test
    void theServersOwnPagesMayUseIt() {
        String own = keycloak.baseUrl().toString();
        SignInApi.retried(() -> signIn(own, "901", PASSWORD, tenant.name())).isTokens();
        signIn(own, "901", PASSWORD, "unknown.origin.test").isRefused();
    }
}
