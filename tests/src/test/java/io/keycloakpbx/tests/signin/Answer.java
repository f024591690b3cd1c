package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What the server answered, to the letter. */
record Answer(int status, HttpHeaders headers, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String FAILED =
            "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"Login failed, authentication error\"}]}";
    private static final String REFRESH_FAILED = "{\"errors\":[{\"code\":\"UNKNOWN\",\"message\":\"unknown error\"}]}";
    private static final String NOT_SIGNED_IN =
            "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"Unauthorized\"}]}";
    private static final String UNKNOWN_DOMAIN = "{\"errors\":[{\"code\":\"NOT_FOUND\",\"message\":"
            + "\"No tenant information found by the provided SIP domain\"}]}";

    JsonNode json() {
        // No text is read as no value, of which any member is missing without a word.
        assertThat(body).as("the body of a %d", status).isNotEmpty();
        return json(body);
    }

    String text(String member) {
        return json().required(member).textValue();
    }

    String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    /** The claims of the access token; nothing is verified. */
    JsonNode claims() {
        return claims(text("access_token"));
    }

    static JsonNode claims(String token) {
        return json(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8));
    }

    List<String> members() {
        List<String> names = new ArrayList<>();
        json().fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The tokens of a finished sign-in or refresh, and nothing else. */
    Answer isTokens() {
        isJson(200);
        assertThat(members()).containsExactly("token_type", "access_token", "refresh_token", "expires_in");
        assertThat(json().get("token_type").textValue()).isEqualTo("Bearer");
        assertThat(json().get("access_token").textValue()).isNotEmpty();
        assertThat(json().get("refresh_token").textValue()).isNotEmpty();
        assertThat(json().get("expires_in").isIntegralNumber()).isTrue();
        assertThat(json().get("expires_in").longValue()).isPositive();
        return this;
    }

    /** The first half of a sign-in with a second factor, and nothing else. */
    Answer isChallenge() {
        isJson(200);
        assertThat(members()).containsExactly("two_factor_enabled", "token");
        assertThat(json().get("two_factor_enabled").isBoolean()).isTrue();
        assertThat(json().get("two_factor_enabled").booleanValue()).isTrue();
        assertThat(json().get("token").textValue()).isNotEmpty();
        return this;
    }

    /** The one answer to everything that is wrong with a sign-in. */
    Answer isRefused() {
        return isExactly(400, FAILED);
    }

    boolean isRefusal() {
        return body.equals(FAILED);
    }

    Answer isRefreshFailed() {
        return isExactly(400, REFRESH_FAILED);
    }

    Answer isNotSignedIn() {
        return isExactly(401, NOT_SIGNED_IN);
    }

    Answer isUnknownDomain() {
        return isExactly(404, UNKNOWN_DOMAIN);
    }

    /** A refused field; null where it is the body as a whole. */
    Answer isInvalid(String field) {
        isJson(400);
        assertThat(members()).containsExactly("errors");
        JsonNode errors = json().get("errors");
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).path("code").asText()).isEqualTo("VALIDATE_FAILED");
        assertThat(errors.get(0).path("message").asText()).isEqualTo("field validation failed");
        JsonNode detail = errors.get(0).path("detail");
        assertThat(detail.path("field").textValue()).as(body).isEqualTo(field);
        assertThat(detail.path("message").asText()).isNotBlank();
        return this;
    }

    /** An error with this code; what it details. */
    JsonNode detail(String code) {
        isJson(400);
        JsonNode error = json().path("errors").path(0);
        assertThat(error.path("code").asText()).as(body).isEqualTo(code);
        assertThat(error.path("message").asText()).isNotBlank();
        return error.path("detail");
    }

    Answer isExactly(int expectedStatus, String expectedBody) {
        isJson(expectedStatus);
        assertThat(body).isEqualTo(expectedBody);
        return this;
    }

    /** An answer without a body. */
    Answer isEmpty(int expectedStatus) {
        assertThat(status).as(body).isEqualTo(expectedStatus);
        assertThat(body).isEmpty();
        assertThat(headers.allValues("Cache-Control")).containsExactly("no-store");
        return this;
    }

    private void isJson(int expectedStatus) {
        assertThat(status).as(body).isEqualTo(expectedStatus);
        assertThat(header("Content-Type")).startsWith("application/json");
        assertThat(headers.allValues("Cache-Control")).containsExactly("no-store");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + text, e);
        }
    }
}
