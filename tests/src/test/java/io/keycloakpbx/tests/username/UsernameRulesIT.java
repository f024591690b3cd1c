package io.keycloakpbx.tests.username;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The user name rules where Keycloak validates users. */
@OnKeycloak
class UsernameRulesIT {

    static final String WORDS =
            "User name: 1 to 64 letters, digits, underscores, hyphens, apostrophes or dots, and no dot at the start or"
                    + " end";

    private static final String PASSWORD = "Name-of-a-user-1!";

    private final Keycloak keycloak;
    private final Realm tenant;

    UsernameRulesIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    static void makeUser(Realm tenant) {
        tenant.createUser("before", PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"7", "o'brien", "a.b_c-d", "x123456789012345678901234567890123456789012345678901234567890123"})
    void goodNamesSignIn(String name) {
        String id = tenant.createUser(name, PASSWORD);
        try {
            assertThat(tenant.userId(name)).isEqualTo(id);
            new SignIns(keycloak, tenant, tenant.name()).work(name, PASSWORD);
        } finally {
            tenant.deleteUser(id);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".101",
                "101.",
                "1 01",
                "101@acme.example.com",
                "a\"b",
                "a/../b",
                "<b>",
                "münchen",
                "101\u200b",
                "x1234567890123456789012345678901234567890123456789012345678901234"
            })
    void badNamesAreRefused(String name) {
        refused(name, "pbxInvalidUsername");
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "System", "ADMINISTRATOR", "rOOt"})
    void reservedNamesAreOfTheSystemLevel(String name) {
        refused(name, "pbxReservedUsername");
    }

    @Test
    void reservedNamesAreFreeInTheMasterRealm() {
        Realm master = keycloak.realm("master");
        assertThat(master.userId("admin")).isNotNull();
        master.deleteUser(master.createUser("root", PASSWORD));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pbxInvalidUsername | " + WORDS,
                "pbxReservedUsername | This user name is reserved for system administration"
            })
    void theAdminConsoleSaysItInWords(String key, String words) {
        for (String realm : List.of("master", tenant.name())) {
            assertThat(consoleMessage(realm, "en", key)).isEqualTo(words);
        }
        assertThat(consoleMessage(tenant.name(), "de", key)).isNotBlank().isNotEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"validator, pbx-username", "pbx-tenant, jpa"})
    void theBundleIsUnderProviderInfo(String spi, String provider) {
        Map<String, String> shown = keycloak.admin()
                .get("/admin/serverinfo")
                .then()
                .statusCode(200)
                .extract()
                .path("providers.'" + spi + "'.providers.'" + provider + "'.operationalInfo");
        assertThat(shown).containsEntry("bundle", "keycloak-pbx");
        assertThat(shown.get("version")).matches("[0-9]+\\.[0-9]+\\.[0-9]+-[0-9]+");
    }

    private void refused(String name, String key) {
        refused(
                keycloak.admin()
                        .body(Map.of("username", name, "enabled", true))
                        .post(tenant.adminPath("/users"))
                        .then(),
                key);
        assertThat(tenant.userId(name)).isNull();

        String path = tenant.adminPath("/users/" + tenant.userId("before"));
        Map<String, Object> user = keycloak.admin().get(path).path("");
        user.put("username", name);
        refused(keycloak.admin().body(user).put(path).then(), key);
        keycloak.admin().get(path).then().body("username", equalTo("before"));
    }

    private static void refused(ValidatableResponse response, String key) {
        response.statusCode(400).body("field", equalTo("username")).body("errorMessage", equalTo(key));
    }

    private String consoleMessage(String realm, String language, String key) {
        return keycloak.http()
                .get("/resources/{realm}/admin/{language}", realm, language)
                .then()
                .statusCode(200)
                .extract()
                .path("find { it.key == '" + key + "' }.value");
    }
}
