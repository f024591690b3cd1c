package io.keycloakpbx.tests.sts;

import static io.keycloakpbx.tests.sts.SwtApi.FAILED;
import static io.keycloakpbx.tests.sts.SwtApi.NO_ENVIRONMENT;
import static io.keycloakpbx.tests.sts.SwtApi.body;
import static io.keycloakpbx.tests.sts.SwtApi.credentials;
import static io.keycloakpbx.tests.sts.SwtApi.error;
import static io.keycloakpbx.tests.sts.SwtApi.payload;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The login that gives security tokens as JSON strings: to whom, and what it says to others. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class SwtLoginIT {

    private static final String CLIENT = "pbx-rest";

    private final Keycloak keycloak;
    private final Realm realm;
    private final SwtTenant tenant;
    private final SwtApi api;

    SwtLoginIT(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.tenant = new SwtTenant(keycloak, realm);
        this.api = new SwtApi(keycloak, realm);
    }

    @Test
    void withoutOptInTheTokenIsTheAccessToken() {
        String username = tenant.user();
        Response answer = api.login(body(username));
        assertThat(answer.contentType()).startsWith("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        String token = SwtApi.token(answer);
        ObjectNode claims = payload(token);
        assertThat(claims.path("iss").asText()).isEqualTo(realm.issuer());
        assertThat(claims.path("azp").asText()).isEqualTo(CLIENT);
        assertThat(claims.has("act")).isFalse();
        api.read(token).then().statusCode(200);
        keycloak.http(token)
                .get(realm.adminPath("/securitydata/Environment"))
                .then()
                .statusCode(200);
        Realm.Event login = tenant.event("LOGIN", realm.userId(username));
        assertThat(login.clientId()).isEqualTo(CLIENT);
        assertThat(login.details()).containsEntry("username", username).containsEntry("sip_domain", realm.name());
        assertThat(login.details()).doesNotContainKeys("pbx_actor", "pbx_act_as");
    }

    @Test
    void theDomainIsTheRealmOrOneOfItsSipDomainsInAnyCase() {
        String username = tenant.user();
        for (String typed : List.of(
                username,
                realm.name() + '\\' + username,
                realm.name().toUpperCase(Locale.ROOT) + '\\' + username,
                username + '@' + realm.name())) {
            assertThat(payload(api.token(typed)).path("sub").asText()).as(typed).isEqualTo(realm.userId(username));
        }
        assertThat(api.login("1xa/" + TokenTenant.ENVIRONMENT, body(username)).statusCode())
                .isEqualTo(200);
        String other = tenant.environment();
        // That of the body wins.
        assertThat(api.login("1x/" + other, body(username)).statusCode()).isEqualTo(200);
        assertThat(api.login("1x/" + other, Map.of("primary", credentials(username, TokenTenant.PASSWORD)))
                        .asString())
                .isEqualTo(NO_ENVIRONMENT);
    }

    @Test
    void whatFailsFailsInOneWay() {
        String username = tenant.user();
        String disabled = tenant.user();
        keycloak.admin()
                .body(Map.of("enabled", false))
                .put(realm.adminPath("/users/" + realm.userId(disabled)))
                .then()
                .statusCode(204);
        Realm foreign = keycloak.tenant();
        TokenTenant others = TokenTenant.of(keycloak, foreign);
        others.createUser("foreigner");
        List<Map<String, Object>> wrong = List.of(
                credentials(username, "wrong"),
                credentials(disabled, TokenTenant.PASSWORD),
                credentials("nobody", TokenTenant.PASSWORD),
                credentials("nowhere.example.com\\" + username, TokenTenant.PASSWORD),
                credentials(foreign.name() + "\\foreigner", TokenTenant.PASSWORD),
                credentials("\\" + username, TokenTenant.PASSWORD),
                credentials("u".repeat(900), TokenTenant.PASSWORD));
        for (Map<String, Object> primary : wrong) {
            Response answer = api.login(Map.of("primary", primary, "environment", TokenTenant.ENVIRONMENT));
            assertThat(answer.asString()).as("%s", primary.get("username")).isEqualTo(FAILED);
            assertThat(answer.statusCode()).isEqualTo(401);
        }
        assertThat(realm.events().stream().filter(event -> "LOGIN_ERROR".equals(event.type())))
                .anySatisfy(event -> assertThat(event.error()).isEqualTo("invalid_user_credentials"))
                .anySatisfy(event -> {
                    assertThat(event.error()).isEqualTo("unknown_sip_domain");
                    assertThat(event.details()).containsEntry("sip_domain", "nowhere.example.com");
                });
        assertThat(api.login(Map.of("primary", credentials(username, TokenTenant.PASSWORD), "environment", "Nowhere"))
                        .asString())
                .isEqualTo(NO_ENVIRONMENT);
    }

    @Test
    void whatIsMalformedIsNamed() {
        Map<String, String> cases = new LinkedHashMap<>();
        cases.put("{", error("", 500_200, "the request body is not well-formed JSON"));
        cases.put("[]", error("", 500_200, "the request body must be a JSON object"));
        cases.put("{}", error("primary", 500_200, "primary is required"));
        cases.put("{\"primary\":\"x\"}", error("primary", 500_200, "primary must be an object"));
        cases.put(
                "{\"primary\":{\"password\":\"x\"}}",
                error("primary.username", 500_200, "primary.username is required"));
        cases.put(
                "{\"primary\":{\"username\":\"x\"}}",
                error("primary.password", 500_200, "primary.password is required"));
        cases.put(
                "{\"primary\":{\"username\":\"x\",\"password\":\"x\"},\"actAs\":{\"username\":\"y\"}}",
                error("actAs.password", 500_200, "actAs.password is required"));
        cases.forEach((body, answer) -> {
            Response response = api.login(body);
            assertThat(response.asString()).as(body).isEqualTo(answer);
            assertThat(response.statusCode()).isEqualTo(400);
        });
        assertThat(api.login("").statusCode()).isEqualTo(400);
        assertThat(api.login("{\"primary\":{\"username\":\"" + "u".repeat(70_000) + "\"}}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void whoIsNotInTheEnvironmentHasNoTokenAndNoSession() {
        String environment = tenant.environment();
        String username = tenant.user();
        Response answer = tenant.login(username, environment);
        assertThat(answer.asString()).isEqualTo(NO_ENVIRONMENT);
        assertThat(answer.statusCode()).isEqualTo(401);
        String id = realm.userId(username);
        assertThat(tenant.hasSession(id)).isFalse();
        assertThat(tenant.event("LOGOUT", id).sessionId())
                .isEqualTo(tenant.event("LOGIN", id).sessionId());
    }

    @Test
    void whatIsToBeDoneFirstIsTold() {
        String username = tenant.user();
        String id = realm.userId(username);
        keycloak.admin()
                .body(Map.of("requiredActions", List.of("UPDATE_PASSWORD")))
                .put(realm.adminPath("/users/" + id))
                .then()
                .statusCode(204);
        assertThat(api.login(body(username)).asString())
                .isEqualTo(error("", 500_201, "The user has to sign in with a browser first: UPDATE_PASSWORD."));
        assertThat(api.login(Map.of("primary", credentials(username, "wrong"), "environment", TokenTenant.ENVIRONMENT))
                        .asString())
                .isEqualTo(FAILED);
    }
}
