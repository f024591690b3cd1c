package io.keycloakpbx.tests.sts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The login that gives security tokens as JSON strings, and what is done with them. */
final class SwtApi {

    /** The answer to whatever is wrong with a sign-in. */
    static final String FAILED = error("", 500_201, "The user name or the password is not valid.");

    /** The answer to whoever is not in the environment. */
    static final String NO_ENVIRONMENT =
            error("environment", 500_201, "You do not have access to this environment or it does not exist.");

    private static final String BASE_URL = "1x/" + TokenTenant.ENVIRONMENT;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Keycloak keycloak;
    private final Realm base;

    /**
     * The API.
     *
     * @param base the realm of the base URL
     */
    SwtApi(Keycloak keycloak, Realm base) {
        this.keycloak = keycloak;
        this.base = base;
    }

    static Map<String, Object> credentials(String username, String password) {
        return Map.of("username", username, "password", password);
    }

    static Map<String, Object> body(String username) {
        return Map.of("primary", credentials(username, TokenTenant.PASSWORD), "environment", TokenTenant.ENVIRONMENT);
    }

    Response login(Object body) {
        return login(BASE_URL, body);
    }

    Response login(String baseUrl, Object body) {
        return login(baseUrl, Map.of(), body);
    }

    /** With headers. */
    Response login(Map<String, String> headers, Object body) {
        return login(BASE_URL, headers, body);
    }

    private Response login(String baseUrl, Map<String, String> headers, Object body) {
        return keycloak.http()
                .headers(headers)
                .contentType(ContentType.JSON)
                .body(body)
                .post(base.path("/securitytoken/" + baseUrl + "/api/login"));
    }

    /** The token of a user, be it a simple web token or not. */
    String token(String username) {
        return token(login(body(username)));
    }

    static String token(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        String json = answer.asString();
        assertThat(json).startsWith("\"").endsWith("\"");
        return json.substring(1, json.length() - 1);
    }

    /** Reads the realm's environments with a token by WRAP. */
    Response read(String token) {
        return wrap(token, base.adminPath("/securitydata/Environment"));
    }

    Response wrap(String token, String path) {
        return keycloak.http()
                .header("Authorization", "WRAP access_token=\"" + token + '"')
                .get(path);
    }

    /** A JSON web token whose signature was changed. */
    static String altered(String jwt) {
        int signature = jwt.lastIndexOf('.') + 10;
        return jwt.substring(0, signature) + (jwt.charAt(signature) == 'A' ? 'B' : 'A') + jwt.substring(signature + 1);
    }

    /** What a JSON web token says. */
    static ObjectNode payload(String jwt) {
        try {
            return JSON.readValue(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]), ObjectNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pairs of a token but the last one, which is its signature. */
    static Map<String, String> claims(String token) {
        Map<String, String> claims = new LinkedHashMap<>();
        for (String pair : signed(token).split("&")) {
            int equals = pair.indexOf('=');
            claims.put(
                    pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return claims;
    }

    /** What the signature is over. */
    static String signed(String token) {
        return token.substring(0, token.indexOf("&HMACSHA256="));
    }

    static String form(Map<String, String> claims) {
        return claims.entrySet().stream()
                .map(claim -> claim.getKey() + '=' + URLEncoder.encode(claim.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** A token of some pairs, signed. */
    static String sign(String form, String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
            return form + "&HMACSHA256="
                    + URLEncoder.encode(
                            Base64.getEncoder().encodeToString(mac.doFinal(form.getBytes(StandardCharsets.US_ASCII))),
                            StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key of a client's tokens. */
    Response key(String token, String clientId) {
        return keycloak.http(token).urlEncodingEnabled(false).get(base.adminPath("/securitydata/swt-key/" + clientId));
    }

    /** The body of a refusal. */
    static String error(String field, int number, String message) {
        return "{\"errors\":[{\"field\":\"" + field + "\",\"loggingNumber\":" + number + ",\"message\":\"" + message
                + "\"}]}";
    }
}
