package io.keycloakpbx.tests.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keycloakpbx.server.Database;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Settings;
import io.restassured.response.ValidatableResponse;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What must not be in a tenant is seen in what there is, by whatever way it came; nothing else is refused for it. */
@OnKeycloak
class ProtectionByStateIT {

    private static final String SYSTEM_LEVEL =
            "The roles SystemAdmin and Dealer belong to the system level and cannot be given to anybody in a tenant";
    private static final String PASSWORD = "By-state-only-1!";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Keycloak keycloak;
    private final Realm tenant;

    ProtectionByStateIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    /** Its path has a percent sign that is no escape. */
    @Test
    void aRoleOfAnyNameCannotContainOneOfTheSystemLevel() {
        for (String name : List.of("x%zz", "x%41", "roles-by-id", "a/b;c?d#e")) {
            post("/roles", Map.of("name", name)).statusCode(201);
            try {
                forbidden(
                        keycloak.admin()
                                .body(List.of(tenant.role("SystemAdmin")))
                                .post(tenant.adminPath("/roles/{name}/composites"), name)
                                .then(),
                        SYSTEM_LEVEL);
                String id = (String) tenant.role(name).get("id");
                forbidden(post("/roles-by-id/" + id + "/composites", List.of(tenant.role("Dealer"))), SYSTEM_LEVEL);
                post("/roles", Map.of("name", "unrelated")).statusCode(201);
            } finally {
                keycloak.admin().delete(tenant.adminPath("/roles/{name}"), name);
                keycloak.admin().delete(tenant.adminPath("/roles/unrelated"));
            }
        }
    }

    /** The step runs in the background, with a transaction of its own and without an administrator. */
    @Test
    void aWorkflowDoesNotGiveOne() throws Exception {
        assumeFalse(Settings.IN_CONTAINER, "the server's log is not at hand");
        for (String role : List.of("QueueManager", "SystemAdmin")) {
            post(
                            "/workflows",
                            Map.of(
                                    "name",
                                    "gives " + role,
                                    "on",
                                    "user-created",
                                    "steps",
                                    List.of(Map.of("uses", "grant-role", "with", Map.of("role", List.of(role))))))
                    .statusCode(201);
        }
        String user = tenant.createUser("worker", PASSWORD);
        String roles = tenant.adminPath("/users/" + user + "/role-mappings/realm");
        Instant end = Instant.now().plus(PATIENCE);
        while (!keycloak.admin().get(roles).<List<String>>path("name").contains("QueueManager")
                || !log().contains("Realm " + realmId() + ", user " + user + ": " + SYSTEM_LEVEL)) {
            assertThat(Instant.now()).as("both workflows have run").isBefore(end);
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(keycloak.admin().get(roles).<List<String>>path("name")).doesNotContain("SystemAdmin");
        tenant.deleteUser(user);
    }

    /** What a form sends back unchanged is no change. */
    @Test
    void aBuiltInRoleThatStaysAsItIsPasses() {
        Map<String, Object> role = tenant.role("Admin");
        keycloak.admin().body(role).put(tenant.adminPath("/roles/Admin")).then().statusCode(204);
        keycloak.admin()
                .body(role)
                .put(tenant.adminPath("/roles-by-id/" + role.get("id")))
                .then()
                .statusCode(204);
        keycloak.admin()
                .body(List.of())
                .post(tenant.adminPath("/roles/Admin/composites"))
                .then()
                .statusCode(204);
        assertThat(tenant.role("Admin")).isEqualTo(role);
    }

    /** A realm that has one from before is not closed to all other work, and the bad thing can be taken away. */
    @Test
    void whatWasThereBeforeRefusesNothingElse() throws Exception {
        assumeTrue(Settings.DATABASE == Database.Kind.POSTGRES, "H2 lets nobody beside the server in");
        Realm burdened = keycloak.tenant();
        String user = burdened.createUser("old-hand", PASSWORD);
        String imitation = createRole(burdened, "to-be-dealer");
        sql("update KEYCLOAK_ROLE set NAME = 'dealer' where ID = ?", imitation);
        sql(
                "insert into USER_ROLE_MAPPING (ROLE_ID, USER_ID) values (?, ?)",
                (String) burdened.role("SystemAdmin").get("id"),
                user);

        createRole(burdened, "clerk");
        String other = burdened.createUser("newcomer", PASSWORD, "clerk", "QueueManager");
        forbidden(
                keycloak.admin()
                        .body(List.of(burdened.role("SystemAdmin")))
                        .post(burdened.adminPath("/users/" + other + "/role-mappings/realm"))
                        .then(),
                SYSTEM_LEVEL);
        keycloak.admin()
                .body(Map.of("name", "DEALER"))
                .post(burdened.adminPath("/roles"))
                .then()
                .statusCode(403);

        keycloak.admin()
                .body(List.of(burdened.role("SystemAdmin")))
                .delete(burdened.adminPath("/users/" + user + "/role-mappings/realm"))
                .then()
                .statusCode(204);
        keycloak.admin()
                .body(Map.of("name", "sales"))
                .put(burdened.adminPath("/roles-by-id/" + imitation))
                .then()
                .statusCode(204);
        keycloak.admin().get(burdened.adminPath("/roles")).then().body("name", hasItem("sales"));
    }

    /** The same checks as for a new one: half a tenant is none. */
    @Test
    void aRealmBecomesATenantOnlyWithoutThem() {
        Realm realm = keycloak.createRealm("becoming");
        String role = createRole(realm, "admin");
        String root = realm.createUser("root", PASSWORD);
        refusedAsTenant(realm, "Role name admin is reserved for the built-in role Admin. Rename or remove role admin.");
        keycloak.admin()
                .body(Map.of("name", "chief"))
                .put(realm.adminPath("/roles-by-id/" + role))
                .then()
                .statusCode(204);

        refusedAsTenant(
                realm,
                "1 user name of realm becoming break the PBX user name rules: \"root\" (reserved). Rename these"
                        + " users, or set the realm attribute pbx.usernameRules to report to keep them all the"
                        + " same; they cannot sign in until they are renamed.");
        realm.attribute("pbx.usernameRules", "report");
        realm.attribute("pbx.sipDomain", "becoming.example.test");
        keycloak.admin()
                .get("/admin/realms/master/tenants/becoming.example.test")
                .then()
                .statusCode(200);
        keycloak.admin()
                .body(Map.of("clientId", "phone", "publicClient", true, "directAccessGrantsEnabled", true))
                .post(realm.adminPath("/clients"))
                .then()
                .statusCode(201);
        realm.tokenRequest("grant_type", "password", "client_id", "phone", "username", "root", "password", PASSWORD)
                .then()
                .statusCode(400)
                .body("error_description", equalTo("Account is not fully set up"));
        realm.deleteUser(root);
        createRole(realm, "clerk");
    }

    private void refusedAsTenant(Realm realm, String message) {
        keycloak.admin()
                .body(Map.of("attributes", Map.of("pbx.sipDomain", "becoming.example.test")))
                .put(realm.adminPath(""))
                .then()
                .statusCode(400)
                .body("errorMessage", equalTo(message));
        keycloak.admin()
                .get("/admin/realms/master/tenants/becoming.example.test")
                .then()
                .statusCode(404);
    }

    private String createRole(Realm realm, String name) {
        keycloak.admin()
                .body(Map.of("name", name))
                .post(realm.adminPath("/roles"))
                .then()
                .statusCode(201);
        return (String) realm.role(name).get("id");
    }

    private void sql(String statement, String... values) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(keycloak.database().jdbcUrl());
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                prepared.setString(i + 1, values[i]);
            }
            assertThat(prepared.executeUpdate()).isEqualTo(1);
        }
    }

    private String realmId() {
        return keycloak.admin().get(tenant.adminPath("")).path("id");
    }

    private static String log() throws Exception {
        return Files.readString(Settings.directory().resolve("server.log"));
    }

    private ValidatableResponse post(String path, Object body) {
        return keycloak.admin().body(body).post(tenant.adminPath(path)).then();
    }

    private static void forbidden(ValidatableResponse response, String message) {
        response.statusCode(403).body("errorMessage", equalTo(message));
    }
}
