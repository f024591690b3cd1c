package io.keycloakpbx.tests.usergroup;

import static io.keycloakpbx.tests.usergroup.SipXcom.HEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.server.Database;
import io.keycloakpbx.tests.DirectChange;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Settings;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The numbers that sipXcom's clients know groups, branches and users by stay when a realm moves to another server. */
@OnKeycloak
class UserGroupNumbersIT {

    private static final String ENABLE = "pbx.permissions.enable";
    private static final String LONG_NAME = "x".repeat(300);

    private static final int SOON = 20;
    private static final int LOOKS_A_SECOND = 20;

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SipXcom api;

    UserGroupNumbersIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new SipXcom(keycloak, tenant);
    }

    @Test
    void numbersMoveToAnotherServerWithThePbxData() {
        int exported = api.group("exported");
        keycloak.admin()
                .accept("application/json")
                .get(tenant.adminPath("/pbx-data"))
                .then()
                .statusCode(200)
                .body("numbers.find { it.id == '" + api.groupId("exported") + "' }.number", equalTo(exported))
                .body("numbers.find { it.id == '" + api.groupId("exported") + "' }.kind", equalTo("GROUP"));
        keycloak.admin()
                .body(Map.of("name", "moved to here"))
                .post(tenant.adminPath("/groups"))
                .then()
                .statusCode(201);
        String group = api.groupId("moved to here");
        String other = "00000000-0000-4000-8000-000000000000";
        Map<String, Object> file = Map.of(
                "servers",
                List.of(),
                "numbers",
                List.of(number("GROUP", 70_000, group), number("GROUP", 70_000, other), number("NEW_KIND", 1, "x")));
        importing(file, "?atomic=true")
                .then()
                .statusCode(400)
                .body("committed", equalTo(false))
                .body(
                        "notTaken",
                        contains("the number 70000 of " + other
                                + " (GROUP): it is given to another id, or the id has another number"));
        importing(file, "?dryRun=true").then().statusCode(200).body("notTaken.size()", equalTo(1));
        api.getXml("/user-group/70000").then().statusCode(400);
        importing(file, "")
                .then()
                .statusCode(200)
                .body("committed", equalTo(true))
                .body("notTaken.size()", equalTo(1));
        api.getJson("/user-group/70000").then().statusCode(200).body("group.name", equalTo("moved to here"));
        assertThat(api.group("comes after what was moved")).isGreaterThan(70_000);
        importing(Map.of("servers", List.of(), "numbers", List.of(number("GROUP", 70_000, group))), "?atomic=true")
                .then()
                .statusCode(200)
                .body("notTaken.size()", equalTo(0));
        importing(Map.of("servers", List.of(), "numbers", List.of(number("USER", 77, "f:x"))), "")
                .then()
                .statusCode(200);
        api.getXml("/user-permission/77")
                .then()
                .statusCode(400)
                .body("response.code", equalTo("ERROR_OBJECT_NOT_FOUND"));
        importing(Map.of("servers", List.of(), "numbers", List.of(number("GROUP", 70_001_000, group))), "")
                .then()
                .statusCode(200)
                .body("notTaken.size()", equalTo(1));
        importing(Map.of("servers", List.of(), "numbers", List.of(number("GROUP", 2_000_000_000, "x"))), "")
                .then()
                .statusCode(400)
                .body(equalTo("/numbers/0/number must be a whole number from 1 to 1000000000"));
        // No weight is higher than the highest that there is.
        importing(Map.of("servers", List.of(), "numbers", List.of(number("GROUP", 1_000_000_000, "x"))), "")
                .then()
                .statusCode(200);
        assertThat(api.group("beyond all weights")).isEqualTo(1_000_000_001);
        keycloak.admin()
                .get(tenant.adminPath("/groups/" + api.groupId("beyond all weights")))
                .then()
                .body("attributes.'pbx.weight'", contains("999999999"));
    }

    @Test
    void aRealmThatIsExportedAndImportedHasItsGroupsAndTheirNumbers() {
        Realm moved = keycloak.createRealm("user-groups-moved");
        SipXcom of = new SipXcom(keycloak, moved);
        of.group("removed before the move");
        of.branch("Removed before the move");
        of.admin().delete(of.path("/user-group/1"));
        of.admin().delete(of.path("/branch/1"));
        int branch = of.branch("Moves along");
        int number = of.group("moves along");
        of.putXml(
                        "/user-group/" + number,
                        "<group><name>moves along</name><branch><id>" + branch + "</id></branch></group>")
                .then()
                .statusCode(200);
        String group = of.getXml("/user-group/" + number)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        of.getXml("/branch?page=1&pagesize=1")
                .then()
                .body(equalTo(HEAD + "<branch><metadata><totalResults>1</totalResults><currentPage>1</currentPage>"
                        + "<totalPages>1</totalPages><resultsPerPage>1</resultsPerPage></metadata><branches><branch>"
                        + "<id>" + branch + "</id><name>Moves along</name></branch></branches></branch>"));
        ObjectNode export = keycloak.admin()
                .queryParam("exportGroupsAndRoles", true)
                .post(moved.adminPath("/partial-export"))
                .then()
                .statusCode(200)
                .extract()
                .as(ObjectNode.class);
        // Its keys are not in the export.
        export.withObjectProperty("components").retain("io.keycloakpbx.usergroup.BranchProvider");
        disagreement(export);
        String data = keycloak.admin().get(moved.adminPath("/pbx-data")).asString();
        moved.delete();
        keycloak.admin().body(export).post("/admin/realms").then().statusCode(201);
        keycloak.admin()
                .body(data)
                .post(moved.adminPath("/pbx-data?atomic=true"))
                .then()
                .statusCode(200)
                .body("committed", equalTo(true));
        assertThat(of.getXml("/user-group/" + number).asString()).isEqualTo(group);
        assertThat(of.group("after the move")).isGreaterThan(number);
        // What an import has brought stays, and is nobody's fault.
        String imported = moved.userId("elsewhere");
        String path = moved.adminPath("/users/" + imported + "/groups");
        keycloak.admin().get(path).then().body("name", contains("moves along"));
        keycloak.admin().put(path + "/" + of.groupId("after the move")).then().statusCode(204);
        keycloak.admin()
                .put(path + "/" + of.groupId("moves along too"))
                .then()
                .statusCode(409)
                .body(
                        "errorMessage",
                        equalTo("User elsewhere is at the branch Elsewhere, and cannot be in the group moves along too,"
                                + " which is at the branch Moves along. Change one of the branches first"));
        staysAsItWasImported(of, moved, imported);
    }

    /** Names that the realm does not know stay, long ones too. */
    private void staysAsItWasImported(SipXcom of, Realm moved, String user) {
        int number = of.getJson("/user-permission").path("user-permission.users[0].id");
        of.putXml(
                        "/user-permission/" + number,
                        "<user><permissions><setting><name>Mobile</name><value>ENABLE</value></setting></permissions>"
                                + "</user>")
                .then()
                .statusCode(200);
        String profile = moved.adminPath("/users/profile");
        ObjectNode config = keycloak.admin().get(profile).as(ObjectNode.class);
        keycloak.admin()
                .body(config.put("unmanagedAttributePolicy", "ADMIN_VIEW"))
                .put(profile)
                .then()
                .statusCode(200);
        keycloak.admin()
                .get(moved.adminPath("/users/" + user))
                .then()
                .body("attributes.'" + ENABLE + "'", containsInAnyOrder(LONG_NAME, "Mobile"));
    }

    /** A user of a group who is at another branch than it, and one more group. */
    private static void disagreement(ObjectNode export) {
        ArrayNode branches = (ArrayNode) export.at("/components/io.keycloakpbx.usergroup.BranchProvider");
        String elsewhere = "11111111-2222-4333-8444-555555555555";
        branches.addObject().put("id", elsewhere).put("name", "Elsewhere").put("providerId", "branch");
        ArrayNode groups = export.withArrayProperty("groups");
        ObjectNode group = groups.addObject().put("name", "moves along too");
        group.withObjectProperty("attributes").set("pbx.branch", groups.at("/0/attributes/pbx.branch"));
        ObjectNode user = export.withArrayProperty("users").addObject();
        user.put("username", "elsewhere").putArray("groups").add("/moves along");
        user.withObjectProperty("attributes").putArray("pbx.branch").add(elsewhere);
        user.withObjectProperty("attributes").putArray(ENABLE).add(LONG_NAME);
    }

    /** The import waits for the transaction that gives numbers: of a circle of these the database would not know. */
    @Test
    void whoRemovesARealmWaitsForAnImportThatIsAtItsNumbers() throws Exception {
        Realm going = keycloak.createRealm("user-groups-going");
        new SipXcom(keycloak, going).group("first");
        String id = keycloak.admin().get(going.adminPath("")).path("id");
        importing(going, file("before"), "").then().statusCode(200);
        try (DirectChange sequence = new DirectChange(
                keycloak,
                "update PBX_NUMBER_SEQUENCE set LAST_NUMBER = LAST_NUMBER where KIND = 3 and REALM_ID = ?",
                id)) {
            CompletableFuture<Response> imported =
                    CompletableFuture.supplyAsync(() -> importing(going, file("after"), ""));
            sequence.awaitWaiting(1);
            CompletableFuture<Response> removed =
                    CompletableFuture.supplyAsync(() -> keycloak.admin().delete(going.adminPath("")));
            awaitRemoval();
            sequence.keep();
            imported.get(SOON, TimeUnit.SECONDS)
                    .then()
                    .statusCode(200)
                    .body("updated", equalTo(1))
                    .body("notTaken.size()", equalTo(0));
            removed.get(SOON, TimeUnit.SECONDS).then().statusCode(204);
        }
    }

    private static Map<String, Object> file(String displayName) {
        return Map.of(
                "servers",
                List.of(Map.of(
                        "name", "pbx", "extensions", List.of(Map.of("extension", "101", "displayName", displayName)))),
                "numbers",
                List.of(number("GROUP", 70_000 + displayName.length(), displayName)));
    }

    /** Until somebody who removes a realm waits for somebody else. */
    private void awaitRemoval() throws SQLException, InterruptedException {
        try (Connection connection =
                        DriverManager.getConnection(keycloak.database().jdbcUrl());
                Statement look = connection.createStatement()) {
            boolean waits = false;
            for (int i = 0; i < SOON * LOOKS_A_SECOND && !waits; i++) {
                TimeUnit.MILLISECONDS.sleep(1_000 / LOOKS_A_SECOND);
                waits = look.executeQuery("select 1 from pg_stat_activity where query ilike 'delete from realm where %'"
                                + " and wait_event_type = 'Lock'")
                        .next();
            }
            assertThat(waits).isTrue();
        }
    }

    @Test
    void longListsComeInPages() throws SQLException {
        assumeTrue(Settings.DATABASE == Database.Kind.POSTGRES, "H2 lets nobody write while a server runs on it");
        Realm crowded = keycloak.createRealm("user-groups-crowded");
        String from = " from realm, generate_series(10000, 11000) n where realm.name = '" + crowded + "'";
        try (Connection connection =
                        DriverManager.getConnection(keycloak.database().jdbcUrl());
                Statement insert = connection.createStatement()) {
            insert.execute("insert into keycloak_group (id, name, parent_group, realm_id, type)"
                    + " select gen_random_uuid()::text, 'g' || n, ' ', realm.id, 0" + from);
            insert.execute("insert into user_entity (id, realm_id, username, email_constraint, first_name, enabled,"
                    + " email_verified, not_before) select gen_random_uuid()::text, realm.id, 'u' || n,"
                    + " gen_random_uuid()::text, 'u' || n, true, false, 0" + from);
        }
        SipXcom of = new SipXcom(keycloak, crowded);
        isInPages(of, "user-group-permission", "groups", "name", "g11000");
        isInPages(of, "user-permission", "users", "firstname", "u11000");
        of.getXml("/user-group").then().body("user-group.metadata.resultsPerPage", equalTo("1001"));
    }

    private static void isInPages(SipXcom of, String list, String items, String sort, String last) {
        String path = "/" + list + "?sortdir=forward&sortby=" + sort;
        for (String whole : List.of(path, path + "&page=1&pagesize=2000")) {
            of.getXml(whole)
                    .then()
                    .statusCode(200)
                    .body(list + ".metadata.totalResults", equalTo("1001"))
                    .body(list + ".metadata.totalPages", equalTo("2"))
                    .body(list + ".metadata.resultsPerPage", equalTo("1000"))
                    .body(list + "." + items + ".children().size()", equalTo(1000));
        }
        of.getJson(path + "&page=2&pagesize=1000")
                .then()
                .statusCode(200)
                .body("'" + list + "'.metadata.currentPage", equalTo(2))
                .body("'" + list + "'." + items + ".collect { it.name ?: it.firstName }", contains(last));
    }

    private static Map<String, Object> number(String kind, int number, String id) {
        return Map.of("kind", kind, "number", number, "id", id);
    }

    private Response importing(Map<String, Object> file, String query) {
        return importing(tenant, file, query);
    }

    private Response importing(Realm realm, Map<String, Object> file, String query) {
        return keycloak.admin().body(file).post(realm.adminPath("/pbx-data" + query));
    }
}
