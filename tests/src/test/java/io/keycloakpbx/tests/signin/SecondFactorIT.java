package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.keycloakpbx.tests.Totp;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sign-in of users who have set up an authenticator app. */
@OnKeycloak
class SecondFactorIT {

    private static final String PASSWORD = "Second-factor-601!";
    private static final int MAX_ATTEMPTS = 5;
    private static final int AT_ONCE = 8;

    @RegisterExtension
    static final Secrets SECRETS = new Secrets();

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SignInApi api;

    SecondFactorIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = SignInApi.ofMaster(keycloak, SECRETS);
    }

    private Totp user(String name) {
        return Totp.register(keycloak, tenant, tenant.createUser(name, PASSWORD));
    }

    private String challenge(String name) {
        return api.challenged(name, PASSWORD, tenant.name()).text("token");
    }

    @Test
    @Tag("smoke")
    void thePasswordGetsASessionTokenAndTheCodeGetsTheTokens() {
        Totp app = user("both");
        String id = tenant.userId("both");
        tenant.clearEvents();
        String token = challenge("both");
        assertThat(tenant.events()).noneMatch(event -> event.type().equals("LOGIN"));
        api.user(token).isNotSignedIn();
        api.refresh(token).isRefreshFailed();
        api.resetPassword(token, "Another-password-1!").isRefused();

        tenant.clearEvents();
        Answer signedIn = api.verifyOtp(token, app.code()).isTokens();
        assertThat(signedIn.claims().path("sub").asText()).isEqualTo(id);
        assertThat(signedIn.claims().path("sip_domain").asText()).isEqualTo(tenant.name());
        assertThat(signedIn.claims().path("scope").asText().split(" ")).contains("openid");
        assertThat(api.user(signedIn.text("access_token")).status()).isEqualTo(200);
        assertThat(tenant.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("LOGIN");
            assertThat(event.clientId()).isEqualTo("pbx-rest");
            assertThat(event.userId()).isEqualTo(id);
        });
        api.refresh(signedIn.text("refresh_token")).isTokens();
    }

    @Test
    void theLegacySignInAsksForTheSecondFactorToo() {
        Totp app = user("legacy");
        String token =
                api.login("legacy", PASSWORD, tenant.name()).isChallenge().text("token");
        api.verifyOtp(token, app.code()).isTokens();
    }

    @Test
    void aWrongPasswordIsNotTold() {
        user("mistaken");
        api.signIn("mistaken", "Second-factor-wrong!", tenant.name()).isRefused();
    }

    @Test
    void aTokenIsGoodOnce() {
        Totp app = user("once");
        String token = challenge("once");
        api.verifyOtp(token, app.code()).isTokens();
        api.verifyOtp(token, app.nextCode()).isRefused();
    }

    @Test
    void aCodeIsGoodOnce() {
        Totp app = user("replay");
        String code = app.code();
        api.verifyOtp(challenge("replay"), code).isTokens();
        api.verifyOtp(challenge("replay"), code).isRefused();
    }

    @Test
    void aTokenIsGoodForFiveAttempts() {
        // Otherwise the lock comes first.
        tenant.update(realm -> realm.put("failureFactor", 30));
        try {
            Totp app = user("attempts");
            String id = tenant.userId("attempts");
            String token = challenge("attempts");
            for (int attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
                api.verifyOtp(token, app.wrongCode()).isRefused();
                BruteForce.awaitFailures(keycloak, tenant, id, attempt);
            }
            String another = challenge("attempts");
            api.verifyOtp(token, app.code()).isTokens();
            BruteForce.awaitFailures(keycloak, tenant, id, 0);

            for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
                api.verifyOtp(another, app.wrongCode()).isRefused();
                BruteForce.awaitFailures(keycloak, tenant, id, attempt);
            }
            api.verifyOtp(another, app.nextCode()).isRefused();
        } finally {
            tenant.update(realm -> realm.put("failureFactor", 5));
        }
    }

    @Test
    @Tag("smoke")
    void wrongCodesCountAsFailures() {
        Totp app = user("guessed");
        String id = tenant.userId("guessed");
        String token = challenge("guessed");
        String another = challenge("guessed");
        tenant.clearEvents();
        api.verifyOtp(token, app.wrongCode()).isRefused();
        assertThat(tenant.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("LOGIN_ERROR");
            assertThat(event.error()).isEqualTo("invalid_user_credentials");
            assertThat(event.clientId()).isEqualTo("pbx-rest");
            assertThat(event.userId()).isEqualTo(id);
        });
        BruteForce.awaitFailures(keycloak, tenant, id, 1);
        for (int failures = 2; failures <= 5; failures++) {
            String presented = failures % 2 == 0 ? token : another;
            BruteForce.fail(keycloak, tenant, id, failures, () -> api.verifyOtp(presented, app.wrongCode())
                    .isRefused());
        }
        BruteForce.awaitLocked(keycloak, tenant, id);
        api.verifyOtp(another, app.code()).isRefused();
        api.signIn("guessed", PASSWORD, tenant.name()).isRefused();
        BruteForce.unlock(keycloak, tenant, id);
        api.verifyOtp(challenge("guessed"), app.nextCode()).isTokens();
    }

    /** A right password before each guess must not reset the count. */
    @Test
    void passwordsInBetweenForgiveNoWrongCodes() {
        Totp app = user("patient");
        String id = tenant.userId("patient");
        for (int failures = 1; failures <= 5; failures++) {
            BruteForce.fail(keycloak, tenant, id, failures, () -> api.verifyOtp(challenge("patient"), app.wrongCode())
                    .isRefused());
        }
        BruteForce.awaitLocked(keycloak, tenant, id);
        api.signIn("patient", PASSWORD, tenant.name()).isRefused();
    }

    @Test
    @Tag("smoke")
    void oneOfManyAtOnceWins() {
        Totp app = user("race");
        String token = challenge("race");
        String code = app.code();
        List<Answer> answers = Together.send(AT_ONCE, number -> api.verifyOtp(token, code));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).singleElement();
        assertThat(answers).filteredOn(answer -> answer.status() != 200).allSatisfy(Answer::isRefused);
    }

    @Test
    void oneCodeWithManyTokensAtOnceWinsOnce() {
        Totp app = user("tokens");
        List<String> tokens = List.of(challenge("tokens"), challenge("tokens"), challenge("tokens"));
        String code = app.code();
        List<Answer> answers = Together.send(tokens.size(), number -> api.verifyOtp(tokens.get(number), code));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void theTokenIsOfOneTenant() {
        Totp app = user("foreign");
        String token = challenge("foreign");
        SignInApi.of(keycloak.realm("acme"), SECRETS)
                .verifyOtp(token, app.code())
                .isRefused();
        String random = token.substring(token.lastIndexOf('.') + 1);
        api.verifyOtp(keycloak.realm("acme").name() + "." + random, app.code()).isRefused();
        api.verifyOtp(random, app.code()).isRefused();
        SignInApi.of(tenant, SECRETS).verifyOtp(token, app.code()).isTokens();
    }

    @Test
    void inventedTokensAreRefused() {
        for (String token : List.of("x", "x.y", ".", "..", tenant.name() + ".AAAA", "%", "'", "\u202E", "\r\n")) {
            api.verifyOtp(token, "123456").isRefused();
            api.resetPassword(token, "Another-password-1!").isRefused();
        }
    }

    @Test
    void aDisabledUserCannotFinish() {
        Totp app = user("disabled");
        String token = challenge("disabled");
        keycloak.admin()
                .body(Map.of("enabled", false))
                .put(tenant.adminPath("/users/" + tenant.userId("disabled")))
                .then()
                .statusCode(204);
        api.verifyOtp(token, app.code()).isRefused();
    }

    @Test
    void aSuspendedTenantsUserCannotFinish() {
        Totp app = user("suspended");
        String token = challenge("suspended");
        tenant.update(realm -> realm.put("enabled", false));
        try {
            api.verifyOtp(token, app.code()).isRefused();
        } finally {
            tenant.update(realm -> realm.put("enabled", true));
        }
        // Nor later: what was begun before the suspension is over.
        api.verifyOtp(token, app.code()).isRefused();
        api.verifyOtp(challenge("suspended"), app.code()).isTokens();
    }

    @Test
    void aRemovedUserCannotFinish() {
        Totp app = user("removed");
        String token = challenge("removed");
        tenant.deleteUser(tenant.userId("removed"));
        api.verifyOtp(token, app.code()).isRefused();
    }

    @Test
    @Tag("smoke")
    void aPasswordResetComesAfterTheSecondFactor() {
        Totp app = user("reset");
        keycloak.admin()
                .body(Map.of("requiredActions", List.of("UPDATE_PASSWORD")))
                .put(tenant.adminPath("/users/" + tenant.userId("reset")))
                .then()
                .statusCode(204);
        String reset = api.verifyOtp(challenge("reset"), app.code())
                .detail("PASSWORD_RESET_REQUIRED")
                .path("token")
                .textValue();
        api.verifyOtp(reset, app.nextCode()).isRefused();
        api.resetPassword(reset, "Second-factor-602!").isEmpty(200);
        String token =
                api.challenged("reset", "Second-factor-602!", tenant.name()).text("token");
        api.verifyOtp(token, app.nextCode()).isTokens();
    }

    @Test
    @Tag("smoke")
    void theStockTokenEndpointAsksForItToo() {
        Totp app = user("stock");
        String secret = Clients.secret(keycloak, tenant, "pbx-rest");
        Response password = tokenRequest(secret, "username", "stock", "password", PASSWORD);
        password.then().statusCode(400);
        assertThat(password.<String>path("error")).isEqualTo("mfa_required");
        assertThat(password.asString()).doesNotContain("access_token");
        String token = password.path("session_token");

        String id = tenant.userId("stock");
        BruteForce.fail(keycloak, tenant, id, 1, () -> tokenRequest(secret, "session_token", token)
                .then()
                .statusCode(400));
        BruteForce.fail(
                keycloak, tenant, id, 2, () -> tokenRequest(secret, "session_token", token, "otp", app.wrongCode())
                        .then()
                        .statusCode(400));
        Response tokens = tokenRequest(secret, "session_token", token, "otp", app.code());
        tokens.then().statusCode(200);
        assertThat(tokens.<String>path("access_token")).isNotEmpty();
        BruteForce.awaitFailures(keycloak, tenant, id, 0);
        // In one step, as Keycloak's own flow has it.
        tokenRequest(secret, "username", "stock", "password", PASSWORD, "otp", app.nextCode())
                .then()
                .statusCode(200);
    }

    private Response tokenRequest(String secret, String... parameters) {
        String[] form = new String[parameters.length + 6];
        System.arraycopy(
                new String[] {"grant_type", "password", "client_id", "pbx-rest", "client_secret", secret},
                0,
                form,
                0,
                6);
        System.arraycopy(parameters, 0, form, 6, parameters.length);
        return tenant.tokenRequest(form);
    }
}
