package io.keycloakpbx.tests.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Content types that are none or that no resource reads, at each resource of the bundle. */
@OnKeycloak
class ContentTypeIT {

    private static final List<String> PATHS = List.of(
            "/realms/master/api/auth/sign_in",
            "/realms/acme/api/auth/sign_in",
            "/realms/acme/security-keys",
            "/realms/acme/security-keys/validate",
            "/realms/acme/extensions/me",
            "/realms/acme/.well-known/webfinger",
            "/admin/realms/master/tenants",
            "/admin/realms/master/tenants/nowhere.example.com/suspend",
            "/admin/realms/acme/communication_manager/rest/config/asterisk",
            "/admin/realms/acme/communication_manager/rest/config/core/x/extensions/x/managingUser",
            "/admin/realms/acme/pbx-data",
            "/admin/realms/acme/security-keys");

    private static final List<String> TYPES =
            List.of("nonsense", "/", "a/b/c", "application/", "multipart/form-data", "multipart/form-data; boundary=x");

    private final Keycloak keycloak;
    private final HttpClient http = HttpClient.newHttpClient();

    ContentTypeIT(Keycloak keycloak) {
        this.keycloak = keycloak;
    }

    static Stream<Arguments> requests() {
        return PATHS.stream().flatMap(path -> TYPES.stream().map(type -> Arguments.of(path, type)));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void isNoFailureOfTheServer(String path, String type) throws IOException, InterruptedException {
        for (String method : List.of("POST", "PUT", "GET")) {
            HttpResponse<String> answer = send(method, path, "Content-Type", type);
            assertThat(answer.statusCode())
                    .as("%s: %s", method, answer.body())
                    .isBetween(method.equals("GET") ? 200 : 400, 499);
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void whatIsAcceptedIsNoFailureOfTheServerEither(String path) throws IOException, InterruptedException {
        for (String accept : List.of("nonsense", "/", "a/b/c", "application/json;q=nonsense", "image/gif", ",")) {
            HttpResponse<String> answer = send("GET", path, "Accept", accept);
            assertThat(answer.statusCode()).as("%s: %s", accept, answer.body()).isBetween(200, 499);
        }
    }

    static List<String> paths() {
        return PATHS;
    }

    private HttpResponse<String> send(String method, String path, String header, String value)
            throws IOException, InterruptedException {
        String token = path.startsWith("/admin/")
                ? keycloak.adminToken()
                : keycloak.realm("acme").clientToken("pbx-integration", "pbx-integration-demo");
        return http.send(
                HttpRequest.newBuilder(URI.create(keycloak.baseUrl() + path))
                        .header("Authorization", "Bearer " + token)
                        .header(header, value)
                        .method(method, BodyPublishers.ofString("{\"nonsense\":"))
                        .build(),
                BodyHandlers.ofString());
    }
}
