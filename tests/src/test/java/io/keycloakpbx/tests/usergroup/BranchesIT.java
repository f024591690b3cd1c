package io.keycloakpbx.tests.usergroup;

import static io.keycloakpbx.tests.usergroup.SipXcom.HEAD;
import static io.keycloakpbx.tests.usergroup.SipXcom.additional;
import static io.keycloakpbx.tests.usergroup.SipXcom.denied;
import static io.keycloakpbx.tests.usergroup.SipXcom.envelope;
import static io.keycloakpbx.tests.usergroup.SipXcom.id;
import static io.keycloakpbx.tests.usergroup.SipXcom.invalid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Branches as sipXcom's clients see them. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BranchesIT {

    private static final String PASSWORD = "Branches-pw-1!";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SipXcom api;

    BranchesIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new SipXcom(keycloak, tenant);
    }

    @BeforeAll
    void makeAdministrators() {
        api.administrator("viewer", PASSWORD, "view-users");
        tenant.createUser("nobody", PASSWORD);
        makeBranch("Rome", "a", "A 1");
        makeBranch("paris", "B", "c 3");
        makeBranch("Berlin", "c", "B 2");
    }

    private void makeBranch(String name, String city, String office) {
        api.putXml(
                        "/branch",
                        "<branch><name>" + name + "</name><address><city>" + city + "</city><officeDesignation>"
                                + office + "</officeDesignation></address></branch>")
                .then()
                .statusCode(201);
    }

    @Test
    void aBranchIsReadAsItWasWritten() {
        String rest = "<name>HallOfJustice</name><description>Hall of Superheroes</description><address>"
                + "<street>1 Justice Way</street><city>Smallville</city><country>United States</country>"
                + "<state>MidAmerica</state><zip>55555</zip><officeDesignation>MailStop</officeDesignation></address>"
                + "<phoneNumber>555-HERO</phoneNumber><faxNumber>555-HERE</faxNumber></branch>";
        Response created = api.putXml("/branch", "<branch><id>77</id>" + rest);
        int number = created.xmlPath().getInt("response.data.id");
        created.then().statusCode(201).body(equalTo(envelope("SUCCESS_CREATED", "Created", id(number))));
        String branch = "<branch><id>" + number + "</id>" + rest;
        api.getXml("/branch/" + number).then().statusCode(200).body(equalTo(HEAD + branch));
        Map<String, Object> json = api.getJson("/branch/" + number)
                .then()
                .statusCode(200)
                .body("branch.address.city", equalTo("Smallville"))
                .extract()
                .path("");
        api.putJson("/branch/" + number, json)
                .then()
                .statusCode(200)
                .body(equalTo(envelope("SUCCESS_UPDATED", "Updated", id(number))));
        api.getXml("/branch/" + number).then().body(equalTo(HEAD + branch));
        api.putXml("/branch/" + number, "<branch><name>Hall</name><address><zip/></address></branch>")
                .then()
                .statusCode(200);
        api.getXml("/branch/" + number)
                .then()
                .body(equalTo(HEAD + "<branch><id>" + number + "</id><name>Hall</name></branch>"));
        api.admin()
                .delete(api.path("/branch/" + number))
                .then()
                .statusCode(200)
                .body(equalTo(envelope("SUCCESS_DELETED", "Deleted", id(number))));
        api.getXml("/branch/" + number)
                .then()
                .statusCode(400)
                .body(equalTo(envelope("ERROR_OBJECT_NOT_FOUND", "Could not retrieve object using ID", id(number))));
        assertThat(tenant.adminEvents("sipxconfig/rest/branch/" + number))
                .extracting(Realm.AdminEvent::operationType, Realm.AdminEvent::resourceType)
                .containsExactly(
                        tuple("DELETE", "PBX_BRANCH"),
                        // To send what was read changes nothing.
                        tuple("UPDATE", "PBX_BRANCH"),
                        tuple("CREATE", "PBX_BRANCH"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|Berlin paris Rome",
                "?sortby=name&sortdir=reverse|Rome paris Berlin",
                "?sortby=city&sortdir=forward|Rome paris Berlin",
                "?sortby=officedesignation&sortdir=reverse&page=1&pagesize=1000|paris Berlin Rome",
                "?sortby=phone&sortdir=forward|Berlin paris Rome"
            })
    void theListIsSortedWithoutRegardToCase(String query, String names) {
        List<String> all = api.getJson("/branch" + query)
                .then()
                .statusCode(200)
                .body("branch.metadata.currentPage", equalTo(1))
                .extract()
                .path("branch.branches.name");
        List<String> wanted = List.of(names.split(" "));
        assertThat(all).filteredOn(wanted::contains).containsExactlyElementsOf(wanted);
    }

    @Test
    void whatIsNoBranchIsRefused() {
        api.putXml("/branch/no-number", "<branch/>")
                .then()
                .statusCode(400)
                .body(equalTo(invalid("Name: Cannot be empty")));
        api.putXml("/branch", "<branch><name>x</name><address><city>" + "x".repeat(256) + "</city></address></branch>")
                .then()
                .statusCode(400)
                .body(equalTo(invalid("address.city must have at most 255 characters")));
        api.putXml("/branch", "<group><name>x</name></group>")
                .then()
                .statusCode(400)
                .body(equalTo(invalid("the root of the request body must be branch")));
        api.putJson("/branch", Map.of("branch", Map.of("name", "x", "address", "here")))
                .then()
                .statusCode(400)
                .body(equalTo(invalid("branch.address must be an object")));
        api.admin()
                .delete(api.path("/branch"))
                .then()
                .statusCode(400)
                .body(equalTo(envelope("ERROR_MISSING_ID", "ID value missing from request", null)));
        api.admin().delete(api.path("/branch/2147483647")).then().statusCode(400);
        api.admin().post(api.path("/branch")).then().statusCode(405);
    }

    @Test
    @Tag("database")
    void aNameIsGivenOnceWhoeverAsksAndWhen() {
        List<Response> answers =
                Together.send(5, caller -> api.putXml("/branch", "<branch><name>Raced for</name></branch>"));
        assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(201, 409, 409, 409, 409);
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 409).map(Response::asString))
                .containsOnly(envelope(
                        "ERROR_CREATE_FAILED",
                        "Create failed",
                        additional("A branch with name: Raced for already exists.")));
        int other = api.branch("Other");
        api.putXml("/branch/" + other, "<branch><name>Raced for</name></branch>")
                .then()
                .statusCode(409)
                .body(equalTo(envelope(
                        "ERROR_UPDATE_FAILED",
                        "Update failed",
                        id(other) + additional("A branch with name: Raced for already exists."))));
        makeComponent("Anna's {0}").then().statusCode(201);
        makeComponent("Anna's {0}")
                .then()
                .statusCode(400)
                .body("errorMessage", equalTo("A branch with name: Anna's {0} already exists."));
        makeComponent(" ")
                .then()
                .statusCode(400)
                .body("errorMessage", equalTo("The name of a branch must not be empty"));
        makeComponent("By the console").then().statusCode(201);
        int number = api.getJson("/branch").path("branch.branches.find { it.name == 'By the console' }.id");
        api.getXml("/branch/" + number).then().statusCode(200);
    }

    @Test
    @Tag("database")
    void ofManyWhoRemoveABranchOneDoes() {
        for (int round = 0; round < 5; round++) {
            int number = api.branch("Removed at once");
            String path = "/branch/" + number;
            List<Response> answers = Together.send(
                    4,
                    caller -> caller < 3
                            ? api.admin().delete(api.path(path))
                            : api.putXml(path, "<branch><name>Changed at once</name></branch>"));
            String gone = envelope("ERROR_OBJECT_NOT_FOUND", "Could not retrieve object using ID", id(number));
            assertThat(answers.subList(0, 3)).extracting(Response::statusCode).containsExactlyInAnyOrder(200, 400, 400);
            assertThat(answers.stream()
                            .filter(answer -> answer.statusCode() != 200)
                            .map(Response::asString))
                    .containsOnly(gone);
            assertThat(tenant.adminEvents("sipxconfig/rest" + path))
                    .extracting(Realm.AdminEvent::operationType)
                    .containsExactlyElementsOf(
                            answers.get(3).statusCode() == 200
                                    ? List.of("DELETE", "UPDATE", "CREATE")
                                    : List.of("DELETE", "CREATE"));
        }
    }

    /** Makes a branch; the id of its component. */
    private String component(String name) {
        Response created = makeComponent(name);
        created.then().statusCode(201);
        return created.header("Location").replaceAll(".*/", "");
    }

    /** As the admin console and scripts make components. */
    private Response makeComponent(String name) {
        return keycloak.admin()
                .body(Map.of(
                        "name",
                        name,
                        "providerId",
                        "branch",
                        "providerType",
                        "io.keycloakpbx.usergroup.BranchProvider",
                        "config",
                        Map.of("city", List.of("Somewhere"))))
                .post(tenant.adminPath("/components"));
    }

    @Test
    void whoMayNotIsRefused() {
        int number = api.branch("Guarded");
        String path = api.path("/branch/" + number);
        keycloak.http().get(path).then().statusCode(401);
        api.as("nobody", PASSWORD).get(path).then().statusCode(403).body(equalTo(denied("view-users")));
        api.as("viewer", PASSWORD).get(path).then().statusCode(200);
        api.as("viewer", PASSWORD).delete(path).then().statusCode(403).body(equalTo(denied("manage-users")));
        api.putXml(api.as("viewer", PASSWORD), "/branch", "<branch><name>y</name></branch>")
                .then()
                .statusCode(403)
                .body(equalTo(denied("manage-users")));
        api.putXml(api.as("viewer", PASSWORD), "/branch/" + number, "<branch><name>y</name></branch>")
                .then()
                .statusCode(403);
        api.getJson("/branch/" + number).then().body("branch.name", equalTo("Guarded"));
    }

    @Test
    @Tag("database")
    void aUserIsInNoGroupThatIsAtAnotherBranchWhateverWayItCame() {
        String here = component("Agreed here");
        String there = component("Agreed there");
        String crew = group("crew", here);
        String roamers = group("roamers", null);
        String anna = user(Map.of("username", "anna-at-both", "attributes", Map.of("pbx.branch", List.of(there))))
                .header("Location")
                .replaceAll(".*/", "");
        String refusal = "User anna-at-both is at the branch Agreed there, and cannot be in the group crew, which is at"
                + " the branch Agreed here. Change one of the branches first";
        disagrees(join(anna, crew), refusal);
        join(anna, roamers).then().statusCode(204);
        assertThat(groupsOf(anna)).containsExactly("roamers");
        // With the user, and by an import.
        Map<String, Object> ben = Map.of(
                "username",
                "ben-at-both",
                "groups",
                List.of("/crew"),
                "attributes",
                Map.of("pbx.branch", List.of(there)));
        String bensRefusal = refusal.replace("anna", "ben");
        disagrees(user(ben), bensRefusal);
        disagrees(
                keycloak.admin()
                        .body(Map.of("ifResourceExists", "FAIL", "users", List.of(ben)))
                        .post(tenant.adminPath("/partialImport")),
                bensRefusal);
        assertThat(keycloak.admin()
                        .queryParam("username", "ben-at-both")
                        .get(tenant.adminPath("/users"))
                        .<List<?>>path(""))
                .isEmpty();
        // The group goes elsewhere, by this API or the console.
        String roamersRefusal = refusal.replace("crew", "roamers");
        disagrees(group(roamers, "roamers", Map.of("pbx.branch", List.of(here))), roamersRefusal);
        group(roamers, "roamers", Map.of("pbx.branch", List.of(there))).then().statusCode(204);
        group(roamers, "roamers", Map.of("pbx.branch", List.of("of nobody")))
                .then()
                .statusCode(204);
        // A group is one of the PBX when it comes to the top.
        Map<String, Object> below = Map.of("name", "below crew", "attributes", Map.of("pbx.branch", List.of(here)));
        String child = keycloak.admin()
                .body(below)
                .post(tenant.adminPath("/groups/" + crew + "/children"))
                .path("id");
        join(anna, child).then().statusCode(204);
        disagrees(
                keycloak.admin().body(Map.of("id", child, "name", "below crew")).post(tenant.adminPath("/groups")),
                refusal.replace("crew", "below crew"));
        // The user goes elsewhere, and joins.
        branchOf(anna, here).then().statusCode(204);
        join(anna, crew).then().statusCode(204);
        disagrees(branchOf(anna, there), refusal);
        branchOf(anna, null).then().statusCode(204);
        // At once: whoever comes second is refused.
        List<Response> answers = Together.send(List.of(
                () -> branchOf(anna, here), () -> group(roamers, "roamers", Map.of("pbx.branch", List.of(there)))));
        assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(204, 409);
    }

    private static void disagrees(Response answer, String refusal) {
        answer.then().statusCode(409).body("errorMessage", equalTo(refusal));
    }

    private Response user(Map<String, Object> user) {
        return keycloak.admin().body(user).post(tenant.adminPath("/users"));
    }

    private Response join(String user, String group) {
        return keycloak.admin().put(tenant.adminPath("/users/" + user + "/groups/" + group));
    }

    private List<String> groupsOf(String user) {
        return keycloak.admin()
                .get(tenant.adminPath("/users/" + user + "/groups"))
                .path("name");
    }

    private Response branchOf(String user, String branch) {
        Map<String, Object> representation =
                keycloak.admin().get(tenant.adminPath("/users/" + user)).path("");
        representation.put("attributes", branch == null ? Map.of() : Map.of("pbx.branch", List.of(branch)));
        return keycloak.admin().body(representation).put(tenant.adminPath("/users/" + user));
    }

    private Response group(String id, String name, Map<String, List<String>> attributes) {
        return keycloak.admin()
                .body(Map.of("name", name, "attributes", attributes))
                .put(tenant.adminPath("/groups/" + id));
    }

    /** Makes a group; its id. */
    private String group(String name, String branch) {
        api.group(name);
        String id = api.groupId(name);
        if (branch != null) {
            group(id, name, Map.of("pbx.branch", List.of(branch))).then().statusCode(204);
        }
        return id;
    }
}
