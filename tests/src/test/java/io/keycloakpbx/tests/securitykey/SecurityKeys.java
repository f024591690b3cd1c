package io.keycloakpbx.tests.securitykey;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Requests of the security key resource; those of an object come from a tenant's client pbx-integration. */
public final class SecurityKeys {

    private static final String NOT_VALID = "The security key is not valid.";
    private static final String PURPOSES = "io.keycloakpbx.securitykey.SecurityKeyPurpose";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final String token;

    SecurityKeys(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.token = integrationToken(keycloak, tenant);
    }

    /** The token of the client. */
    String token() {
        return token;
    }

    Response generate(Object body) {
        return generate(keycloak, tenant, token, body);
    }

    Response validate(Object body) {
        return validate(keycloak, tenant, token, body);
    }

    /** A key that lives long enough for any test. */
    Map<String, String> key(String purpose, String value) {
        return key(generate(Map.of("lifeSpan", 3600, "purpose", purpose, "value", value)));
    }

    /** Asserts the one answer to keys that are not valid, whatever is wrong with them. */
    static void assertRefused(Response response) {
        assertThat(response.statusCode()).isEqualTo(400);
        List<Map<String, Object>> errors = response.path("errors");
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0)).containsOnlyKeys("field", "loggingNumber", "message");
        assertThat(errors.get(0)).containsEntry("field", "keyCode").containsEntry("message", NOT_VALID);
    }

    /** A token of the tenant's client pbx-integration, which may issue and validate keys. */
    public static String integrationToken(Keycloak keycloak, Realm tenant) {
        return tenant.clientToken("pbx-integration", tenant.clientSecret("pbx-integration"));
    }

    /** A user's token by the tenant's client pbx-rest. */
    public static String userToken(Keycloak keycloak, Realm tenant, String username, String password) {
        return directGrant(keycloak, tenant, "username", username, "password", password)
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    /** The answer to a direct grant by pbx-rest with these parameters, names and values in turn. */
    public static Response directGrant(Keycloak keycloak, Realm tenant, String... parameters) {
        List<String> form = new ArrayList<>(List.of(
                "grant_type",
                "password",
                "scope",
                "openid",
                "client_id",
                "pbx-rest",
                "client_secret",
                tenant.clientSecret("pbx-rest")));
        form.addAll(List.of(parameters));
        return tenant.tokenRequest(form.toArray(String[]::new));
    }

    public static String clientUuid(Keycloak keycloak, Realm tenant, String clientId) {
        return keycloak.admin()
                .queryParam("clientId", clientId)
                .get(tenant.adminPath("/clients"))
                .then()
                .statusCode(200)
                .extract()
                .path("[0].id");
    }

    /** A role of a client, as the admin API represents it. */
    public static Map<String, Object> clientRole(Keycloak keycloak, Realm tenant, String clientId, String role) {
        return keycloak.admin()
                .get(tenant.adminPath("/clients/" + clientUuid(keycloak, tenant, clientId) + "/roles/" + role))
                .then()
                .statusCode(200)
                .extract()
                .path("");
    }

    public static void withdrawClientRole(
            Keycloak keycloak, Realm tenant, String userId, String clientId, String role) {
        keycloak.admin()
                .body(List.of(clientRole(keycloak, tenant, clientId, role)))
                .delete(clientMappings(keycloak, tenant, userId, clientId))
                .then()
                .statusCode(204);
    }

    private static String clientMappings(Keycloak keycloak, Realm tenant, String userId, String clientId) {
        return tenant.adminPath(
                "/users/" + userId + "/role-mappings/clients/" + clientUuid(keycloak, tenant, clientId));
    }

    public static Response generate(Keycloak keycloak, Realm tenant, String token, Object body) {
        return keycloak.http(token).contentType(ContentType.JSON).body(body).post(tenant.path("/security-keys"));
    }

    public static Response validate(Keycloak keycloak, Realm tenant, String token, Object body) {
        return keycloak.http(token)
                .contentType(ContentType.JSON)
                .body(body)
                .post(tenant.path("/security-keys/validate"));
    }

    /** The members of a generated key. */
    public static Map<String, String> key(Response generated) {
        return generated.then().statusCode(200).extract().path("");
    }

    /** The body that validates a key. */
    public static Map<String, String> proof(Map<String, String> key) {
        Map<String, String> proof = new HashMap<>(key);
        proof.keySet().retainAll(List.of("keyCode", "keyHash", "purpose"));
        return proof;
    }

    public static Response createPurpose(Keycloak keycloak, Realm tenant, String name, Map<String, Object> config) {
        return keycloak.admin()
                .body(Map.of(
                        "name",
                        name,
                        "providerId",
                        "pbx-security-key-purpose",
                        "providerType",
                        PURPOSES,
                        "config",
                        config))
                .post(tenant.adminPath("/components"));
    }

    /** Configures a purpose; the id of its component. */
    public static String configurePurpose(Keycloak keycloak, Realm tenant, String name, Map<String, Object> config) {
        String location = createPurpose(keycloak, tenant, name, config)
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
