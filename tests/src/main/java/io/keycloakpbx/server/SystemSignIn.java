package io.keycloakpbx.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Lets system administrators sign in through {@code /realms/master/api}: the master realm needs the client
 * {@code pbx-rest} for it, as every tenant has one from the template. The bundle leaves the master realm alone.
 */
public final class SystemSignIn {

    private static final String CLIENT = "pbx-rest";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI baseUrl;

    private SystemSignIn(URI baseUrl) {
        this.baseUrl = baseUrl;
    }

    /**
     * Makes the client if the master realm has none.
     *
     * @throws ServerException if the administrator may not, or cannot sign in
     */
    public static void enable(URI baseUrl, String adminName, String adminPassword) {
        try {
            new SystemSignIn(baseUrl).enable(adminName, adminPassword);
        } catch (IOException e) {
            throw new ServerException("The master realm's client " + CLIENT + " could not be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("Interrupted", e);
        }
    }

    private void enable(String adminName, String adminPassword) throws IOException, InterruptedException {
        String token = token(adminName, adminPassword);
        HttpResponse<String> found = http.send(
                request("/admin/realms/master/clients?clientId=" + CLIENT, token)
                        .GET()
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (!json.readTree(expect(200, found)).isEmpty()) {
            return;
        }
        Map<String, Object> client = Map.of(
                "clientId", CLIENT,
                "name", "PBX REST sign-in",
                "publicClient", true,
                "directAccessGrantsEnabled", true,
                "standardFlowEnabled", false);
        HttpResponse<String> created = http.send(
                request("/admin/realms/master/clients", token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(client)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        expect(201, created);
    }

    private String token(String username, String password) throws IOException, InterruptedException {
        String form = Map.of(
                        "grant_type", "password", "client_id", "admin-cli", "username", username, "password", password)
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(baseUrl.resolve("/realms/master/protocol/openid-connect/token"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        JsonNode answer = json.readTree(expect(200, http.send(request, HttpResponse.BodyHandlers.ofString())));
        return answer.path("access_token").asText();
    }

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(baseUrl.resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token);
    }

    private static String expect(int status, HttpResponse<String> response) throws IOException {
        if (response.statusCode() != status) {
            throw new IOException(response.request().uri().getPath() + " answered " + response.statusCode());
        }
        return response.body();
    }
}
