package io.keycloakpbx.tests.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PBX facts in tokens, in userinfo and in introspection. */
@OnKeycloak
class ClaimsIT {

    /** With more, a SIP REGISTER that carries the token passes the 1,300 bytes of RFC 3261 section 18.1.1. */
    private static final int MAX_SIP_TOKEN = 700;

    private static final String PASSWORD = "Claims-in-token-1!";

    private final Keycloak keycloak;
    private final Realm tenant;

    ClaimsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    static void createUsersAndRegistrar(Keycloak keycloak, Realm tenant) {
        keycloak.admin()
                .body(Map.of("sipDomainAliases", List.of("alias." + tenant.name())))
                .put("/admin/realms/master/tenants/" + tenant.name())
                .then()
                .statusCode(204);
        tenant.createUser("user", PASSWORD);
        tenant.createUser("queue", PASSWORD, "QueueManager");
        tenant.createUser("abroad", PASSWORD, "StandardInternationalUser");
        tenant.createUser("boss", PASSWORD, "Replicator", "QueueManager", "Admin");
        // A SIP registrar that asks about the tokens of all clients, whatever their audience.
        keycloak.admin()
                .body(Map.of(
                        "clientId",
                        "registrar",
                        "secret",
                        "secret-of-the-registrar",
                        "attributes",
                        Map.of("allow.token.introspection.without.audience.check", "true")))
                .post(tenant.adminPath("/clients"))
                .then()
                .statusCode(201);
    }

    @ParameterizedTest
    @CsvSource({"user, StandardUser", "queue, QueueManager", "abroad, StandardInternationalUser", "boss, Admin"})
    void areInEveryKindOfToken(String username, String role) throws IOException {
        Response tokens = tokens(username, "openid");
        for (String token : List.of("access_token", "id_token")) {
            JsonNode claims = claims(tokens.path(token));
            assertThat(claims.path("sip_domain").asText()).as(token).isEqualTo(tenant.name());
            assertThat(claims.path("pbx_role").asText()).as(token).isEqualTo(role);
            assertThat(claims.path("iss").asText()).isEqualTo(tenant.issuer());
        }
        String token = tokens.path("access_token");
        for (Response answer : List.of(userinfo(token), introspection(token))) {
            answer.then()
                    .statusCode(200)
                    .body("sip_domain", equalTo(tenant.name()))
                    .body("pbx_role", equalTo(role));
        }
    }

    @Test
    void followTheTenant() throws IOException {
        String changed = "new." + tenant.name();
        changeDomain(tenant.name(), changed);
        try {
            assertThat(claims(tokens("user", "openid").path("access_token"))
                            .path("sip_domain")
                            .asText())
                    .isEqualTo(changed);
        } finally {
            changeDomain(changed, tenant.name());
        }
    }

    @Test
    void aTokenForSipIsSlim() throws IOException {
        Response tokens = tokens("boss", "openid sip");
        slim(tokens.path("access_token"));
        Response refreshed = tenant.tokenRequest(
                "grant_type",
                "refresh_token",
                "client_id",
                "pbx-rest",
                "client_secret",
                tenant.clientSecret("pbx-rest"),
                "refresh_token",
                tokens.path("refresh_token"));
        refreshed.then().statusCode(200);
        assertThat(refreshed.<String>path("access_token")).isNotEqualTo(tokens.path("access_token"));
        slim(refreshed.path("access_token"));
    }

    @Test
    void withoutTheScopeATokenIsAnOrdinaryOne() throws IOException {
        JsonNode claims = claims(tokens("boss", "openid").path("access_token"));
        assertThat(claims.path("realm_access").path("roles"))
                .extracting(JsonNode::asText)
                .contains("Admin", "QueueManager", "Replicator", "StandardUser");
        assertThat(claims.path("preferred_username").asText()).isEqualTo("boss");
    }

    /** What docs/sign-in.md promises: each byte of the payload takes four thirds, and nothing in it grows but what it lists. */
    @Test
    void aTokenForSipIsAsLongAsIsPromised() throws IOException {
        String token = tokens("abroad", "openid sip").path("access_token");
        String[] parts = token.split("\\.");
        int payload = 221 + (tenant.issuer() + "StandardInternationalUser").length();
        assertThat(Base64.getUrlDecoder().decode(parts[1]).length).as(token).isEqualTo(payload);
        assertThat(token.length()).isEqualTo(199 + (payload * 4 + 2) / 3);

        String host = "https://" + "h".repeat(40);
        String domain = "d".repeat(64);
        int longest =
                221 + (host + "/realms/" + domain + "StandardUser").length() + ",\"extension\":\"1234567\"".length();
        assertThat(199 + (longest * 4 + 2) / 3).isLessThan(MAX_SIP_TOKEN);
    }

    @Test
    void aTokenForSipTellsTheDomainWhereTheIssuerDoesNot() throws IOException {
        String changed = "sip." + tenant.name();
        changeDomain(tenant.name(), changed);
        try {
            assertThat(claims(tokens("user", "openid sip").path("access_token"))
                            .path("sip_domain")
                            .asText())
                    .isEqualTo(changed);
        } finally {
            changeDomain(changed, tenant.name());
        }
    }

    private void slim(String token) throws IOException {
        assertThat(token.length()).isLessThan(MAX_SIP_TOKEN);
        JsonNode claims = claims(token);
        assertThat(claims.path("iss").asText()).endsWith("/realms/" + tenant.name());
        assertThat(claims.has("sip_domain")).isFalse();
        assertThat(claims.path("scope").asText()).isEqualTo("openid sip");
        assertThat(claims.path("pbx_role").asText()).isEqualTo("Admin");
        assertThat(claims.path("sub").asText()).isEqualTo(tenant.userId("boss"));
        userinfo(token)
                .then()
                .statusCode(200)
                .body("preferred_username", equalTo("boss"))
                .body("sip_domain", equalTo(tenant.name()))
                .body("pbx_role", equalTo("Admin"));
        introspection(token)
                .then()
                .statusCode(200)
                .body("active", equalTo(true))
                .body("sub", equalTo(claims.path("sub").asText()))
                .body("sip_domain", equalTo(tenant.name()));
    }

    private void changeDomain(String from, String to) {
        keycloak.admin()
                .body("{\"sipDomain\":\"" + to + "\"}")
                .put("/admin/realms/master/tenants/" + from)
                .then()
                .statusCode(204);
    }

    private Response tokens(String username, String scope) {
        Response response = tenant.tokenRequest(
                "grant_type",
                "password",
                "client_id",
                "pbx-rest",
                "client_secret",
                tenant.clientSecret("pbx-rest"),
                "username",
                username,
                "password",
                PASSWORD,
                "scope",
                scope);
        response.then().statusCode(200);
        return response;
    }

    private Response userinfo(String token) {
        return keycloak.http(token).get(tenant.path("/protocol/openid-connect/userinfo"));
    }

    private Response introspection(String token) {
        return keycloak.http()
                .formParam("client_id", "registrar")
                .formParam("client_secret", "secret-of-the-registrar")
                .formParam("token", token)
                .post(tenant.path("/protocol/openid-connect/token/introspect"));
    }

    private static JsonNode claims(String token) throws IOException {
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }
}
