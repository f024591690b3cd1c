package io.keycloakpbx.tests;

import static org.hamcrest.Matchers.equalTo;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Map;

/** The sign-in API at a realm's base URL. */
record SignInApi(Keycloak keycloak, Realm realm) {

    static final int REFUSED = 400;

    Response post(String operation, Map<String, ?> body) {
        return keycloak.http().contentType(ContentType.JSON).body(body).post(realm.path("/api/" + operation));
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

    static void assertError(Response response, int status, String code) {
        response.then().statusCode(status).body("errors[0].code", equalTo(code));
    }
}
