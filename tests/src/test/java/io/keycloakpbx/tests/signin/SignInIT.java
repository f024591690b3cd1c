package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.keycloakpbx.tests.Totp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two tenants with the same user names, one base URL for all and one for each. */
@OnKeycloak
@Tag("smoke")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInIT {

    private static final String PASSWORD = "First-tenant-201!";
    private static final String OTHER_PASSWORD = "Second-tenant-201!";

    private static final int AT_ONCE = 8;

    @RegisterExtension
    static final Secrets SECRETS = new Secrets();

    private final Keycloak keycloak;
    private final SignInApi api;
    private final Realm other;
    private Realm tenant;
    private String userId;
    private String otherUserId;

    SignInIT(Keycloak keycloak, Realm other) {
        this.keycloak = keycloak;
        this.other = other;
        this.api = SignInApi.ofMaster(keycloak, SECRETS);
    }

    @BeforeAll
    void makeTenant() {
        tenant = keycloak.createTenant("sign-in.test", "sip.sign-in.test", "192.0.2.17:5060");
        userId = tenant.createUser("201", PASSWORD);
        otherUserId = other.createUser("201", OTHER_PASSWORD, "QueueManager");
    }

    /** A user's devices all come back at once after a power failure. */
    @Test
    void signInsOfOneUserAtTheSameTimeAllSucceed() {
        tenant.createUser("202", PASSWORD);
        Together.send(AT_ONCE, number -> api.signIn("202", PASSWORD, "sign-in.test"))
                .forEach(Answer::isTokens);
    }

    /** The line of the README: curl -d names a form. */
    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "application/json",
                "application/json; charset=UTF-8",
                "text/plain"
            })
    void takesJsonWhateverItIsSentAs(String contentType) {
        Answer answer = SignInApi.retried(() -> api.post(
                        "/auth/sign_in",
                        contentType,
                        "{\"username\":\"101\",\"password\":\"Pbx-demo-101!\",\"domain\":\"acme.example.com\"}"))
                .isTokens();
        assertThat(answer.claims().path("iss").asText())
                .isEqualTo(keycloak.realm("acme").issuer());
        assertThat(answer.claims().path("preferred_username").asText()).isEqualTo("101");
    }

    @Test
    void answersTokensOfTheTenantsRealm() {
        tenant.clearEvents();
        Answer answer = api.signedIn("201", PASSWORD, "sign-in.test");

        JsonNode claims = answer.claims();
        assertThat(claims.path("iss").asText()).isEqualTo(tenant.issuer());
        assertThat(claims.path("azp").asText()).isEqualTo("pbx-rest");
        assertThat(claims.path("sub").asText()).isEqualTo(userId);
        assertThat(claims.path("sip_domain").asText()).isEqualTo("sign-in.test");
        assertThat(claims.path("pbx_role").asText()).isEqualTo("StandardUser");
        assertThat(claims.path("scope").asText().split(" ")).contains("openid");
        // Keycloak counts from the moment of the answer, which can be the next second.
        long lifeSpan = claims.path("exp").asLong() - claims.path("iat").asLong();
        assertThat(answer.json().get("expires_in").asLong()).isBetween(lifeSpan - 1, lifeSpan);

        assertThat(tenant.events()).first().satisfies(event -> {
            assertThat(event.type()).isEqualTo("LOGIN");
            assertThat(event.clientId()).isEqualTo("pbx-rest");
            assertThat(event.userId()).isEqualTo(userId);
            assertThat(event.sessionId()).isEqualTo(claims.path("sid").asText());
            assertThat(event.ipAddress()).isNotBlank();
            assertThat(event.details()).containsEntry("grant_type", "password").containsEntry("username", "201");
        });
    }

    @Test
    void theSameNameInAnotherTenantIsAnotherPerson() {
        JsonNode there = api.signedIn("201", OTHER_PASSWORD, other.name()).claims();
        assertThat(there.path("iss").asText()).isEqualTo(other.issuer());
        assertThat(there.path("sub").asText()).isEqualTo(otherUserId).isNotEqualTo(userId);
        assertThat(there.path("sip_domain").asText()).isEqualTo(other.name());
        assertThat(there.path("pbx_role").asText()).isEqualTo("QueueManager");

        api.signIn("201", OTHER_PASSWORD, "sign-in.test").isRefused();
        api.signIn("201", PASSWORD, other.name()).isRefused();
        assertThat(api.signedIn("101", "Globex-101!", "globex.example.com")
                        .claims()
                        .path("sip_domain")
                        .asText())
                .isEqualTo("globex.example.com");
        api.signIn("101", "Pbx-demo-101!", "globex.example.com").isRefused();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip.sign-in.test", "192.0.2.17:5060", "SIGN-IN.TEST", "Sip.Sign-In.Test"})
    void everyNameOfTheDomainIsTheTenant(String domain) {
        JsonNode claims = api.signedIn("201", PASSWORD, domain).claims();
        assertThat(claims.path("sub").asText()).isEqualTo(userId);
        assertThat(claims.path("sip_domain").asText()).isEqualTo("sign-in.test");
    }

    @Test
    void tenantsBaseUrlServesThatTenantOnly() {
        SignInApi own = SignInApi.of(tenant, SECRETS);
        own.signedIn("201", PASSWORD, "sign-in.test");
        own.signedIn("201", PASSWORD, "sip.sign-in.test");
        Answer signedIn = own.signedIn("201", PASSWORD, null);
        assertThat(signedIn.claims().path("sub").asText()).isEqualTo(userId);

        own.signIn("201", OTHER_PASSWORD, other.name()).isRefused();
        own.login("201", OTHER_PASSWORD, other.name()).isRefused();
        own.get("/info?domain=" + other.name()).isUnknownDomain();
        own.get("/info?domain=acme.example.com").isUnknownDomain();
    }

    @Test
    void tenantsBaseUrlRefusesTokensOfAnotherTenant() {
        SignInApi own = SignInApi.of(tenant, SECRETS);
        Answer foreign = api.signedIn("201", OTHER_PASSWORD, other.name());
        other.clearEvents();

        own.user(foreign.text("access_token")).isNotSignedIn();
        own.presented(foreign.text("access_token")).isNotSignedIn();
        own.signOut(foreign.text("access_token")).isNotSignedIn();
        own.logout(foreign.text("access_token")).isNotSignedIn();
        own.refresh(foreign.text("refresh_token")).isRefreshFailed();
        own.user(keycloak.adminToken()).isNotSignedIn();

        assertThat(other.events()).isEmpty();
        assertThat(SignInApi.of(other, SECRETS)
                        .user(foreign.text("access_token"))
                        .status())
                .isEqualTo(200);
        SignInApi.of(other, SECRETS).refresh(foreign.text("refresh_token")).isTokens();
    }

    @Test
    void atMastersBaseUrlTheTokenDecides() {
        Answer here = api.signedIn("201", PASSWORD, "sign-in.test");
        Answer there = api.signedIn("201", OTHER_PASSWORD, other.name());

        assertThat(api.user(here.text("access_token")).text("domain")).isEqualTo("sign-in.test");
        assertThat(api.user(there.text("access_token")).text("domain")).isEqualTo(other.name());
        assertThat(api.refresh(there.text("refresh_token"))
                        .isTokens()
                        .claims()
                        .path("sub")
                        .asText())
                .isEqualTo(otherUserId);
        api.signOut(here.text("access_token")).isEmpty(200);
        api.user(here.text("access_token")).isNotSignedIn();
        assertThat(api.user(there.text("access_token")).status()).isEqualTo(200);
    }

    @Test
    void userinfoTakesTheToken() {
        Answer answer = api.signedIn("201", PASSWORD, "sign-in.test");
        Map<String, Object> userinfo = keycloak.http(answer.text("access_token"))
                .get(tenant.path("/protocol/openid-connect/userinfo"))
                .then()
                .statusCode(200)
                .extract()
                .path("");
        assertThat(userinfo).containsEntry("sub", userId).containsEntry("sip_domain", "sign-in.test");
    }

    @Test
    void tellsWhoIsSignedIn() {
        Answer user = SignInApi.of(other, SECRETS)
                .user(api.signedIn("201", OTHER_PASSWORD, other.name()).text("access_token"));
        assertThat(user.status()).isEqualTo(200);
        assertThat(user.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(user.body())
                .isEqualTo("{\"role\":\"QueueManager\",\"role_id\":\""
                        + other.role("QueueManager").get("id")
                        + "\",\"role_name\":\"QueueManager\",\"domain\":\"" + other.name() + "\","
                        + "\"password_verified\":true,\"password_force_reset\":false}");
    }

    @Test
    void whoHasShownNoPasswordIsTold() {
        String service = tenant.clientToken("pbx-integration", Clients.secret(keycloak, tenant, "pbx-integration"));
        assertThat(api.user(service).json().path("password_verified").asBoolean(true))
                .isFalse();
        Totp app = Totp.register(keycloak, tenant, tenant.createUser("verified", "Verified-1-test!"));
        String token =
                api.challenged("verified", "Verified-1-test!", "sign-in.test").text("token");
        String both = api.verifyOtp(token, app.code()).isTokens().text("access_token");
        assertThat(api.user(both).json().path("password_verified").asBoolean(false))
                .isTrue();
    }

    @Test
    void aResetThatBecomesPendingLaterIsToldNotForced() {
        String id = tenant.createUser("forced", "Forced-later-1!");
        String token = api.signedIn("forced", "Forced-later-1!", "sign-in.test").text("access_token");
        keycloak.admin()
                .body(Map.of("requiredActions", List.of("UPDATE_PASSWORD")))
                .put(tenant.adminPath("/users/" + id))
                .then()
                .statusCode(204);
        assertThat(api.user(token).json().get("password_force_reset").booleanValue())
                .isTrue();
    }

    @Test
    void aUserWithoutAPbxRoleHasExplicitNulls() {
        String id = tenant.createUser("roleless", "Without-a-role-1!");
        keycloak.admin()
                .body(List.of(tenant.role("default-roles-" + tenant.name())))
                .delete(tenant.adminPath("/users/" + id + "/role-mappings/realm"))
                .then()
                .statusCode(204);
        Answer signedIn = api.signedIn("roleless", "Without-a-role-1!", "sign-in.test");
        assertThat(api.user(signedIn.text("access_token")).body())
                .isEqualTo("{\"role\":null,\"role_id\":null,\"role_name\":null,\"domain\":\"sign-in.test\","
                        + "\"password_verified\":true,\"password_force_reset\":false}");
        assertThat(api.presented(signedIn.text("access_token"))
                        .json()
                        .get("role")
                        .isNull())
                .isTrue();
    }

    @Test
    void legacySignInAnswersWhatItsReadingTells() {
        tenant.clearEvents();
        Instant before = Instant.now();
        Answer login = api.loggedIn("201", PASSWORD, "sign-in.test");
        assertThat(login.status()).as(login.body()).isEqualTo(200);
        isLegacyToken(login, before);
        assertThat(tenant.events()).extracting(Realm.Event::type).contains("LOGIN");

        Answer read = api.presented(login.text("access_token"));
        assertThat(read.status()).isEqualTo(200);
        isLegacyToken(read, before);
        assertThat(read.text("access_token")).isEqualTo(login.text("access_token"));
        assertThat(read.text("expires_at")).isEqualTo(login.text("expires_at"));
        assertThat(Instant.parse(read.text("expires_at")).getEpochSecond())
                .isEqualTo(login.claims().path("exp").asLong());

        api.logout(login.text("access_token")).isEmpty(204);
        api.presented(login.text("access_token")).isNotSignedIn();
    }

    private static void isLegacyToken(Answer answer, Instant before) {
        assertThat(answer.members()).containsExactly("access_token", "expires_at", "expires_in", "role");
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(answer.text("role")).isEqualTo("StandardUser");
        assertThat(answer.json().get("expires_in").isInt()).isTrue();
        assertThat(answer.text("expires_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        long seconds = answer.json().get("expires_in").asLong();
        assertThat(seconds).isPositive();
        assertThat(Duration.between(before, Instant.parse(answer.text("expires_at"))))
                .isBetween(Duration.ofSeconds(seconds - 2), Duration.ofSeconds(seconds + 60));
    }

    @Test
    void namesAndPasswordsArriveAsTheyWereSent() {
        String password = "Pa ss+wör%41&=;d\"\\'😀!";
        tenant.createUser("o'brien.x_y-z", password);
        String body = "{\"username\":\"o'brien.x_y-z\",\"password\":\"Pa ss+wör%41&=;d\\\"\\\\'😀!\","
                + "\"domain\":\"sign-in.test\",\"unknown\":{\"member\":[1,null]}}";
        for (String contentType : List.of("application/json", "application/x-www-form-urlencoded", "text/plain")) {
            SignInApi.retried(() -> api.post("/auth/sign_in", contentType, body))
                    .isTokens();
        }
        api.signIn("o'brien.x_y-z", password.trim() + " ", "sign-in.test").isRefused();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?qr=true", "?qr=false", "?unknown=1"})
    void takesTheContractsQuery(String query) {
        SignInApi.retried(() -> api.post(
                        "/auth/sign_in" + query,
                        Map.of("username", "201", "password", PASSWORD, "domain", "sign-in.test")))
                .isTokens();
    }

    @Test
    void refusesAnotherQuery() {
        api.post("/auth/sign_in?qr=maybe", Map.of("username", "201", "password", PASSWORD, "domain", "sign-in.test"))
                .isInvalid("qr");
    }
}
