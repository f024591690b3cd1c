package io.keycloakpbx.tests.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Settings;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the PBX pages the server hands out, and what of the console they count on. Without a browser. */
@OnKeycloak
@Tag("smoke")
class ConsoleDeliveryIT {

    private static final Pattern ENTRY =
            Pattern.compile("<script src=\"([^\"]+/admin/pbx/pbx-console/main-[0-9A-Z]{8}\\.js)\" type=\"module\">");
    private static final Pattern IMPORT = Pattern.compile("(?:from|import|import\\()\"(\\.[^\"]+)\"");
    private static final Pattern PATTERNFLY = Pattern.compile("@patternfly\\+react-core@([0-9.]+)");

    private final Keycloak keycloak;

    ConsoleDeliveryIT(Keycloak keycloak) {
        this.keycloak = keycloak;
    }

    @ParameterizedTest
    @ValueSource(strings = {"master", "globex"})
    void theConsoleOfEachRealmHasTheScriptOnce(String realm) {
        assertThat(entries(realm)).hasSize(1);
    }

    @Test
    void aTenantsConsoleHasTheScript(Realm tenant) {
        assertThat(entries(tenant.name())).hasSize(1);
    }

    @Test
    void theConsoleSharesItsReactByAnImportMap() throws IOException {
        JsonNode imports = importMap().path("imports");
        for (String library : List.of("react", "react-dom")) {
            get(imports.path(library).asText());
        }
    }

    @Test
    void everyFileThatIsImportedIsThereAndIsKept() {
        Deque<String> left = new ArrayDeque<>(entries("master"));
        Set<String> seen = new LinkedHashSet<>(left);
        while (!left.isEmpty()) {
            String file = left.pop();
            Response answer = get(file);
            assertThat(answer.header("Cache-Control")).as(file).contains("max-age=2592000");
            assertThat(answer.contentType()).as(file).contains("javascript");
            IMPORT.matcher(answer.asString())
                    .results()
                    .map(found -> file.substring(0, file.lastIndexOf('/'))
                            + found.group(1).substring(1))
                    .filter(seen::add)
                    .forEach(left::push);
        }
        assertThat(seen).as("main, app, and what they share").hasSizeGreaterThanOrEqualTo(3);
        assertThat(seen).anyMatch(file -> file.contains("/app-"));
    }

    @Test
    void theServerHasTheStyleSheetThatThePagesAddAndTheLicencesOfWhatTheyBring() throws IOException {
        String react = importMap().path("imports").path("react").asText();
        String vendor = react.substring(0, react.indexOf("/react/react."));
        assertThat(get(vendor + "/patternfly-v5/patternfly.min.css").asString()).contains(".pf-v5-c-progress");
        String entry = entries("master").get(0);
        assertThat(get(entry.substring(0, entry.lastIndexOf('/')) + "/LICENSES.txt")
                        .asString())
                .contains("@patternfly/react-core");
    }

    /** Where a later Keycloak has another one, package.json takes it. */
    @Test
    void patternFlyIsTheOneOfTheConsole() throws IOException {
        JsonNode lock = new ObjectMapper()
                .readTree(Settings.CHECKOUT
                        .root()
                        .resolve("themes/console/package-lock.json")
                        .toFile());
        assertThat(versionsOfTheConsole())
                .containsExactly(lock.path("packages")
                        .path("node_modules/@patternfly/react-core")
                        .path("version")
                        .asText());
    }

    private Set<String> versionsOfTheConsole() throws IOException {
        Path jar;
        try (Stream<Path> files = Files.list(keycloak.distribution().home().resolve("lib/lib/main"))) {
            jar = files.filter(file -> file.getFileName().toString().startsWith("org.keycloak.keycloak-admin-ui-"))
                    .findFirst()
                    .orElseThrow();
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            String manifest = new String(
                    file.getInputStream(file.getEntry("theme/keycloak.v2/admin/resources/.vite/manifest.json"))
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
            return PATTERNFLY
                    .matcher(manifest)
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toSet());
        }
    }

    private List<String> entries(String realm) {
        return ENTRY.matcher(html(realm)).results().map(found -> found.group(1)).toList();
    }

    private JsonNode importMap() throws IOException {
        MatchResult map = Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL)
                .matcher(html("master"))
                .results()
                .findFirst()
                .orElseThrow();
        return new ObjectMapper().readTree(map.group(1));
    }

    private String html(String realm) {
        return get("/admin/" + realm + "/console/").asString();
    }

    private Response get(String address) {
        return keycloak.http().get(address).then().statusCode(200).extract().response();
    }
}
