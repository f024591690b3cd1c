package io.keycloakpbx.tests.regression;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the server would parse before a resource of ours is asked. */
@OnKeycloak
class BodiesAndTokensIT {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String ID = "00000000-0000-4000-8000-000000000000";

    private final Keycloak keycloak;
    private final Wire wire;

    BodiesAndTokensIT(Keycloak keycloak) {
        this.keycloak = keycloak;
        this.wire = new Wire(keycloak.baseUrl());
    }

    static Stream<String> paths() {
        return Mounted.paths("acme", ID);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void aMalformedFormIsNotLoggedWhoeverSendsIt(String path) {
        String secret = "Form-s3cret-marker";
        ServerLog log = new ServerLog();
        byte[] body = ("username=101&password=" + secret + "%\nFORGED").getBytes(StandardCharsets.UTF_8);
        for (List<String> authorization : List.of(
                List.of("Content-Type", FORM),
                List.of("Content-Type", FORM, "Authorization", "Bearer " + keycloak.ownAdminToken()))) {
            for (String method : List.of("POST", "PUT")) {
                HttpResponse<String> answer = wire.send(method, path, body, authorization);
                // SOAP says with a status of the server's what is wrong with a message.
                if (!answer.body().contains("<env:Value>env:Sender</env:Value>")) {
                    assertThat(answer.statusCode()).as(answer.body()).isLessThan(500);
                }
                assertThat(answer.body()).doesNotContain(secret);
            }
        }
        assertThat(log.logged()).doesNotContain(secret).doesNotContain("FORGED");
    }

    static Stream<String> tokenPaths() {
        return Stream.of(
                "/realms/acme/api/auth/user",
                "/realms/master/api/auth/user",
                "/realms/acme/api/login",
                "/realms/acme/extensions/me",
                "/admin/realms/acme/security-keys",
                "/admin/realms/acme/pbx-data",
                "/admin/realms/acme/communication_manager/rest/config/asterisk",
                "/admin/realms/master/tenants");
    }

    @ParameterizedTest
    @MethodSource("tokenPaths")
    void whateverIsWrongWithATokenIsOneAndTheSame401(String path) {
        String valid = path.contains("/admin/")
                ? keycloak.adminToken()
                : keycloak.realm("acme").clientToken("pbx-integration", "pbx-integration-demo");
        HttpResponse<String> without = wire.send("GET", path, null, List.of());
        assertThat(without.statusCode()).isEqualTo(401);
        for (List<String> headers : List.of(
                List.of("Authorization", "Bearer e30.e30."),
                List.of("Authorization", "Bearer bnVsbA.bnVsbA."),
                List.of("Authorization", "bearer e30.bnVsbA."),
                List.of("Authorization", "DPoP e30.e30."),
                List.of("Authorization", "Digest x"),
                List.of("Authorization", "Bearer"),
                List.of("Authorization", "Bearer " + valid, "Authorization", "Bearer " + valid),
                List.of("Authorization", "Bearer " + valid.substring(0, valid.length() - 9) + "AAAAAAAAA"),
                List.of("Authorization", "DPoP " + valid, "DPoP", "bnVsbA.bnVsbA."))) {
            HttpResponse<String> answer = wire.send("GET", path, null, headers);
            assertThat(answer.statusCode()).as("%s: %s", headers, answer.body()).isEqualTo(401);
            assertThat(answer.body()).isEqualTo(without.body());
            assertThat(answer.headers().allValues("WWW-Authenticate")).contains("Bearer");
        }
    }

    @Test
    void aProofThatIsNoneIsARefusedSignIn() {
        byte[] body = "{\"username\":\"101\",\"password\":\"Pbx-demo-101!\"}".getBytes(StandardCharsets.UTF_8);
        for (String proof : List.of("bnVsbA.bnVsbA.", "e30.e30.", "x")) {
            HttpResponse<String> answer =
                    wire.send("POST", "/realms/acme/api/auth/sign_in", body, List.of("DPoP", proof));
            assertThat(answer.statusCode()).as("%s: %s", proof, answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("\"code\":\"UNAUTHORIZED\"");
        }
    }

    @Test
    void theFormOfTheLegacyProviderSignInIsParsedSafely() {
        for (String form : List.of("domain=%", "&&&==", "domain=a&domain=b", "domain=%ff", "")) {
            HttpResponse<String> answer = wire.send(
                    "POST",
                    "/realms/acme/api/login/by_microsoft",
                    form.getBytes(StandardCharsets.UTF_8),
                    List.of("Content-Type", FORM));
            assertThat(answer.statusCode()).as("%s: %s", form, answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("\"code\":\"VALIDATE_FAILED\"");
        }
    }
}
