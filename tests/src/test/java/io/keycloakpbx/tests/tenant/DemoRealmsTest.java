package io.keycloakpbx.tests.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo's realm files are the tenant template, but for what a demo adds to it. */
class DemoRealmsTest {

    private static final List<String> OF_THE_TENANT =
            List.of("pbx.sipDomain", "pbx.sipDomainAliases", "pbx.tenantId", "pbx.website", "pbx.avatarUrl");
    private static final List<String> OF_A_CLIENT = List.of("secret", "redirectUris", "webOrigins");

    /** What acme shows of security data. */
    private static final List<String> SECURITY_DATA =
            List.of("pbx.securityData", "pbx.description", "pbx.passwordStrengthText");

    private static final Set<String> SECURITY_CLIENTS = Set.of("pbx-permissions", "Production", "Test");
    private static final Set<String> SECURITY_ROLES = Set.of("Agent", "Supervisor");

    private static ObjectNode realm(String file) throws IOException {
        Path path = Settings.CHECKOUT.root().resolve("realm-config").resolve(file);
        return (ObjectNode) new ObjectMapper().readTree(path.toFile());
    }

    private static ObjectNode common(ObjectNode realm) {
        realm.remove(List.of("realm", "displayName", "users"));
        realm.withObjectProperty("attributes").remove(OF_THE_TENANT);
        realm.withObjectProperty("attributes").remove(SECURITY_DATA);
        realm.withObjectProperty("components").remove("io.keycloakpbx.securitydata.SecurityDataItemProvider");
        realm.withObjectProperty("roles").withObjectProperty("client").remove(SECURITY_CLIENTS);
        realm.withObjectProperty("roles")
                .withArrayProperty("realm")
                .removeIf(role -> SECURITY_ROLES.contains(role.path("name").asText()));
        realm.withArrayProperty("clients")
                .removeIf(client ->
                        SECURITY_CLIENTS.contains(client.path("clientId").asText())
                                || client.path("attributes").has("pbx.application"));
        realm.path("clients").forEach(client -> ((ObjectNode) client).remove(OF_A_CLIENT));
        return realm;
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo/acme-realm.json", "demo/globex-realm.json"})
    void areTheTemplate(String file) throws IOException {
        assertThat(common(realm(file))).isEqualTo(common(realm("template/tenant-realm.json")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme", "globex"})
    void importedUsersNameTheDefaultRole(String name) throws IOException {
        JsonNode users = realm("demo/" + name + "-realm.json").path("users");
        assertThat(users).hasSizeGreaterThan(3);
        assertThat(users).allSatisfy(user -> assertThat(user.path("realmRoles"))
                .extracting(JsonNode::asText)
                .contains("default-roles-" + name));
    }

    @Test
    void theTemplateHasNoSecretsOfTheDemo() throws IOException {
        assertThat(realm("template/tenant-realm.json").path("clients"))
                .allSatisfy(client -> assertThat(client.has("secret")).isFalse());
    }
}
