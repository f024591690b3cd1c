package io.keycloakpbx.tests.signin;

import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Arrays;
import java.util.Map;

/** The sign-in API at a realm's base URL. */
record TenantSignIn(Keycloak keycloak, Realm realm) {

    static final int REFUSED = 400;

    Response post(String operation, Map<String, ?> body) {
        return keycloak.http().contentType(ContentType.JSON).body(body).post(realm.path("/api/" + operation));
    }

    /** Registers redirect URIs at a client of the realm. */
    void register(String clientId, String... redirectUris) {
        String path = realm.adminPath("/clients");
        String id = keycloak.admin()
                .queryParam("clientId", clientId)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .path("[0].id");
        ObjectNode client = keycloak.admin().get(path + "/" + id).as(ObjectNode.class);
        ArrayNode registered = client.putArray("redirectUris");
        Arrays.stream(redirectUris).forEach(registered::add);
        keycloak.admin().body(client).put(path + "/" + id).then().statusCode(204);
    }

    /** The secret of a confidential client of the realm. */
    String secret(String clientId) {
        return keycloak.admin()
                .queryParam("clientId", clientId)
                .get(realm.adminPath("/clients"))
                .then()
                .statusCode(200)
                .extract()
                .path("[0].secret");
    }

    Response signIn(String username, String password) {
        return post("auth/sign_in", Map.of("username", username, "password", password));
    }

    /** The session token of a sign-in that waits for its second factor. */
    String challenged(String username, String password) {
        return signIn(username, password)
                .then()
                .statusCode(200)
                .body("two_factor_enabled", equalTo(true))
                .extract()
                .path("token");
    }

    Response sendOtp(String token) {
        return post("auth/send_otp", Map.of("token", token));
    }

    Response verifyOtp(String token, String code) {
        return post("auth/verify_otp", Map.of("token", token, "code", code));
    }

    /** Asserts the one answer of every sign-in that fails. */
    static void assertRefused(Response response) {
        response.then()
                .statusCode(REFUSED)
                .body("errors[0].code", equalTo("UNAUTHORIZED"))
                .body("errors[0].message", equalTo("Login failed, authentication error"));
    }

    /** Asserts the answer to a callback address that is none, or that nobody has registered: it tells the rule. */
    static void assertCallbackRefused(Response response) {
        assertError(response, 400, "VALIDATE_FAILED");
        response.then()
                .body("errors[0].detail.field", equalTo("callback_url"))
                .body(
                        "errors[0].detail.message",
                        equalTo("callback_url must be an https address (or http://localhost, http://127.0.0.1 or"
                                + " http://[::1], with any port), exactly as a client of the tenant has registered"
                                + " it"));
    }

    static void assertError(Response response, int status, String code) {
        response.then().statusCode(status).body("errors[0].code", equalTo(code));
    }
}
