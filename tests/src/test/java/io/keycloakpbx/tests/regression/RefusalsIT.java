package io.keycloakpbx.tests.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Refusals say how to go on. */
@OnKeycloak
class RefusalsIT {

    private static final String ID = "00000000-0000-4000-8000-000000000000";
    private static final String BASIC_PATH = "/communication_manager/rest/config/asterisk";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final Wire wire;

    RefusalsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.wire = new Wire(keycloak.baseUrl());
    }

    static Stream<String> paths() {
        return Mounted.paths("acme", ID);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void noAnswerIsKeptAndEach401SaysHowToAuthorize(String path) {
        // WebFinger is a document: Keycloak answers every other method there.
        for (String method : path.contains("/.well-known/") ? List.of("GET") : List.of("GET", "POST")) {
            HttpResponse<String> answer = wire.send(method, path, null, List.of());
            assertThat(answer.headers().allValues("Cache-Control"))
                    .as("%s: %d", method, answer.statusCode())
                    .containsExactly("no-store");
            if (answer.statusCode() == 401) {
                assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Bearer");
            }
        }
    }

    /** What the Admin API answers to who may ask is about one caller and one moment. */
    @Test
    void noAnswerOfTheAdminApiIsKept() {
        List<String> token = List.of("Authorization", "Bearer " + keycloak.adminToken());
        List<String> answered = new ArrayList<>();
        Mounted.paths(tenant.name(), ID)
                .filter(path -> path.startsWith("/admin/"))
                .forEach(path -> {
                    HttpResponse<String> answer = wire.send("GET", path, null, token);
                    assertThat(answer.headers().allValues("Cache-Control"))
                            .as("%s: %d", path, answer.statusCode())
                            .containsExactly("no-store");
                    if (answer.statusCode() == 200) {
                        answered.add(path);
                    }
                });
        assertThat(answered)
                .contains("/admin/realms/master/tenants")
                .contains(Stream.of(
                                "tenant",
                                "users-permissions",
                                "pbx-permissions",
                                "pbx-console",
                                "pbx-summary",
                                "pbx-people",
                                "pbx-groups",
                                "pbx-branches",
                                "pbx-operators",
                                "pbx-operator-roles",
                                "pbx-data",
                                "security-keys")
                        .map(id -> tenant.adminPath("/" + id))
                        .toArray(String[]::new));
    }

    @Test
    void whatIsNotThereIsToldInTheShapeOfTheAdminApi() {
        keycloak.admin()
                .delete("/admin/realms/acme/security-keys/" + ID)
                .then()
                .statusCode(404)
                .body("errorMessage", equalTo("Security key not found"));
        keycloak.admin()
                .get("/admin/realms/acme/tenants")
                .then()
                .statusCode(404)
                .body("errorMessage", equalTo("Tenants are administered in the realm master"));
    }

    private static String basic(String user, String password, Charset charset) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ':' + password).getBytes(charset));
    }

    @Test
    void basicIsAskedForWhereTheRealmTakesIt() {
        // As in a new tenant; the other test may have been before.
        tenant.attribute("pbx.basicAuth", null);
        String path = tenant.adminPath(BASIC_PATH);
        assertThat(challenges(path)).containsExactly("Bearer");
        tenant.attribute("pbx.basicAuth", "true");
        assertThat(challenges(path))
                .containsExactly("Basic realm=\"" + tenant.name() + "\", charset=\"UTF-8\"", "Bearer");
        assertThat(challenges(tenant.adminPath("/pbx-data"))).containsExactly("Bearer");
    }

    private List<String> challenges(String path) {
        HttpResponse<String> answer = wire.send("GET", path, null, List.of());
        assertThat(answer.statusCode()).isEqualTo(401);
        return answer.headers().allValues("WWW-Authenticate");
    }

    @Test
    void basicTakesUtf8AndLatin1ButNothingThatAnotherSiteHasCaused() {
        tenant.attribute("pbx.basicAuth", "true");
        tenant.createUser("isym", "Grüße-2026!");
        String path = tenant.adminPath(BASIC_PATH);
        // 403: signed in, without the right to see extensions.
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
            HttpResponse<String> answer =
                    wire.send("GET", path, null, List.of("Authorization", basic("isym", "Grüße-2026!", charset)));
            assertThat(answer.statusCode()).as("%s: %s", charset, answer.body()).isEqualTo(403);
        }
        tenant.clearEvents();
        for (List<String> site : List.of(
                List.of("Origin", "https://evil.example"),
                List.of("Origin", "null"),
                List.of("Sec-Fetch-Site", "cross-site"),
                List.of("Sec-Fetch-Site", "same-site"))) {
            HttpResponse<String> answer = wire.send(
                    "POST",
                    path,
                    "{}".getBytes(StandardCharsets.UTF_8),
                    Stream.concat(
                                    Stream.of("Authorization", basic("isym", "Grüße-2026!", StandardCharsets.UTF_8)),
                                    site.stream())
                            .toList());
            assertThat(answer.statusCode()).as("%s: %s", site, answer.body()).isEqualTo(403);
            assertThat(answer.body()).startsWith("A page of another site");
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        }
        assertThat(tenant.events()).isEmpty();
        assertThat(wire.send(
                                "GET",
                                path,
                                null,
                                List.of(
                                        "Authorization",
                                        basic("isym", "Grüße-2026!", StandardCharsets.UTF_8),
                                        "Origin",
                                        keycloak.baseUrl().toString()))
                        .body())
                .doesNotStartWith("A page of another site");
    }

    @Test
    void wrapIsAnAccessTokenWhereSecurityKeysAreAndNowhereElse() {
        String token = keycloak.realm("acme").clientToken("pbx-integration", "pbx-integration-demo");
        List<String> wrap = List.of("Authorization", "WRAP access_token=\"" + token + "\"");
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);

        assertThat(wire.send("POST", "/realms/acme/security-keys/validate", body, wrap)
                        .statusCode())
                .isEqualTo(400);
        assertThat(wire.send(
                                "POST",
                                "/realms/acme/security-keys/validate",
                                body,
                                List.of("Authorization", "WRAP access_token=\"e30.e30.\""))
                        .statusCode())
                .isEqualTo(401);
        assertThat(wire.send("GET", "/realms/acme/extensions/me", null, wrap).statusCode())
                .isEqualTo(401);
        assertThat(wire.send("GET", "/realms/acme/api/auth/user", null, wrap).statusCode())
                .isEqualTo(401);
    }
}
