package io.keycloakpbx.tests.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody changes a built-in role, imitates one, or gives one of the system level to somebody in a tenant. */
@OnKeycloak
class BuiltInRolesIT {

    private static final String SYSTEM_LEVEL =
            "The roles SystemAdmin and Dealer belong to the system level and cannot be given to anybody in a tenant";

    private final Keycloak keycloak;
    private final Realm tenant;

    BuiltInRolesIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SystemAdmin",
                "Dealer",
                "Admin",
                "QueueManager",
                "StandardInternationalUser",
                "StandardUser",
                "Replicator"
            })
    void staysAsItIs(String name) {
        Map<String, Object> role = tenant.role(name);
        String changed = "Role " + name + " is built in and cannot be changed or removed";

        forbidden(put("/roles/" + name, with(role, "name", "Other")), changed);
        forbidden(put("/roles/" + name, with(role, "description", "Other")), changed);
        forbidden(put("/roles/" + name, with(role, "attributes", Map.of("a", List.of("b")))), changed);
        forbidden(put("/roles-by-id/" + role.get("id"), with(role, "name", "Other")), changed);
        forbidden(put("/roles-by-id/" + role.get("id"), with(role, "description", "Other")), changed);
        List<Object> others = List.of(tenant.role("offline_access"));
        forbidden(post("/roles/" + name + "/composites", others), changed);
        forbidden(post("/roles-by-id/" + role.get("id") + "/composites", others), changed);
        forbidden(delete("/roles/" + name), changed);
        forbidden(delete("/roles-by-id/" + role.get("id")), changed);

        assertThat(tenant.role(name)).isEqualTo(role);
        keycloak.admin().get(tenant.adminPath("/roles/Other")).then().statusCode(404);
    }

    @Test
    @Tag("smoke")
    void partialImportLeavesThemAlone() {
        Map<String, Object> role = tenant.role("StandardUser");
        forbidden(
                partialImport(
                        "OVERWRITE",
                        Map.of(
                                "roles",
                                Map.of(
                                        "realm",
                                        List.of(
                                                Map.of("name", "brought-along"),
                                                Map.of("name", "StandardUser", "description", "Other"))))),
                "Role StandardUser is built in and cannot be changed or removed");
        assertThat(tenant.role("StandardUser")).isEqualTo(role);
        keycloak.admin().get(tenant.adminPath("/roles/brought-along")).then().statusCode(404);

        partialImport(
                        "SKIP",
                        Map.of(
                                "roles",
                                Map.of("realm", List.of(Map.of("name", "StandardUser", "description", "Other")))))
                .statusCode(200);
        assertThat(tenant.role("StandardUser")).isEqualTo(role);
    }

    @ParameterizedTest
    @ValueSource(strings = {"standarduser", "STANDARDUSER", "standardUser"})
    void isNotImitatedInAnotherCase(String name) {
        String message = "Role name " + name + " is reserved for the built-in role StandardUser";
        forbidden(post("/roles", Map.of("name", name)), message);
        forbidden(
                partialImport(
                        "FAIL",
                        Map.of("roles", Map.of("realm", List.of(Map.of("name", "beside"), Map.of("name", name))))),
                message);
        post("/roles", Map.of("name", "ordinary")).statusCode(201);
        try {
            forbidden(put("/roles/ordinary", Map.of("name", name)), message);
            forbidden(put("/roles-by-id/" + tenant.role("ordinary").get("id"), Map.of("name", name)), message);
        } finally {
            delete("/roles/ordinary").statusCode(204);
        }
        keycloak.admin().get(tenant.adminPath("/roles/{name}"), name).then().statusCode(404);
        keycloak.admin().get(tenant.adminPath("/roles/beside")).then().statusCode(404);
    }

    @Test
    @Tag("smoke")
    void aNewRealmHasNoImitations() {
        keycloak.admin()
                .body(Map.of(
                        "realm",
                        "imitations",
                        "attributes",
                        Map.of("pbx.sipDomain", "imitations.example.test"),
                        "roles",
                        Map.of("realm", List.of(Map.of("name", "dealer")))))
                .post("/admin/realms")
                .then()
                .statusCode(400)
                .body(
                        "errorMessage",
                        equalTo("Role name dealer is reserved for the built-in role Dealer."
                                + " Rename or remove role dealer."));
        keycloak.admin().get("/admin/realms/imitations").then().statusCode(404);
    }

    @Test
    void aNewRealmHasNobodyOfTheSystemLevel() {
        keycloak.admin()
                .body(Map.of(
                        "realm",
                        "climbers",
                        "attributes",
                        Map.of("pbx.sipDomain", "climbers.example.test"),
                        "roles",
                        Map.of("realm", List.of(Map.of("name", "SystemAdmin"))),
                        "users",
                        List.of(Map.of("username", "climber", "realmRoles", List.of("SystemAdmin")))))
                .post("/admin/realms")
                .then()
                .statusCode(400)
                .body("errorMessage", equalTo(SYSTEM_LEVEL));
        keycloak.admin().get("/admin/realms/climbers").then().statusCode(404);
    }

    @Test
    void customRolesAreOrdinaryRoles() {
        post("/roles", Map.of("name", "User", "description", "Example of the contract"))
                .statusCode(201);
        put("/roles/User", Map.of("name", "Clerk")).statusCode(204);
        post("/roles/Clerk/composites", List.of(tenant.role("QueueManager"))).statusCode(204);
        delete("/roles/Clerk").statusCode(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SystemAdmin", "Dealer"})
    @Tag("smoke")
    void nobodyInATenantHoldsOneOfTheSystemLevel(String name) {
        List<Object> roles = List.of(tenant.role(name));
        String user = tenant.createUser("climber", "Climbing-up-1!");
        String group = location(post("/groups", Map.of("name", "climbers")));
        post("/roles", Map.of("name", "ladder")).statusCode(201);
        String client = location(post("/clients", Map.of("clientId", "rope")));
        post("/clients/" + client + "/roles", Map.of("name", "knot")).statusCode(201);
        try {
            forbidden(post("/users/" + user + "/role-mappings/realm", roles), SYSTEM_LEVEL);
            forbidden(post("/groups/" + group + "/role-mappings/realm", roles), SYSTEM_LEVEL);
            forbidden(post("/roles/ladder/composites", roles), SYSTEM_LEVEL);
            forbidden(post("/roles/default-roles-" + tenant + "/composites", roles), SYSTEM_LEVEL);
            forbidden(post("/clients/" + client + "/roles/knot/composites", roles), SYSTEM_LEVEL);
            forbidden(
                    partialImport(
                            "FAIL",
                            Map.of("users", List.of(Map.of("username", "imported", "realmRoles", List.of(name))))),
                    SYSTEM_LEVEL);
            forbidden(
                    partialImport(
                            "FAIL",
                            Map.of(
                                    "groups",
                                    List.of(Map.of(
                                            "name", "imported", "path", "/imported", "realmRoles", List.of(name))))),
                    SYSTEM_LEVEL);

            keycloak.admin()
                    .get(tenant.adminPath("/users/" + user + "/role-mappings/realm"))
                    .then()
                    .statusCode(200)
                    .body("name", equalTo(List.of("default-roles-" + tenant)));
            keycloak.admin()
                    .get(tenant.adminPath("/users/" + user + "/role-mappings/realm/composite"))
                    .then()
                    .body("name.findAll { it == '" + name + "' }", equalTo(List.of()));
            keycloak.admin()
                    .get(tenant.adminPath("/groups/" + group + "/role-mappings/realm"))
                    .then()
                    .body("", equalTo(List.of()));
            keycloak.admin()
                    .get(tenant.adminPath("/clients/" + client + "/roles/knot/composites"))
                    .then()
                    .body("", equalTo(List.of()));
            assertThat(tenant.userId("imported")).isNull();
        } finally {
            tenant.deleteUser(user);
            delete("/groups/" + group).statusCode(204);
            delete("/roles/ladder").statusCode(204);
            delete("/clients/" + client).statusCode(204);
        }
    }

    @Test
    void theOtherRolesAreGivenAsAnyRole() {
        String user = tenant.createUser("chief", "Chief-of-all-1!", "Admin", "QueueManager", "Replicator");
        try {
            keycloak.admin()
                    .get(tenant.adminPath("/users/" + user + "/role-mappings/realm/composite"))
                    .then()
                    .statusCode(200)
                    .body("name.findAll { it in ['Admin', 'StandardUser'] }.size()", equalTo(2));
        } finally {
            tenant.deleteUser(user);
        }
    }

    @Test
    void aRealmThatIsNoTenantIsFree() {
        Realm realm = keycloak.createRealm("free-roles");
        keycloak.admin()
                .body(Map.of("name", "dealer"))
                .post(realm.adminPath("/roles"))
                .then()
                .statusCode(201);
        keycloak.admin()
                .body(Map.of("name", "Dealer2"))
                .put(realm.adminPath("/roles/dealer"))
                .then()
                .statusCode(204);
    }

    private static Map<String, Object> with(Map<String, Object> role, String member, Object value) {
        Map<String, Object> changed = new HashMap<>(role);
        changed.put(member, value);
        return changed;
    }

    private ValidatableResponse put(String path, Object body) {
        return keycloak.admin().body(body).put(tenant.adminPath(path)).then();
    }

    private ValidatableResponse post(String path, Object body) {
        return keycloak.admin().body(body).post(tenant.adminPath(path)).then();
    }

    private ValidatableResponse delete(String path) {
        return keycloak.admin().delete(tenant.adminPath(path)).then();
    }

    private ValidatableResponse partialImport(String policy, Map<String, Object> resources) {
        Map<String, Object> body = new HashMap<>(resources);
        body.put("ifResourceExists", policy);
        return post("/partialImport", body);
    }

    private static String location(ValidatableResponse created) {
        String location = created.statusCode(201).extract().header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static void forbidden(ValidatableResponse response, String message) {
        response.statusCode(403).body("errorMessage", equalTo(message));
    }
}
