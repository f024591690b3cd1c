package io.keycloakpbx.tests.username;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keycloak validates no user that is imported; the bundle does. */
@OnKeycloak
class ImportedUsernamesIT {

    private static final String PASSWORD = "Imported-user-1!";
    private static final String ADVICE =
            ". Rename these users, or set the realm attribute pbx.usernameRules to report to"
                    + " keep them all the same; they cannot sign in until they are renamed.";

    private final Keycloak keycloak;
    private final Realm tenant;

    ImportedUsernamesIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @Test
    @Tag("database")
    void aRealmWithBadNamesIsRefused() {
        String message = refused("101", "mary smith", "Root", "o'brien");
        assertThat(message)
                .startsWith("2 user names of realm refused break the PBX user name rules: ")
                .contains("\"mary smith\"", "\"root\" (reserved)")
                .doesNotContain("101", "brien")
                .endsWith(ADVICE);
        keycloak.admin()
                .get("/admin/realms/master/tenants/refused.example.test")
                .then()
                .statusCode(404);
    }

    @Test
    void theListOfBadNamesHasAnEnd() {
        String message = refused(IntStream.range(0, 60)
                .mapToObj(i -> "bad name " + i + " " + "x".repeat(100))
                .toArray(String[]::new));
        assertThat(message).startsWith("60 user names of realm refused").contains("x…\", \"", ", …. Rename");
        assertThat(message.split("\"bad name", -1)).hasSize(51);
    }

    @Test
    void aRealmThatIsNoTenantKeepsKeycloaksRules() {
        keycloak.admin()
                .body(Map.of("realm", "ordinary", "users", List.of(user("mary smith"), user("root"))))
                .post("/admin/realms")
                .then()
                .statusCode(201);
        assertThat(keycloak.realm("ordinary").userId("mary smith")).isNotNull();
    }

    @Test
    @Tag("database")
    void aPartialImportWithBadNamesIsRefused() {
        keycloak.admin()
                .body(Map.of(
                        "ifResourceExists", "FAIL", "users", List.of(user("101"), user("mary smith"), user("system"))))
                .post(tenant.adminPath("/partialImport"))
                .then()
                .statusCode(400)
                .body(
                        "errorMessage",
                        equalTo("2 user names of realm " + tenant + " break the PBX user name rules: \"mary"
                                + " smith\", \"system\" (reserved)" + ADVICE));
        assertThat(tenant.userId("101")).isNull();
        keycloak.admin()
                .body(Map.of("ifResourceExists", "FAIL", "users", List.of(user("101"), user("o'brien"))))
                .post(tenant.adminPath("/partialImport"))
                .then()
                .statusCode(200)
                .body("added", equalTo(2));
    }

    @Test
    void whereBadNamesAreReportedTheyDoNotSignIn() throws IOException {
        ObjectNode representation = tenant("reported");
        representation.withObjectProperty("attributes").put("pbx.usernameRules", "report");
        for (String name : List.of("101", "mary smith", "root")) {
            representation.withArrayProperty("users").addPOJO(user(name));
        }
        keycloak.admin()
                .body(representation.toString())
                .post("/admin/realms")
                .then()
                .statusCode(201);
        Realm reported = keycloak.realm("reported");
        if (!Settings.IN_CONTAINER) {
            assertThat(Files.readString(Settings.directory().resolve("server.log")))
                    .contains("2 user names of realm reported break the PBX user name rules: ");
        }
        SignIns signIns = new SignIns(keycloak, reported, "reported.example.test");
        signIns.work("101", PASSWORD);
        reported.clearEvents();
        signIns.areRefused("mary smith", PASSWORD, UsernameRulesIT.WORDS);
        assertThat(reported.events()).isNotEmpty().allSatisfy(event -> assertThat(event.type())
                .endsWith("_ERROR"));
        signIns.areRefused("root", PASSWORD, "This user name is reserved for system administration");

        // An administrator renames the user, which Keycloak allows where user names may be edited: everything
        // works.
        reported.update(realm -> realm.put("editUsernameAllowed", true));
        String path = reported.adminPath("/users/" + reported.userId("mary smith"));
        Map<String, Object> mary = keycloak.admin().get(path).path("");
        mary.put("username", "mary.smith");
        keycloak.admin().body(mary).put(path).then().statusCode(204);
        signIns.work("mary.smith", PASSWORD);
    }

    private String refused(String... usernames) {
        String message = keycloak.admin()
                .body(Map.of(
                        "realm",
                        "refused",
                        "attributes",
                        Map.of("pbx.sipDomain", "refused.example.test"),
                        "users",
                        List.of(usernames).stream()
                                .map(ImportedUsernamesIT::user)
                                .toList()))
                .post("/admin/realms")
                .then()
                .statusCode(400)
                .extract()
                .path("errorMessage");
        keycloak.admin().get("/admin/realms/refused").then().statusCode(404);
        return message;
    }

    private static Map<String, Object> user(String name) {
        return Map.of(
                "username",
                name,
                "enabled",
                true,
                "email",
                name.toLowerCase().replaceAll("[^a-z0-9]", "") + "@example.test",
                "firstName",
                "First",
                "lastName",
                "Last",
                "credentials",
                List.of(Map.of("type", "password", "value", PASSWORD)));
    }

    /** A realm file from the template, without users. */
    private static ObjectNode tenant(String name) throws IOException {
        ObjectNode realm = (ObjectNode) new ObjectMapper()
                .readTree(Settings.CHECKOUT
                        .root()
                        .resolve("realm-config/template/tenant-realm.json")
                        .toFile());
        realm.put("realm", name).remove("users");
        realm.withObjectProperty("attributes").put("pbx.sipDomain", name + ".example.test");
        return realm;
    }
}
