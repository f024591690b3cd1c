package io.keycloakpbx.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Requests that put on the server what a comparison needs, in the demo's tenant acme. Refusals throw. */
final class TenantApi {

    static final String INTEGRATION = "pbx-integration";
    static final String INTEGRATION_SECRET = "pbx-integration-demo";

    private static final String PROVISIONING = "pbx-provisioning";
    private static final String PROVISIONING_SECRET = "pbx-provisioning-demo";

    /** The paths of PBX servers, below the base URL. */
    static final String SERVERS = "/admin/realms/acme/communication_manager/rest/config/asterisk";

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Site site;

    TenantApi(Site site) {
        this.site = site;
    }

    /** An access token of the tenant's client for security keys; it lives for five minutes. */
    String integrationToken() {
        return clientToken(INTEGRATION, INTEGRATION_SECRET);
    }

    /** An access token of the tenant's client for users and extensions; it lives for five minutes. */
    String provisioningToken() {
        return clientToken(PROVISIONING, PROVISIONING_SECRET);
    }

    /** An access token of a client's service account. */
    String clientToken(String client, String secret) {
        return token("acme", "grant_type=client_credentials&client_id=" + client + "&client_secret=" + secret);
    }

    /** An access token of the server's administrator; it lives for one minute. */
    String adminToken() {
        return token("master", "grant_type=password&client_id=admin-cli&username=admin&password=admin");
    }

    /** A refresh token of a user of acme, in a session that begins at an address. */
    String refreshToken(String client, String secret, String username, String address) {
        return passwordGrant(client, secret, username, address)
                .path("refresh_token")
                .asText();
    }

    /** An access token of a user of acme; it lives for five minutes. */
    String userToken(String client, String secret, String username) {
        return passwordGrant(client, secret, username, ComparisonSimulation.CLIENT)
                .path("access_token")
                .asText();
    }

    private JsonNode passwordGrant(String client, String secret, String username, String address) {
        return send(request("/realms/acme/protocol/openid-connect/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Forwarded-For", address)
                .POST(BodyPublishers.ofString("grant_type=password&client_id=" + client + "&client_secret=" + secret
                        + "&username=" + username + "&password="
                        + URLEncoder.encode(Users.PASSWORD, StandardCharsets.UTF_8))));
    }

    /** The text that a login answers with. */
    String login(String path, String body) {
        return send(request(path)
                        .header("Content-Type", "application/json")
                        .header("X-Forwarded-For", ComparisonSimulation.CLIENT)
                        .POST(BodyPublishers.ofString(body)))
                .asText();
    }

    /** The answer to a message, as it is. */
    String soap(String path, String contentType, String message) {
        return text(request(path)
                .header("Content-Type", contentType)
                .header("X-Forwarded-For", ComparisonSimulation.CLIENT)
                .POST(BodyPublishers.ofString(message)));
    }

    JsonNode get(String token, String path) {
        return send(request(path).header("Authorization", "Bearer " + token).GET());
    }

    JsonNode post(String token, String path, Object body) {
        return send(request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.valueToTree(body).toString())));
    }

    /** Sets an attribute of a realm, and leaves the others. */
    void attribute(String token, String realm, String name, String value) {
        String path = "/admin/realms/" + realm;
        Map<String, Object> attributes = new HashMap<>();
        get(token, path)
                .path("attributes")
                .fields()
                .forEachRemaining(attribute ->
                        attributes.put(attribute.getKey(), attribute.getValue().asText()));
        attributes.put(name, value);
        put(token, path, Map.of("attributes", attributes));
    }

    void put(String token, String path, Object body) {
        send(request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json.valueToTree(body).toString())));
    }

    private String token(String realm, String form) {
        return send(request("/realms/" + realm + "/protocol/openid-connect/token")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)))
                .path("access_token")
                .asText();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(site.url(path))).timeout(TIMEOUT);
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            return json.readTree(text(request));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        response.request().uri().getPath() + " answered " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
