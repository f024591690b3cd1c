package io.keycloakpbx.tests.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.ResourceDescription;
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
            "/realms/globex/api/auth/sign_in",
            "/realms/globex/security-keys",
            "/realms/globex/security-keys/validate",
            "/realms/globex/extensions/me",
            "/realms/globex/.well-known/webfinger",
            "/admin/realms/master/tenants",
            "/admin/realms/master/tenants/nowhere.example.com/suspend",
            "/admin/realms/globex/communication_manager/rest/config/asterisk",
            "/admin/realms/globex/communication_manager/rest/config/core/x/extensions/x/managingUser",
            "/admin/realms/globex/pbx-data",
            "/admin/realms/globex/security-keys");

    private static final List<String> TYPES =
            List.of("nonsense", "/", "a/b/c", "application/", "multipart/form-data", "multipart/form-data; boundary=x");

    private final Keycloak keycloak;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String token;

    ContentTypeIT(Keycloak keycloak) {
        this.keycloak = keycloak;
        this.token = keycloak.realm("globex").clientToken("pbx-integration", "pbx-integration-demo");
    }

    static Stream<Arguments> requests() {
        return PATHS.stream().flatMap(path -> TYPES.stream().map(type -> Arguments.of(path, type)));
    }

    /** What a body claims to be does not matter, or is said to matter. */
    @ParameterizedTest
    @MethodSource("requests")
    void isReadAsWhatTheResourceTakesOrRefusedAsUnsupported(String path, String type)
            throws IOException, InterruptedException {
        for (String method : List.of("POST", "PUT")) {
            HttpResponse<String> usual = send(method, path, "Content-Type", "application/json");
            HttpResponse<String> answer = send(method, path, "Content-Type", type);
            assertThat(usual.statusCode()).as(usual.body()).isBetween(400, 499);
            if (answer.statusCode() == 415) {
                assertThat(answer.body()).as(method).startsWith("the file must be ");
            } else {
                assertThat(answer.statusCode())
                        .as("%s: %s", method, answer.body())
                        .isEqualTo(usual.statusCode());
                assertThat(answer.body()).isEqualTo(usual.body());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void whatIsAcceptedDoesNotMatterOrIsSaidTo(String path) throws IOException, InterruptedException {
        int usual = send("GET", path, "Accept", "*/*").statusCode();
        assertThat(usual).isLessThan(500);
        for (String accept : List.of("nonsense", "/", "a/b/c", "application/json;q=nonsense", "image/gif", ",")) {
            HttpResponse<String> answer = send("GET", path, "Accept", accept);
            assertThat(answer.statusCode()).as("%s: %s", accept, answer.body()).isIn(usual, 400, 406);
        }
    }

    static List<String> paths() {
        return PATHS;
    }

    private HttpResponse<String> send(String method, String path, String header, String value)
            throws IOException, InterruptedException {
        String caller = path.startsWith("/admin/") ? keycloak.adminToken() : token;
        return ResourceDescription.current()
                .checked(http.send(
                        HttpRequest.newBuilder(URI.create(keycloak.baseUrl() + path))
                                .header("Authorization", "Bearer " + caller)
                                .header(header, value)
                                .method(method, BodyPublishers.ofString("{\"nonsense\":"))
                                .build(),
                        BodyHandlers.ofString()));
    }
}
