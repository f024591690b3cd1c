package io.keycloakpbx.tests.securitydata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.server.Database;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Settings;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is written down of administrators' changes, and the sets {@code AuditLog} and {@code AuditLogActionSummary}. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("database")
class AuditIT {

    private static final String PASSWORD = "Audit-pass-1!";
    private static final String BY = "master\\admin";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SecurityDataApi api;

    AuditIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new SecurityDataApi(keycloak, tenant);
    }

    @BeforeAll
    void switchOn() {
        api.switchOn();
    }

    private List<Map<String, Object>> entities(String set, String filter) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("$filter", filter);
        options.put("$format", "application/json;odata=nometadata");
        Response answer = api.get(set, options);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.path("value");
    }

    private int userNumber(String username) {
        return (Integer)
                entities("User", "UserName eq '" + username + "'").get(0).get("UserID");
    }

    private static String logData(String key, String name, String... differences) {
        return "<LogData><Identity><Key>" + key + "</Key><Name>" + name + "</Name></Identity><ObjectDifferences>"
                + String.join("", differences) + "</ObjectDifferences></LogData>";
    }

    private static String difference(String property, String oldValue, String newValue) {
        return "<ObjectDifference><Property>" + property + "</Property>"
                + (oldValue == null ? "" : "<OldValue>" + oldValue + "</OldValue>")
                + (newValue == null ? "" : "<NewValue>" + newValue + "</NewValue>") + "</ObjectDifference>";
    }

    @Test
    void theLogTellsWhatEachChangeMadeDifferent() {
        String id = tenant.createUser("201", PASSWORD);
        String path = tenant.adminPath("/users/" + id);
        keycloak.admin().body(Map.of("firstName", "Anna")).put(path).then().statusCode(204);
        keycloak.admin()
                .body(Map.of("type", "password", "value", "Another-pass-1!", "temporary", false))
                .put(path + "/reset-password")
                .then()
                .statusCode(204);
        keycloak.admin()
                .body(List.of(tenant.role("offline_access")))
                .post(path + "/role-mappings/realm")
                .then()
                .statusCode(204);
        int number = userNumber("201");
        tenant.deleteUser(id);
        List<Map<String, Object>> log = entities("AuditLog", "ObjectID eq " + number);
        assertThat(log)
                .extracting(entry -> entry.get("DisplyName"))
                .containsExactly("Create User", "Modify User", "Run User", "Create Realm Role Mapping", "Delete User");
        assertThat(log)
                .extracting(entry -> entry.get("AuditEntryAction"))
                .containsExactly("Create", "Update", "Action", "Create", "Delete");
        assertThat(log)
                .extracting(entry -> entry.get("ObjectType"))
                .containsExactly("User", "User", "User", "REALM_ROLE_MAPPING", "User");
        assertThat(log).allSatisfy(entry -> assertThat(entry)
                .containsEntry("ApplicationName", "admin-cli")
                .containsEntry("Username", BY)
                .containsEntry("TreeNodeID", "0:1")
                .containsEntry("Environment", null)
                .containsEntry("EnvironmentID", null));
        String key = "users/" + id;
        assertThat(log.get(0))
                .containsEntry(
                        "LogData",
                        logData(
                                key,
                                "201",
                                difference("email", null, "201@" + tenant.name() + ".test"),
                                difference("emailVerified", null, "true"),
                                difference("enabled", null, "true"),
                                difference("firstName", null, "First"),
                                difference("lastName", null, "Last"),
                                difference("username", null, "201")));
        assertThat(log.get(1)).containsEntry("LogData", logData(key, "201", difference("firstName", "First", "Anna")));
        assertThat(log.get(2)).containsEntry("LogData", logData(key + "/reset-password", "201"));
        assertThat(log.get(3))
                .containsEntry(
                        "LogData",
                        logData(key + "/role-mappings/realm", "201", difference("name", null, "offline_access")));
        assertThat(log.get(4))
                .containsEntry(
                        "LogData",
                        logData(
                                key,
                                "201",
                                difference("email", "201@" + tenant.name() + ".test", null),
                                difference("emailVerified", "true", null),
                                difference("enabled", "true", null),
                                difference("firstName", "Anna", null),
                                difference("id", id, null),
                                difference("lastName", "Last", null),
                                difference("username", "201", null)));
        assertThat(log.toString()).doesNotContain(PASSWORD, "Another-pass");
        assertThat(log).extracting(entry -> entry.get("LogTreeID")).doesNotHaveDuplicates();
    }

    @Test
    void secretsAreNotInTheLog() {
        Map<String, String> attributes = Map.of(
                "my.password", "hush-1",
                "my.secret", "hush-2",
                "my.credential", "hush-3",
                "my.token", "hush-4",
                "my.otp", "hush-5",
                "my.answer", "hush-6",
                "my.pin", "hush-7",
                "my.note", "told");
        Response created = keycloak.admin()
                .body(Map.of("clientId", "audited", "secret", "hush-0", "attributes", attributes))
                .post(tenant.adminPath("/clients"));
        created.then().statusCode(201);
        String location = created.header("Location");
        String id = location.substring(location.lastIndexOf('/') + 1);
        keycloak.admin()
                .body(Map.of("clientId", "audited", "attributes", Map.of("my.pin", "hush-8", "my.note", "told")))
                .put(tenant.adminPath("/clients/" + id))
                .then()
                .statusCode(204);
        List<Map<String, Object>> log = entities(
                "AuditLog", "substringof('clients/" + id + "',LogData) and ObjectType eq 'ApplicationInstance'");
        assertThat(log).hasSize(2);
        assertThat((String) log.get(0).get("LogData"))
                .contains(
                        difference("attributes.my.note", null, "told"),
                        difference("attributes.my.password", null, "***"),
                        difference("attributes.my.secret", null, "***"),
                        difference("attributes.my.credential", null, "***"),
                        difference("attributes.my.token", null, "***"),
                        difference("attributes.my.otp", null, "***"),
                        difference("attributes.my.answer", null, "***"),
                        difference("attributes.my.pin", null, "***"),
                        difference("secret", null, "***"))
                .doesNotContain("hush");
        assertThat((String) log.get(1).get("LogData"))
                .contains(difference("attributes.my.pin", "***", "***"))
                .doesNotContain("hush", "my.note", "clientId");
    }

    @Test
    void theChangesOfOneRequestAreATree() {
        List<Map<String, Object>> users = IntStream.range(0, 3)
                .<Map<String, Object>>mapToObj(
                        number -> Map.of("username", "tree" + number, "enabled", true, "lastName", "Tree"))
                .toList();
        keycloak.admin()
                .body(Map.of("ifResourceExists", "FAIL", "users", users))
                .post(tenant.adminPath("/partialImport"))
                .then()
                .statusCode(200);
        List<Map<String, Object>> log =
                entities("AuditLog", "ObjectType eq 'User' and substringof('<NewValue>Tree</NewValue>',LogData)");
        assertThat(log)
                .extracting(entry -> entry.get("LogTreeID"))
                .containsOnly(log.get(0).get("LogTreeID"));
        assertThat(log).extracting(entry -> entry.get("TreeNodeID")).containsExactlyInAnyOrder("0:1", "0:2", "0:3");
        assertThat(log)
                .extracting(entry -> entry.get("ObjectID"))
                .containsExactlyInAnyOrder(userNumber("tree0"), userNumber("tree1"), userNumber("tree2"));
        String tree = (String) log.get(0).get("LogTreeID");
        List<Map<String, Object>> summaries =
                entities("AuditLogActionSummary", "AuditEntryCount eq 3 and LogTreeID eq guid'" + tree + "'");
        Map<String, Object> root = log.stream()
                .filter(entry -> entry.get("TreeNodeID").equals("0:1"))
                .findFirst()
                .orElseThrow();
        assertThat(summaries).hasSize(1);
        assertThat(summaries.get(0))
                .containsEntry("ApplicationName", "admin-cli")
                .containsEntry("AuditEntryCount", 3)
                .containsEntry("DisplyName", "Create User")
                .containsEntry("EntryDate", root.get("EntryDate"))
                .containsEntry("Environment", null)
                .containsEntry("EnvironmentID", null)
                .containsEntry("LogTreeID", tree)
                .containsEntry("RootObjectID", root.get("ObjectID"))
                .containsEntry("RootObjectType", "User")
                .containsEntry("Username", BY);
        assertThat(api.get("AuditLogActionSummary(guid'" + tree + "')").statusCode())
                .isEqualTo(200);
    }

    @Test
    void objectsAreCalledAsTheContractDoes() {
        keycloak.admin()
                .body(Map.of("name", "Audited"))
                .post(tenant.adminPath("/roles"))
                .then()
                .statusCode(201);
        keycloak.admin()
                .body(Map.of("name", "Audited too", "description", "Nights"))
                .put(tenant.adminPath("/roles/Audited"))
                .then()
                .statusCode(204);
        int role = (Integer) entities("Role", "Name eq 'Audited too'").get(0).get("RoleID");
        List<Map<String, Object>> roles = entities("AuditLog", "ObjectType eq 'Role' and ObjectID eq " + role);
        assertThat(roles).extracting(entry -> entry.get("DisplyName")).containsExactly("Create Role", "Modify Role");
        assertThat((String) roles.get(1).get("LogData"))
                .contains(difference("description", null, "Nights"), difference("name", "Audited", "Audited too"));

        tenant.update(realm -> realm.put("displayName", "Audited Inc."));
        List<Map<String, Object>> domain = entities("AuditLog", "ObjectType eq 'Domain'");
        int number = (Integer)
                entities("Domain", "Name eq '" + tenant.name() + "'").get(0).get("DomainID");
        assertThat(domain).last().satisfies(entry -> assertThat(entry)
                .containsEntry("DisplyName", "Modify Domain")
                .containsEntry("ObjectID", number));
        assertThat((String) domain.get(domain.size() - 1).get("LogData")).contains("Audited Inc.");
    }

    /** Keycloak's own event has the name at most. */
    @Test
    void aRemovalTellsAllThatWasKnown() {
        keycloak.admin()
                .body(Map.of("name", "Passing", "description", "Not for long"))
                .post(tenant.adminPath("/roles"))
                .then()
                .statusCode(201);
        String role = (String) tenant.role("Passing").get("id");
        remove("/roles/Passing");
        assertThat(logDataOf("roles/" + role))
                .last()
                .isEqualTo(logData(
                        "roles/" + role,
                        "Passing",
                        difference("composite", "false", null),
                        difference("description", "Not for long", null),
                        difference("id", role, null),
                        difference("name", "Passing", null)));

        String client = client("audited-passing", Map.of("description", "Not for long"));
        remove("/clients/" + client);
        assertThat(logDataOf("clients/" + client))
                .last()
                .asString()
                .startsWith("<LogData><Identity><Key>clients/" + client + "</Key><Name>audited-passing</Name>")
                .contains(
                        difference("clientId", "audited-passing", null),
                        difference("description", "Not for long", null))
                .doesNotContain("<NewValue>");

        keycloak.admin()
                .body(Map.of(
                        "alias",
                        "passing",
                        "providerId",
                        "oidc",
                        "displayName",
                        "Not for long",
                        "enabled",
                        false,
                        "config",
                        Map.of(
                                "clientId", "passing",
                                "authorizationUrl", "https://idp.example.test/a",
                                "tokenUrl", "https://idp.example.test/t")))
                .post(tenant.adminPath("/identity-provider/instances"))
                .then()
                .statusCode(201);
        int number = (Integer) entities("AuthorizationProvider", "Name eq 'Not for long'")
                .get(0)
                .get("AuthorizationProviderID");
        remove("/identity-provider/instances/passing");
        assertThat(entities("AuditLog", "ObjectType eq 'AuthorizationProvider' and ObjectID eq " + number))
                .extracting(entry -> entry.get("AuditEntryAction"))
                .containsExactly("Create", "Delete");
        assertThat(logDataOf("identity-provider/instances/passing"))
                .hasSize(2)
                .last()
                .asString()
                .contains(
                        difference("alias", "passing", null),
                        difference("displayName", "Not for long", null),
                        difference("enabled", "false", null))
                .doesNotContain("<NewValue>");
    }

    private void remove(String path) {
        keycloak.admin().delete(tenant.adminPath(path)).then().statusCode(204);
    }

    /** What is not in the log has not been done. */
    @Test
    void aChangeThatCannotBeNumberedIsRefused() throws SQLException {
        keycloak.admin()
                .body(Map.of("name", "audited-numbered"))
                .post(tenant.adminPath("/roles"))
                .then()
                .statusCode(201);
        int last = lastNumber(Integer.MAX_VALUE);
        try {
            keycloak.admin()
                    .body(Map.of("name", "audited-unnumbered"))
                    .post(tenant.adminPath("/roles"))
                    .then()
                    .statusCode(500);
        } finally {
            lastNumber(last);
        }
        keycloak.admin()
                .get(tenant.adminPath("/roles/audited-unnumbered"))
                .then()
                .statusCode(404);
        keycloak.admin()
                .body(Map.of("name", "audited-unnumbered"))
                .post(tenant.adminPath("/roles"))
                .then()
                .statusCode(201);
        assertThat(entities("AuditLog", "substringof('audited-unnumbered',LogData)"))
                .hasSize(1);
    }

    /** Sets the number that the tenant's last change has, behind the server's back; the one before. */
    private int lastNumber(int number) throws SQLException {
        assumeTrue(Settings.DATABASE == Database.Kind.POSTGRES, "H2 lets nobody write while a server runs on it");
        String ofTenant = " where KIND = 31 and REALM_ID = (select ID from REALM where NAME = '" + tenant.name() + "')";
        try (Connection connection =
                        DriverManager.getConnection(keycloak.database().jdbcUrl());
                Statement statement = connection.createStatement()) {
            int before;
            try (ResultSet last = statement.executeQuery("select LAST_NUMBER from PBX_NUMBER_SEQUENCE" + ofTenant)) {
                assertThat(last.next()).isTrue();
                before = last.getInt(1);
            }
            assertThat(statement.executeUpdate("update PBX_NUMBER_SEQUENCE set LAST_NUMBER = " + number + ofTenant))
                    .isEqualTo(1);
            return before;
        }
    }

    /** A realm that the request makes has no numbers yet. */
    @Test
    void aRealmThatIsMadeWithTheLogIsMade() {
        String name = "made-with-audit";
        keycloak.admin()
                .body(Map.of(
                        "realm",
                        name,
                        "enabled",
                        true,
                        "attributes",
                        Map.of("pbx.securityData", "true"),
                        "users",
                        List.of(Map.of("username", "101"))))
                .post("/admin/realms")
                .then()
                .statusCode(201);
        Realm made = keycloak.realm(name);
        made.createUser("102", PASSWORD);
        Response log = new SecurityDataApi(keycloak, made).get("AuditLog", Map.of("$select", "AuditLogID,DisplyName"));
        log.then().statusCode(200);
        assertThat(log.asString()).isEqualTo("{\"value\":[{\"AuditLogID\":1,\"DisplyName\":\"Create User\"}]}");
    }

    /** Whoever makes a number in a realm waits for those who rename it. */
    @Test
    void aRealmThatIsRenamedIsInTheLog() {
        String name = "renamed-with-audit";
        keycloak.admin()
                .body(Map.of("realm", name, "enabled", true, "attributes", Map.of("pbx.securityData", "true")))
                .post("/admin/realms")
                .then()
                .statusCode(201);
        keycloak.admin()
                .body(Map.of("realm", name + "-2"))
                .put("/admin/realms/" + name)
                .then()
                .statusCode(204);
        SecurityDataApi renamed = new SecurityDataApi(keycloak, keycloak.realm(name + "-2"));
        Response log = renamed.get("AuditLog", Map.of("$format", "application/json;odata=nometadata"));
        log.then().statusCode(200);
        assertThat(log.<List<Map<String, Object>>>path("value")).singleElement().satisfies(entry -> assertThat(entry)
                .containsEntry("DisplyName", "Modify Domain")
                .containsEntry("AuditLogID", 1)
                .containsEntry("LogData", logData("realm", name + "-2", difference("realm", null, name + "-2"))));
    }

    /** Nothing of it is in the database. */
    @Test
    void whatKeycloakHasInMemoryOnlyIsInTheLog() {
        keycloak.admin()
                .delete(tenant.adminPath("/attack-detection/brute-force/users"))
                .then()
                .statusCode(204);
        assertThat(entities("AuditLog", "ObjectType eq 'USER_LOGIN_FAILURE'"))
                .extracting(entry -> entry.get("LogData"))
                .containsExactly(logData("attack-detection/brute-force/users", ""));
    }

    @Test
    void anAdministratorOfTheTenantIsToldByName() {
        api.tokenOf("auditor", "view-events");
        String token = api.tokenOf("boss", "manage-users", "view-users");
        keycloak.http(token)
                .contentType("application/json")
                .body(Map.of("username", "madebyboss", "enabled", true))
                .post(tenant.adminPath("/users"))
                .then()
                .statusCode(201);
        assertThat(entities("AuditLog", "ObjectID eq " + userNumber("madebyboss")))
                .extracting(entry -> entry.get("Username"))
                .containsExactly("boss");
    }

    private String client(String clientId, Map<String, Object> more) {
        Map<String, Object> client = new LinkedHashMap<>(more);
        client.put("clientId", clientId);
        Response created = keycloak.admin().body(client).post(tenant.adminPath("/clients"));
        created.then().statusCode(201);
        String location = created.header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private List<Object> logDataOf(String key) {
        return entities("AuditLog", "substringof('<Key>" + key + "</Key>',LogData)").stream()
                .map(entry -> entry.get("LogData"))
                .toList();
    }

    @Test
    void privateKeysAreNotInTheLog() {
        String id = client("audited-saml", Map.of("protocol", "saml"));
        String path = "clients/" + id + "/certificates/saml.signing/generate";
        String key = keycloak.admin()
                .post(tenant.adminPath("/" + path))
                .then()
                .statusCode(200)
                .extract()
                .path("privateKey");
        assertThat(key).hasSizeGreaterThan(1000);
        keycloak.admin()
                .body(Map.of("clientId", "audited-saml", "attributes", Map.of("my.note", key)))
                .put(tenant.adminPath("/clients/" + id))
                .then()
                .statusCode(204);
        assertThat((String) logDataOf(path).get(0)).contains(difference("privateKey", null, "***"));
        assertThat((String) logDataOf("clients/" + id).get(1)).contains(difference("attributes.my.note", null, "***"));
        assertThat(entities("AuditLog", "substringof('" + id + "',LogData)").toString())
                .doesNotContain(key.substring(0, 40));
    }

    @Test
    void anUpdateOfAClientKeepsTheAttributesThatItDoesNotName() {
        String id = client("audited-merge", Map.of("attributes", Map.of("x1", "1", "x2", "2")));
        keycloak.admin()
                .body(Map.of("clientId", "audited-merge", "attributes", Map.of("x1", "3")))
                .put(tenant.adminPath("/clients/" + id))
                .then()
                .statusCode(204);
        assertThat((String) logDataOf("clients/" + id).get(1))
                .contains(difference("attributes.x1", "1", "3"))
                .doesNotContain("x2");
    }

    @Test
    void thatTheLogIsSwitchedOffIsItsLastEntry() {
        tenant.attribute("pbx.securityData", "false");
        tenant.createUser("unseen", PASSWORD);
        api.switchOn();
        List<Object> log = logDataOf("realm");
        assertThat(log.subList(log.size() - 2, log.size()).stream().map(Object::toString))
                .satisfiesExactly(
                        off -> assertThat(off).contains(difference("attributes.pbx.securityData", "true", "false")),
                        on -> assertThat(on).contains(difference("attributes.pbx.securityData", "false", "true")));
        assertThat(entities("AuditLog", "substringof('unseen',LogData)")).isEmpty();
    }

    /** The log asks the database nothing in between, which would hear of the change too early. */
    @Test
    void aChangeThatTheDatabaseRefusesIsRefused() {
        for (String name : List.of("audited-a", "audited-b")) {
            keycloak.admin()
                    .body(Map.of("name", name))
                    .post(tenant.adminPath("/roles"))
                    .then()
                    .statusCode(201);
        }
        keycloak.admin()
                .body(Map.of("name", "audited-b", "description", "renamed"))
                .put(tenant.adminPath("/roles/audited-a"))
                .then()
                .statusCode(409);
        assertThat(tenant.role("audited-a")).doesNotContainKey("description");
        assertThat(entities("AuditLog", "substringof('renamed',LogData)")).isEmpty();
    }

    @Test
    void theUserProfileIsNoUser() {
        ObjectNode profile = keycloak.admin()
                .get(tenant.adminPath("/users/profile"))
                .then()
                .statusCode(200)
                .extract()
                .as(ObjectNode.class);
        profile.withArrayProperty("groups").addObject().put("name", "audited");
        keycloak.admin()
                .body(profile)
                .put(tenant.adminPath("/users/profile"))
                .then()
                .statusCode(200);
        assertThat(entities("AuditLog", "ObjectType eq 'USER_PROFILE'"))
                .singleElement()
                .satisfies(entry -> assertThat(entry).containsEntry("ObjectID", null));
    }

    @Test
    void whatTheCallerMayDoIsNotInTheLog() {
        String id = tenant.createUser("202", PASSWORD);
        String path = tenant.adminPath("/users/" + id);
        Map<String, Object> user =
                keycloak.admin().get(path).then().statusCode(200).extract().path("");
        assertThat(user).containsKey("access");
        keycloak.admin().body(user).put(path).then().statusCode(204);
        assertThat(logDataOf("users/" + id)).hasSize(2);
        assertThat(logDataOf("users/" + id).toString()).doesNotContain("access");
    }
}
