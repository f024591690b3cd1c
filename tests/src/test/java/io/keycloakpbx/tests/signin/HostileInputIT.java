package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in: a refusal in the contract's words, never a failure of the server. */
@OnKeycloak
class HostileInputIT {

    private static final String PASSWORD = "Hostile-input-1!";
    private static final int TEN_MEGABYTES = 10 * 1024 * 1024;

    @RegisterExtension
    static final Secrets SECRETS = new Secrets();

    private final Keycloak keycloak;
    private final SignInApi api;
    private final Realm acme;

    HostileInputIT(Keycloak keycloak) {
        this.keycloak = keycloak;
        this.api = SignInApi.ofMaster(keycloak, SECRETS);
        this.acme = keycloak.realm("acme");
    }

    static Stream<String> bodiesThatAreNoObject() {
        return Stream.of(
                "",
                " ",
                "{",
                "}",
                "[]",
                "null",
                "\"text\"",
                "42",
                "{\"username\":}",
                "{username:\"101\"}",
                "{'username':'101'}",
                "{\"username\":\"101\"} {}",
                "{\"username\":\"101\",}",
                "{\"username\":\"101\",\"username\":\"102\",\"password\":\"" + PASSWORD + "\"}",
                "username=101&password=" + PASSWORD,
                "<user><username>101</username></user>",
                "{\"username\":\"\\ud800\",\"password\":\"" + PASSWORD + "\"",
                "[".repeat(20_000),
                "{\"a\":".repeat(10_000),
                "{\"username\":\"" + "x".repeat(70_000) + "\"}",
                "{\"n\":1e999999999,\"username\":\"101\"");
    }

    @ParameterizedTest
    @MethodSource("bodiesThatAreNoObject")
    void aBodyThatIsNoObjectIsInvalid(String body) {
        for (String path :
                List.of("/auth/sign_in", "/login", "/auth/verify_otp", "/auth/reset_password", "/auth/refresh_token")) {
            Answer answer = api.post(path, "application/json", body).isInvalid(null);
            assertThat(answer.body()).doesNotContain(PASSWORD);
        }
        api.post("/auth/sign_in", "application/x-www-form-urlencoded", body).isInvalid(null);
    }

    @Test
    void textThatIsNotUtf8IsInvalid() {
        byte[] body = "{\"username\":\"101\",\"password\":\"x\"}".getBytes(StandardCharsets.US_ASCII);
        body[body.length - 3] = (byte) 0xff;
        api.send("POST", "/auth/sign_in", body, "Content-Type", "application/json")
                .isInvalid(null);
    }

    static Stream<Arguments> fieldsThatBreakTheirRule() {
        String longest = "x".repeat(64);
        return Stream.of(
                Arguments.of("/auth/sign_in", "username", "{\"password\":\"p\"}"),
                Arguments.of("/auth/sign_in", "username", "{\"username\":null,\"password\":\"p\"}"),
                Arguments.of("/auth/sign_in", "username", "{\"username\":\"\",\"password\":\"p\"}"),
                Arguments.of("/auth/sign_in", "username", "{\"username\":101,\"password\":\"p\"}"),
                Arguments.of("/auth/sign_in", "username", "{\"username\":[\"101\"],\"password\":\"p\"}"),
                Arguments.of("/auth/sign_in", "username", "{\"username\":{},\"password\":\"p\"}"),
                Arguments.of("/auth/sign_in", "username", "{\"username\":true,\"password\":\"p\"}"),
                Arguments.of("/auth/sign_in", "username", "{\"username\":\"" + longest + "x\",\"password\":\"p\"}"),
                Arguments.of("/auth/sign_in", "username", "{\"username\":\"1\\u00001\",\"password\":\"p\"}"),
                Arguments.of("/auth/sign_in", "username", "{\"username\":\"\\ud800\",\"password\":\"p\"}"),
                Arguments.of("/auth/sign_in", "password", "{\"username\":\"101\"}"),
                Arguments.of("/auth/sign_in", "password", "{\"username\":\"101\",\"password\":null}"),
                Arguments.of("/auth/sign_in", "password", "{\"username\":\"101\",\"password\":\"\"}"),
                Arguments.of("/auth/sign_in", "password", "{\"username\":\"101\",\"password\":12345678}"),
                Arguments.of("/auth/sign_in", "password", "{\"username\":\"101\",\"password\":\"a\\u0000b\"}"),
                Arguments.of("/auth/sign_in", "domain", "{\"username\":\"101\",\"password\":\"p\",\"domain\":\"\"}"),
                Arguments.of("/auth/sign_in", "domain", "{\"username\":\"101\",\"password\":\"p\",\"domain\":7}"),
                Arguments.of("/auth/sign_in", "domain", "{\"username\":\"101\",\"password\":\"p\",\"domain\":[]}"),
                Arguments.of(
                        "/auth/sign_in", "domain", "{\"username\":\"101\",\"password\":\"p\",\"domain\":\"a\\u0000\"}"),
                Arguments.of(
                        "/auth/sign_in",
                        "domain",
                        "{\"username\":\"101\",\"password\":\"p\",\"domain\":\"" + "x".repeat(281) + "\"}"),
                Arguments.of("/login", "username", "{\"password\":\"p\"}"),
                Arguments.of("/login", "password", "{\"username\":\"101\"}"),
                Arguments.of("/login", "domain", "{\"username\":\"101\",\"password\":\"p\",\"domain\":\"\"}"),
                Arguments.of("/auth/refresh_token", "refresh_token", "{}"),
                Arguments.of("/auth/refresh_token", "refresh_token", "{\"refresh_token\":\"\"}"),
                Arguments.of("/auth/refresh_token", "refresh_token", "{\"refresh_token\":false}"),
                Arguments.of("/auth/verify_otp", "token", "{\"code\":\"123456\"}"),
                Arguments.of("/auth/verify_otp", "token", "{\"token\":\"" + "t".repeat(1000) + "\",\"code\":\"1\"}"),
                Arguments.of("/auth/verify_otp", "code", "{\"token\":\"x\"}"),
                Arguments.of("/auth/verify_otp", "code", "{\"token\":\"x\",\"code\":123456}"),
                Arguments.of("/auth/verify_otp", "code", "{\"token\":\"x\",\"code\":\"" + longest + "\"}"),
                Arguments.of("/auth/reset_password", "token", "{\"new_password\":\"Hostile-2!\"}"),
                Arguments.of("/auth/reset_password", "new_password", "{\"token\":\"x\"}"),
                Arguments.of("/auth/reset_password", "new_password", "{\"token\":\"x\",\"new_password\":[]}"));
    }

    @ParameterizedTest
    @MethodSource("fieldsThatBreakTheirRule")
    void aFieldThatBreaksItsRuleIsNamed(String path, String field, String body) {
        Answer answer = api.post(path, "application/json", body).isInvalid(field);
        assertThat(answer.detail("VALIDATE_FAILED").path("message").asText()).startsWith(field);
    }

    @Test
    void theLongestValuesArePossible() {
        api.signIn("x".repeat(64), "p".repeat(60_000), "acme.example.com").isRefused();
        api.signIn("101", "Pbx-demo-101!", "x".repeat(280)).isRefused();
        SignInApi.retried(() -> api.post(
                        "/auth/sign_in",
                        "application/json",
                        "{\"username\":\"101\",\"password\":\"Pbx-demo-101!\",\"domain\":\"acme.example.com\",\"x\":"
                                + "[".repeat(500) + "]".repeat(500) + "}"))
                .isTokens();
    }

    @Test
    void aBodyOfTenMegabytesIsRefused() {
        byte[] body = new byte[TEN_MEGABYTES];
        Arrays.fill(body, (byte) ' ');
        for (String contentType : List.of("application/json", "application/x-www-form-urlencoded", "text/plain")) {
            Answer answer = api.send("POST", "/auth/sign_in", body, "Content-Type", contentType);
            assertThat(answer.status()).as(contentType).isIn(400, 413);
        }
        api.signedIn("101", "Pbx-demo-101!", "acme.example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/xml",
                "multipart/form-data; boundary=x",
                "application/octet-stream",
                "*/*",
                "application/json; charset=nonsense",
                "application/json;;;",
                "nonsense",
                "/",
                "a/b/c",
                "application/",
                "application/json, text/plain"
            })
    void otherContentTypesAreReadAsJson(String contentType) {
        api.post(
                        "/auth/sign_in",
                        contentType,
                        "{\"username\":\"nobody\",\"password\":\"" + PASSWORD + "\",\"domain\":\"acme.example.com\"}")
                .isRefused();
        api.post("/auth/sign_in", contentType, "username=nobody&password=" + PASSWORD)
                .isInvalid(null);
    }

    static Stream<String> tokens() {
        String none = json("{\"alg\":\"none\"}");
        String es256 = json("{\"alg\":\"ES256\",\"kid\":\"x\"}");
        String acme = "\"iss\":\"http://localhost/realms/acme\"";
        return Stream.of(
                "x",
                ".",
                "..",
                "...",
                "a.b.c",
                "%00",
                "'",
                none + "." + json("{" + acme + "}") + ".",
                none + "." + json("{" + acme + ",\"sub\":\"x\",\"exp\":9999999999,\"typ\":\"Bearer\"}") + ".x",
                none + "." + json("null") + ".",
                none + "." + json("[]") + ".",
                none + "." + json("{}") + ".",
                none + "." + json("{\"iss\":null}") + ".",
                none + "." + json("{\"iss\":\"\"}") + ".",
                none + "." + json("{\"iss\":\"/\"}") + ".",
                none + "." + json("{\"iss\":42}") + ".",
                none + "." + json("{\"iss\":[]}") + ".",
                none + "." + json("{\"iss\":\"http://localhost/realms/nowhere\"}") + ".",
                none + "." + json("{\"iss\":\"http://localhost/realms/acme\\u0000\"}") + ".",
                none + "." + json("{\"iss\":\"http://localhost/realms/\\ud800\"}") + ".",
                none + "." + json("{\"iss\":\"" + "x".repeat(3000) + "\"}") + ".",
                none + "." + json("{\"iss\":\"http://localhost/realms/acme' or '1'='1\"}") + ".",
                none + "." + "!!!" + ".",
                json("null") + "." + json("{" + acme + "}") + ".x",
                json("[]") + "." + json("{" + acme + "}") + ".x",
                json("{}") + "." + json("{" + acme + "}") + ".x",
                json("{\"alg\":\"HS256\"}") + "." + json("{" + acme + "}") + ".x",
                json("{\"alg\":\"nonsense\"}") + "." + json("{" + acme + "}") + ".x",
                json("{\"alg\":\"ES256\",\"kid\":null}") + "." + json("{" + acme + "}") + ".x",
                json("{\"alg\":\"ES256\",\"kid\":\"../../x\"}") + "." + json("{" + acme + "}") + ".x",
                es256 + "." + json("{" + acme + ",\"typ\":\"Refresh\",\"sid\":\"x\"}") + ".x",
                json("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}") + "....",
                json("{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\",\"zip\":\"DEF\"}") + ".x.x.x.x",
                es256 + "." + json("{" + acme + ",\"exp\":\"x\"}") + ".x",
                es256 + "." + json("[".repeat(2000)) + ".x");
    }

    private static String json(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void inventedTokensAreRefused(String token) {
        for (SignInApi base : List.of(api, SignInApi.of(acme, SECRETS))) {
            base.user(token).isNotSignedIn();
            base.presented(token).isNotSignedIn();
            base.signOut(token).isNotSignedIn();
            base.logout(token).isNotSignedIn();
            base.refresh(token).isRefreshFailed();
            assertThat(base.get("/info", SignInApi.bearer(token)).status()).isEqualTo(200);
        }
        if (token.length() <= 160) {
            api.verifyOtp(token, "123456").isRefused();
            api.resetPassword(token, PASSWORD).isRefused();
        }
    }

    @Test
    void otherPathsAndMethodsAreNoFailureOfTheServer() {
        for (String path : List.of("", "/", "/auth", "/auth/", "/auth/sign_in/", "/auth/sign_in/x/y", "/nowhere")) {
            assertThat(api.get(path).status()).as(path).isBetween(400, 499);
            assertThat(api.post(path, "application/json", "{").status())
                    .as(path)
                    .isBetween(400, 499);
        }
        for (String method : List.of("PUT", "DELETE", "PATCH", "GET", "TRACE", "NONSENSE")) {
            assertThat(api.send(method, "/auth/sign_in", new byte[0]).status())
                    .as(method)
                    .isBetween(400, 499);
        }
        assertThat(keycloak.http().post("/realms/nowhere/api/auth/sign_in").statusCode())
                .isEqualTo(404);
    }

    @Test
    void membersThatNobodyKnowsAreIgnored() {
        SignInApi.retried(() -> api.post(
                        "/auth/sign_in",
                        Map.of(
                                "username",
                                "101",
                                "password",
                                "Pbx-demo-101!",
                                "domain",
                                "acme.example.com",
                                "grant_type",
                                "client_credentials",
                                "client_id",
                                "admin-cli",
                                "scope",
                                "offline_access",
                                "session_token",
                                "x",
                                "otp",
                                "1")))
                .isTokens();
    }
}
