package io.keycloakpbx.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** The admin API of a running server, as the master realm's administrator. Every other status than expected throws. */
final class AdminApi {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI baseUrl;
    private final String token;

    AdminApi(URI baseUrl, String adminName, String adminPassword) throws IOException, InterruptedException {
        this.baseUrl = baseUrl;
        this.token = token(adminName, adminPassword);
    }

    /** The JSON of a path below the base URL. */
    JsonNode get(String path) throws IOException, InterruptedException {
        return json.readTree(send(request(path).GET(), 200));
    }

    /** Makes what the value describes; 201 is expected. */
    void create(String path, Object value) throws IOException, InterruptedException {
        send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json.writeValueAsString(value))),
                201);
    }

    /** Puts the value in the place of what is there; 204 is expected. */
    void update(String path, Object value) throws IOException, InterruptedException {
        send(
                request(path)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(json.writeValueAsString(value))),
                204);
    }

    /** Sends a JSON file; 200 is expected. */
    void importFile(String path, Path file) throws IOException, InterruptedException {
        send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofFile(file)), 200);
    }

    private String token(String username, String password) throws IOException, InterruptedException {
        String form = Map.of(
                        "grant_type", "password", "client_id", "admin-cli", "username", username, "password", password)
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        baseUrl.resolve("/realms/master/protocol/openid-connect/token"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
        return json.readTree(send(request, 200)).path("access_token").asText();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(baseUrl.resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token);
    }

    private String send(HttpRequest.Builder request, int status) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != status) {
            throw new IOException(response.request().uri().getPath() + " answered " + response.statusCode());
        }
        return response.body();
    }
}
