package io.keycloakpbx.tests.usergroup;

import static io.keycloakpbx.tests.usergroup.SipXcom.HEAD;
import static io.keycloakpbx.tests.usergroup.SipXcom.additional;
import static io.keycloakpbx.tests.usergroup.SipXcom.denied;
import static io.keycloakpbx.tests.usergroup.SipXcom.envelope;
import static io.keycloakpbx.tests.usergroup.SipXcom.id;
import static io.keycloakpbx.tests.usergroup.SipXcom.invalid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;

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

/** User groups as sipXcom's clients see them. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UserGroupsIT {

    private static final String PASSWORD = "Groups-pw-1!";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SipXcom api;

    /** A realm with seven groups, made in this order, and nothing else. */
    private Realm seven;

    private SipXcom listed;

    UserGroupsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new SipXcom(keycloak, tenant);
    }

    @BeforeAll
    void makeRealmsAndAdministrators() {
        seven = keycloak.createRealm("user-groups-listed");
        listed = new SipXcom(keycloak, seven);
        metadata("?page=3&pagesize=1", 0, 1, 1, 1);
        metadata("", 0, 1, 1, 0);
        listed.group("delta", "Fourth");
        listed.group("Alpha", "second");
        listed.group("charlie");
        listed.group("Bravo", "FIRST");
        listed.group("echo", "third");
        listed.group("foxtrot", "zz");
        listed.group("Golf", "fifth");
        api.administrator("viewer", PASSWORD, "view-users");
        api.administrator("editor", PASSWORD, "manage-users");
        tenant.createUser("nobody", PASSWORD);
    }

    private void metadata(String query, int total, int current, int pages, int perPage) {
        listed.getJson("/user-group" + query)
                .then()
                .statusCode(200)
                .body("user-group.metadata.totalResults", equalTo(total))
                .body("user-group.metadata.currentPage", equalTo(current))
                .body("user-group.metadata.totalPages", equalTo(pages))
                .body("user-group.metadata.resultsPerPage", equalTo(perPage));
    }

    @Test
    void theDocumentsExampleOfACreationIsTaken() {
        int branch = api.branch("HallOfJustice");
        Response created = api.putXml(
                "/user-group",
                """
                <userGroup>
                <id>5</id>
                <name>JusticeLeague</name>
                <description>Superheroes Unlimited</description>
                <branch>
                <id>%d</id>
                <name>NotItsName</name>
                <description>Hall of Superheroes</description>
                <address>
                <id>3</id>
                <street>1 Justice Way</street>
                <city>Smallville</city>
                <country>United States</country>
                <state>MidAmerica</state>
                <zip>55555</zip>
                <officeDesignation>MailStop</officeDesignation>
                </address>
                <phoneNumber>555-HERO</phoneNumber>
                </branch>
                </userGroup>
                """
                        .formatted(branch));
        int number = created.xmlPath().getInt("response.data.id");
        created.then()
                .statusCode(201)
                .header("Content-Type", "text/xml;charset=UTF-8")
                .body(equalTo(envelope("SUCCESS_CREATED", "Created", id(number))));
        String group = "<group><id>" + number + "</id><name>JusticeLeague</name>"
                + "<description>Superheroes Unlimited</description><branch><id>" + branch
                + "</id><name>HallOfJustice</name></branch></group>";
        api.getXml("/user-group/" + number)
                .then()
                .statusCode(200)
                .header("Content-Type", "text/xml;charset=UTF-8")
                .body(equalTo(HEAD + group));
        Map<String, Object> json = api.getJson("/user-group/" + number)
                .then()
                .statusCode(200)
                .header("Content-Type", startsWith("application/json"))
                .body("group.id", equalTo(number))
                .body("group.branch.id", equalTo(branch))
                .extract()
                .path("");
        // What is read is taken, in both syntaxes.
        api.putJson("/user-group/" + number, json)
                .then()
                .statusCode(200)
                .header("Content-Type", "text/xml;charset=UTF-8")
                .body(equalTo(envelope("SUCCESS_UPDATED", "Updated", id(number))));
        api.putXml("/user-group/" + number, group).then().statusCode(200);
        api.getXml("/user-group/" + number).then().body(equalTo(HEAD + group));
    }

    @Test
    void anUpdateReplacesAndWhatItLeavesOutIsGone() {
        int branch = api.branch("Left behind");
        int number = api.group("replaced", "Before");
        String weight = weight("replaced");
        api.putJson(
                        "/user-group/" + number,
                        Map.of("group", Map.of("name", "replaced", "branch", Map.of("id", branch))))
                .then()
                .statusCode(200);
        api.getJson("/user-group/" + number)
                .then()
                .body("group.description", nullValue())
                .body("group.branch.id", equalTo(branch));
        api.putXml("/user-group/" + number, "<group><name>renamed</name><branch/></group>")
                .then()
                .statusCode(200);
        api.getXml("/user-group/" + number)
                .then()
                .body(equalTo(HEAD + "<group><id>" + number + "</id><name>renamed</name></group>"));
        keycloak.admin()
                .get(tenant.adminPath("/groups/" + api.groupId("renamed")))
                .then()
                .body("attributes.'pbx.weight'", contains(weight))
                .body("attributes.'pbx.branch'", nullValue());
        api.admin()
                .delete(api.path("/user-group/" + number))
                .then()
                .statusCode(200)
                .body(equalTo(envelope("SUCCESS_DELETED", "Deleted", id(number))));
        api.getXml("/user-group/" + number)
                .then()
                .statusCode(400)
                .body(equalTo(envelope("ERROR_OBJECT_NOT_FOUND", "Could not retrieve object using ID", id(number))));
        assertThat(api.group("after")).isGreaterThan(number);
    }

    @Test
    void aPageOfTheListIsAsTheDocumentHasIt() {
        listed.getXml("/user-group?sortdir=forward&sortby=description&page=1&pagesize=1")
                .then()
                .statusCode(200)
                .body(equalTo(HEAD + "<user-group><metadata><totalResults>7</totalResults><currentPage>1</currentPage>"
                        + "<totalPages>7</totalPages><resultsPerPage>1</resultsPerPage></metadata><groups><group>"
                        + "<id>3</id><name>charlie</name></group></groups></user-group>"));
        metadata("?page=2&pagesize=3", 7, 2, 3, 3);
        metadata("?page=9&pagesize=3", 7, 3, 3, 3);
        metadata("?page=2147483647&pagesize=2", 7, 4, 4, 2);
        metadata("?page=1&pagesize=2147483647", 7, 1, 1, 2147483647);
        for (String unpaged : List.of(
                "",
                "?page=2",
                "?pagesize=2",
                "?page=0&pagesize=2",
                "?page=x&pagesize=2",
                "?page=1&pagesize=-1",
                "?page=99999999999&pagesize=1")) {
            metadata(unpaged, 7, 1, 1, 7);
        }
    }

    @ParameterizedTest
    @Tag("database")
    @CsvSource(
            delimiter = '|',
            value = {
                // Without an order that is known, by weight: in the order in which they were made.
                "''|delta Alpha charlie Bravo echo foxtrot Golf",
                "?sortby=name|delta Alpha charlie Bravo echo foxtrot Golf",
                "?sortdir=reverse|delta Alpha charlie Bravo echo foxtrot Golf",
                "?sortby=weight&sortdir=reverse|delta Alpha charlie Bravo echo foxtrot Golf",
                "?sortby=name&sortdir=forward|Alpha Bravo charlie delta echo foxtrot Golf",
                "?sortby=NAME&sortdir=anything|Alpha Bravo charlie delta echo foxtrot Golf",
                "?sortby=name&sortdir=REVERSE|Golf foxtrot echo delta charlie Bravo Alpha",
                "?sortby=description&sortdir=forward|charlie Golf Bravo delta Alpha echo foxtrot",
                "?sortby=description&sortdir=reverse&page=1&pagesize=2|foxtrot echo",
                "?sortby=name&sortdir=forward&page=4&pagesize=2|Golf",
                "?sortby=name&sortdir=forward&page=5&pagesize=2|Golf"
            })
    void theListIsSortedWithoutRegardToCase(String query, String names) {
        listed.getJson("/user-group" + query).then().statusCode(200).body("user-group.groups.name", contains((Object[])
                names.split(" ")));
    }

    @Test
    void anEmptyNameIsRefusedBeforeTheIdIsLookedAt() {
        for (String body : List.of("<group/>", "<group><name/></group>", "<userGroup><name>  </name></userGroup>")) {
            api.putXml("/user-group/no-number", body)
                    .then()
                    .statusCode(400)
                    .header("Content-Type", "text/xml;charset=UTF-8")
                    .body(equalTo(invalid("Name: Cannot be empty")));
            api.putXml("/user-group", body).then().statusCode(400).body(equalTo(invalid("Name: Cannot be empty")));
        }
    }

    @ParameterizedTest
    @CsvSource({"abc", "1.5", "99999999999999999999", "0x10", "1e3", "' '"})
    void anIdThatIsNoNumberIsToldSo(String text) {
        String body = envelope("ERROR_ID_INVALID", "ID value is invalid", additional(text));
        api.admin()
                .get(api.path("/user-group/{id}"), text)
                .then()
                .statusCode(400)
                .body(equalTo(body));
        api.admin()
                .delete(api.path("/user-group/{id}"), text)
                .then()
                .statusCode(400)
                .body(equalTo(body));
        api.admin()
                .contentType("text/xml")
                .body("<group><name>x</name></group>")
                .put(api.path("/user-group/{id}"), text)
                .then()
                .statusCode(400)
                .body(equalTo(body));
        api.admin().get(api.path("/branch/{id}"), text).then().statusCode(400).body(equalTo(body));
    }

    @Test
    void anIdThatNothingHasIsToldSo() {
        for (String number : List.of("0", "-1", "2147483647")) {
            String body = envelope("ERROR_OBJECT_NOT_FOUND", "Could not retrieve object using ID", id(number));
            api.getJson("/user-group/" + number)
                    .then()
                    .statusCode(400)
                    .header("Content-Type", "text/xml;charset=UTF-8")
                    .body(equalTo(body));
            api.admin()
                    .delete(api.path("/user-group/" + number))
                    .then()
                    .statusCode(400)
                    .body(equalTo(body));
            api.putXml("/user-group/" + number, "<group><name>x</name></group>")
                    .then()
                    .statusCode(400)
                    .body(equalTo(body));
        }
        api.admin()
                .delete(api.path("/user-group"))
                .then()
                .statusCode(400)
                .body(equalTo(envelope("ERROR_MISSING_ID", "ID value missing from request", null)));
        api.admin().post(api.path("/user-group")).then().statusCode(405);
        api.admin().post(api.path("/user-group/1")).then().statusCode(405);
    }

    @Test
    void whatIsNoGroupIsRefused() {
        String entities = "<!DOCTYPE group [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
                + "<group><name>&b;</name></group>";
        String external = "<!DOCTYPE group [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><group><name>&x;</name></group>";
        for (String body : List.of(entities, external)) {
            api.putXml("/user-group", body)
                    .then()
                    .statusCode(400)
                    .body(equalTo(invalid("the request body must not have a document type")));
        }
        api.putXml("/user-group", "<group><name>&undeclared;</name></group>")
                .then()
                .statusCode(400)
                .body(equalTo(invalid("the request body is not well-formed XML")));
        api.putXml("/user-group", "<a>".repeat(500) + "</a>".repeat(500))
                .then()
                .statusCode(400)
                .body(equalTo(invalid("the request body is nested deeper than 32 elements")));
        api.putXml("/user-group", "<branch><name>x</name></branch>")
                .then()
                .statusCode(400)
                .body(equalTo(invalid("the root of the request body must be group or userGroup")));
        api.putJson("/user-group", Map.of("user-group", Map.of("name", "x")))
                .then()
                .statusCode(400)
                .body(equalTo(invalid("the root of the request body must be group or userGroup")));
        api.putJson("/user-group", "{\"group\":" + "[".repeat(5000) + "]".repeat(5000) + "}")
                .then()
                .statusCode(400)
                .body(equalTo(invalid("the request body is not well-formed JSON")));
        api.putJson("/user-group", "{\"group\":{\"name\":[\"x\"]}}")
                .then()
                .statusCode(400)
                .body(equalTo(invalid("group.name must be a string")));
        api.putJson("/user-group", "{\"group\":{\"name\":\"a\\u0007b\"}}")
                .then()
                .statusCode(400)
                .body(equalTo(invalid("Name: Must not have control characters")));
        api.putXml("/user-group", "<group><name>" + "x".repeat(256) + "</name></group>")
                .then()
                .statusCode(400)
                .body(equalTo(invalid("name must have at most 255 characters")));
        for (String branch : List.of("2147483647", "-1")) {
            api.putXml("/user-group", "<group><name>x</name><branch><id>" + branch + "</id></branch></group>")
                    .then()
                    .statusCode(400)
                    .body(equalTo(invalid("Branch: There is no branch with id " + branch)));
        }
        api.putXml("/user-group", "<group><name>x</name><branch><id>here</id></branch></group>")
                .then()
                .statusCode(400)
                .body(equalTo(invalid("Branch: The id must be a whole number")));
        api.admin().put(api.path("/user-group")).then().statusCode(400);
    }

    @Test
    void markupIsTextInNames() {
        String name = "<b>R&D</b> \"x\" é\uD83D\uDE00 ../{0}";
        int number = api.group(name, "]]>");
        api.getJson("/user-group/" + number)
                .then()
                .body("group.name", equalTo(name))
                .body("group.description", equalTo("]]>"));
        api.getXml("/user-group/" + number).then().body("group.name", equalTo(name));
        api.putJson("/user-group", Map.of("group", Map.of("name", name)))
                .then()
                .statusCode(409)
                .body("response.data.additionalMessage", equalTo("A group with name: " + name + " already exists."));
    }

    @Test
    void aNameIsGivenOnce() {
        int number = api.group("once");
        int other = api.group("ONCE");
        api.putXml("/user-group", "<group><name>once</name></group>")
                .then()
                .statusCode(409)
                .header("Content-Type", "text/xml;charset=UTF-8")
                .body(equalTo(envelope(
                        "ERROR_CREATE_FAILED",
                        "Create failed",
                        additional("A group with name: once already exists."))));
        api.putXml("/user-group/" + other, "<group><name>once</name><description>x</description></group>")
                .then()
                .statusCode(409)
                .body(equalTo(envelope(
                        "ERROR_UPDATE_FAILED",
                        "Update failed",
                        id(other) + additional("A group with name: once already exists."))));
        api.getXml("/user-group/" + other)
                .then()
                .body(equalTo(HEAD + "<group><id>" + other + "</id><name>ONCE</name></group>"));
        api.putXml("/user-group/" + number, "<group><name>once</name></group>")
                .then()
                .statusCode(200);
    }

    @Test
    @Tag("database")
    void ofManyWhoCreateANameAtOnceOneSucceeds() {
        List<Response> answers =
                Together.send(6, caller -> api.putXml("/user-group", "<group><name>raced for</name></group>"));
        assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(201, 409, 409, 409, 409, 409);
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 409).map(answer -> answer.xmlPath()
                        .getString("response.data.additionalMessage")))
                .containsOnly("A group with name: raced for already exists.");
        int number = api.group("changed at once");
        int branch = api.branch("Raced for");
        List<Response> changes = Together.send(
                6,
                caller -> api.putXml(
                        "/user-group/" + number,
                        "<group><name>changed " + caller + "</name><description>by " + caller
                                + "</description><branch><id>" + branch + "</id></branch></group>"));
        assertThat(changes).extracting(Response::statusCode).containsOnly(200);
        Response group = api.getJson("/user-group/" + number);
        String name = group.path("group.name");
        assertThat(group.<String>path("group.description")).isEqualTo(name.replace("changed", "by"));
        assertThat(group.<Integer>path("group.branch.id")).isEqualTo(branch);
    }

    @Test
    void groupsOfTheAdminConsoleAreThereWithANumber() {
        String console = keycloak.admin()
                .body(Map.of("name", "of the console", "description", "Made elsewhere"))
                .post(tenant.adminPath("/groups"))
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        keycloak.admin()
                .body(Map.of("name", "below"))
                .post(tenant.adminPath("/groups/" + console.substring(console.lastIndexOf('/') + 1) + "/children"))
                .then()
                .statusCode(201);
        Response list = api.getJson("/user-group");
        list.then()
                .body("user-group.groups.name", hasItem("of the console"))
                .body("user-group.groups.name", not(hasItem("below")));
        int number = list.path("'user-group'.groups.find { it.name == 'of the console' }.id");
        keycloak.admin()
                .body(Map.of("name", "of the console, renamed"))
                .put(console.substring(console.indexOf("/admin")))
                .then()
                .statusCode(204);
        api.getJson("/user-group/" + number).then().body("group.name", equalTo("of the console, renamed"));
        api.admin().delete(api.path("/user-group/" + number)).then().statusCode(200);
        keycloak.admin()
                .get(console.substring(console.indexOf("/admin")))
                .then()
                .statusCode(404);
    }

    @Test
    @Tag("database")
    void theHeaviestIsTheLastAndANewGroupIsTheHeaviest() {
        int light = api.group("light as a feather");
        int heavy = api.group("heavy as lead");
        keycloak.admin()
                .body(Map.of("name", "heavy as lead", "attributes", Map.of("pbx.weight", List.of("100000"))))
                .put(tenant.adminPath("/groups/" + api.groupId("heavy as lead")))
                .then()
                .statusCode(204);
        keycloak.admin()
                .body(Map.of(
                        "name", "light as a feather", "attributes", Map.of("pbx.weight", List.of("x".repeat(200)))))
                .put(tenant.adminPath("/groups/" + api.groupId("light as a feather")))
                .then()
                .statusCode(204);
        int newest = api.group("newest");
        assertThat(Integer.parseInt(weight("newest"))).isGreaterThan(100_000);
        List<Integer> ids = api.getJson("/user-group").path("user-group.groups.id");
        assertThat(ids).contains(light);
        assertThat(ids.indexOf(newest)).isGreaterThan(ids.indexOf(heavy));
        keycloak.admin()
                .body(Map.of("name", "newest", "attributes", Map.of("pbx.weight", List.of("1"))))
                .put(tenant.adminPath("/groups/" + api.groupId("newest")))
                .then()
                .statusCode(204);
        ids = api.getJson("/user-group").path("user-group.groups.id");
        assertThat(ids.indexOf(heavy)).isGreaterThan(ids.indexOf(newest));
    }

    private String weight(String group) {
        return keycloak.admin()
                .get(tenant.adminPath("/groups/" + api.groupId(group)))
                .then()
                .statusCode(200)
                .extract()
                .path("attributes.'pbx.weight'[0]");
    }

    @Test
    @Tag("database")
    void ofManyWhoDeleteAGroupAtOnceOneSucceeds() {
        int number = api.group("deleted at once");
        List<Response> answers = Together.send(4, caller -> api.admin().delete(api.path("/user-group/" + number)));
        assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(200, 400, 400, 400);
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 400).map(Response::asString))
                .containsOnly(unknown(number));
    }

    private static String unknown(int number) {
        return envelope("ERROR_OBJECT_NOT_FOUND", "Could not retrieve object using ID", id(number));
    }

    @Test
    void whoMayNotIsRefused() {
        int number = api.group("guarded");
        String path = api.path("/user-group/" + number);
        keycloak.http().get(path).then().statusCode(401);
        for (String rest : List.of("", "/" + number)) {
            api.as("nobody", PASSWORD)
                    .get(api.path("/user-group" + rest))
                    .then()
                    .statusCode(403)
                    .header("Content-Type", "text/xml;charset=UTF-8")
                    .body(equalTo(denied("view-users")));
        }
        api.as("viewer", PASSWORD).get(path).then().statusCode(200);
        api.putXml(api.as("viewer", PASSWORD), "/user-group", "not even XML")
                .then()
                .statusCode(403)
                .body(equalTo(denied("manage-users")));
        api.putXml(api.as("viewer", PASSWORD), "/user-group/" + number, "<group><name>taken</name></group>")
                .then()
                .statusCode(403)
                .body(equalTo(denied("manage-users")));
        api.as("viewer", PASSWORD).delete(path).then().statusCode(403).body(equalTo(denied("manage-users")));
        api.getJson("/user-group/" + number).then().body("group.name", equalTo("guarded"));
        api.putXml(api.as("editor", PASSWORD), "/user-group/" + number, "<group><name>edited</name></group>")
                .then()
                .statusCode(200);
    }

    @Test
    void groupsOfAnotherTenantAreUnknown() {
        int last = api.group("of this tenant");
        // The other realm has seven groups, with numbers of its own.
        listed.getJson("/user-group/1").then().body("group.name", equalTo("delta"));
        listed.getXml("/user-group/" + Math.max(last, 8)).then().statusCode(400);
        for (String rest :
                List.of("/user-group", "/user-group-permission", "/user-permission", "/permission", "/branch")) {
            keycloak.http(tenant.userToken("editor", PASSWORD))
                    .get(listed.path(rest))
                    .then()
                    .statusCode(403);
        }
        int theirs = listed.branch("Of the other tenant");
        String permission = listed.putJson("/permission", Map.of("permission", Map.of("label", "Of the other")))
                .xmlPath()
                .getString("response.data.id");
        String token = tenant.userToken("editor", PASSWORD);
        for (String rest : List.of(
                "/user-group/1",
                "/user-group-permission/1",
                "/user-permission/1",
                "/branch/" + theirs,
                "/permission/" + permission)) {
            keycloak.http(token).get(listed.path(rest)).then().statusCode(403);
            keycloak.http(token).delete(listed.path(rest)).then().statusCode(oneOf(403, 405));
            String root = rest.contains("branch") ? "branch" : rest.startsWith("/permission") ? "permission" : "group";
            String body = "<" + root + "><name>Ours</name><label>Ours</label></" + root + ">";
            listed.putXml(keycloak.http(token), rest, body).then().statusCode(403);
        }
        listed.getJson("/branch/" + theirs).then().body("branch.name", equalTo("Of the other tenant"));
        listed.getJson("/permission/" + permission).then().body("permission.label", equalTo("Of the other"));
        // To one's own tenant they are ids of nothing.
        for (String rest : List.of("/branch/99", "/user-group-permission/9999", "/user-permission/9999")) {
            api.getXml(rest).then().statusCode(400).body("response.code", equalTo("ERROR_OBJECT_NOT_FOUND"));
        }
        // The other realm is no tenant.
        listed.putXml(
                        "/user-group-permission/1",
                        "<group><permissions><setting><name>superadmin</name><value>ENABLE</value></setting>"
                                + "</permissions></group>")
                .then()
                .statusCode(400)
                .body(equalTo(invalid("The realm has no role Admin, and so no superadmin")));
        int branch = api.branch("Of this tenant");
        listed.putXml("/user-group/1", "<group><name>delta</name><branch><id>" + branch + "</id></branch></group>")
                .then()
                .statusCode(400)
                .body(equalTo(invalid("Branch: There is no branch with id " + branch)));
    }

    @Test
    void basicWorksWhereTheRealmAllowsIt() {
        api.administrator("legacy", PASSWORD, "manage-users");
        keycloak.http()
                .auth()
                .preemptive()
                .basic("legacy", PASSWORD)
                .get(api.path("/user-group"))
                .then()
                .statusCode(401);
        tenant.attribute("pbx.basicAuth", "true");
        assertThat(keycloak.http()
                        .get(api.path("/user-group"))
                        .then()
                        .statusCode(401)
                        .extract()
                        .headers()
                        .getValues("WWW-Authenticate"))
                .first()
                .asString()
                .startsWith("Basic realm=\"" + tenant.name() + "\"");
        keycloak.http()
                .auth()
                .preemptive()
                .basic("legacy", PASSWORD)
                .contentType("text/xml")
                .body("<group><name>by Basic</name></group>")
                .put(api.path("/user-group"))
                .then()
                .statusCode(201);
        keycloak.http()
                .auth()
                .preemptive()
                .basic("legacy", "wrong")
                .get(api.path("/user-group"))
                .then()
                .statusCode(401);
        keycloak.http()
                .header("Origin", "https://elsewhere.example.com")
                .auth()
                .preemptive()
                .basic("legacy", PASSWORD)
                .get(api.path("/user-group"))
                .then()
                .statusCode(403)
                .header("Content-Type", "text/xml;charset=UTF-8")
                .body("response.code", equalTo("ERROR_ACCESS_DENIED"));
    }

    @Test
    void eachChangeIsOnRecord() {
        int number = api.group("recorded", "As it began");
        int branch = api.branch("On record");
        String path = "groups/" + api.groupId("recorded");
        for (int time = 0; time < 2; time++) {
            // The second time changes nothing, and is no event.
            api.putXml(
                            "/user-group/" + number,
                            "<group><name>recorded anew</name><branch><id>" + branch + "</id></branch></group>")
                    .then()
                    .statusCode(200)
                    .body(equalTo(envelope("SUCCESS_UPDATED", "Updated", id(number))));
        }
        api.admin().delete(api.path("/user-group/" + number));
        List<Realm.AdminEvent> events = tenant.adminEvents(path);
        assertThat(events).extracting(Realm.AdminEvent::operationType).containsExactly("DELETE", "UPDATE", "CREATE");
        assertThat(events).extracting(Realm.AdminEvent::resourceType).containsOnly("GROUP");
        assertThat(events.get(2).representation()).contains("\"name\":\"recorded\"", "As it began");
        assertThat(events.get(1).representation())
                .contains("recorded anew", "\"pbx.branch\":[\"" + branchId(branch) + "\"]")
                .doesNotContain("As it began");
        assertThat(events.get(0).representation()).contains("recorded anew");
    }

    @Test
    @Tag("database")
    void aGroupIsAtNoOtherBranchThanItsMembers() {
        int here = api.branch("Members are here");
        int there = api.branch("Members are not here");
        int number = api.group("with members");
        String user = tenant.createUser("at-a-branch", PASSWORD);
        keycloak.admin()
                .put(tenant.adminPath("/users/" + user + "/groups/" + api.groupId("with members")))
                .then()
                .statusCode(204);
        setBranchOf(user, branchId(here));
        String body = "<group><name>with members</name><branch><id>%d</id></branch></group>";
        api.putXml("/user-group/" + number, body.formatted(there))
                .then()
                .statusCode(409)
                .body(equalTo(envelope(
                        "ERROR_UPDATE_FAILED",
                        "Update failed",
                        id(number)
                                + additional("At least one  user within this group has a different location than the"
                                        + " one selected: Members are not here"))));
        api.putXml("/user-group/" + number, body.formatted(here)).then().statusCode(200);
        // A branch that is gone is none.
        api.admin().delete(api.path("/branch/" + here)).then().statusCode(200);
        api.getJson("/user-group/" + number).then().body("group.branch", nullValue());
        api.putXml("/user-group/" + number, body.formatted(there)).then().statusCode(200);
    }

    private String branchId(int number) {
        String name = api.getJson("/branch/" + number).path("branch.name");
        return keycloak.admin()
                .queryParam("type", "io.keycloakpbx.usergroup.BranchProvider")
                .queryParam("name", name)
                .get(tenant.adminPath("/components"))
                .then()
                .statusCode(200)
                .extract()
                .path("[0].id");
    }

    private void setBranchOf(String user, String branch) {
        Map<String, Object> representation = keycloak.admin()
                .get(tenant.adminPath("/users/" + user))
                .then()
                .extract()
                .path("");
        representation.put("attributes", Map.of("pbx.branch", List.of(branch)));
        keycloak.admin()
                .body(representation)
                .put(tenant.adminPath("/users/" + user))
                .then()
                .statusCode(204);
        keycloak.admin()
                .get(tenant.adminPath("/users/" + user))
                .then()
                .body("attributes.'pbx.branch'", contains(branch));
    }

    @Test
    @Tag("database")
    void fineGrainedPermissionsShowAndGuardSingleGroups() {
        int shown = api.group("shown to the delegate");
        int hidden = api.group("hidden from the delegate");
        String delegate = api.administrator("delegate", PASSWORD, "query-groups", "query-users");
        tenant.createUser("fine-boss", PASSWORD, "Admin");
        int user = api.getJson("/user-permission").path("user-permission.users[0].id");
        api.as("delegate", PASSWORD).get(api.path("/user-group")).then().statusCode(403);
        tenant.permit(delegate, "Groups", api.groupId("shown to the delegate"));
        api.as("delegate", PASSWORD)
                .accept("application/json")
                .get(api.path("/user-group"))
                .then()
                .statusCode(200)
                .body("user-group.metadata.totalResults", equalTo(1))
                .body("user-group.groups.id", contains(shown));
        api.as("delegate", PASSWORD)
                .get(api.path("/user-group/" + shown))
                .then()
                .statusCode(200);
        // What the delegate may not see is as what is not there.
        for (String path : List.of("/user-group/", "/user-group-permission/")) {
            api.as("delegate", PASSWORD)
                    .get(api.path(path + hidden))
                    .then()
                    .statusCode(400)
                    .body(equalTo(unknown(hidden)));
        }
        api.as("delegate", PASSWORD)
                .get(api.path("/user-permission/" + user))
                .then()
                .statusCode(400)
                .body(equalTo(unknown(user)));
        api.putXml(api.as("delegate", PASSWORD), "/user-permission/" + user, "<user/>")
                .then()
                .statusCode(400)
                .body(equalTo(unknown(user)));
        String body = "<group><name>by the delegate</name></group>";
        api.putXml(api.as("delegate", PASSWORD), "/user-group/" + hidden, body)
                .then()
                .statusCode(400)
                .body(equalTo(unknown(hidden)));
        api.putXml(api.as("delegate", PASSWORD), "/user-group", body).then().statusCode(403);
        api.as("delegate", PASSWORD)
                .delete(api.path("/user-group/" + hidden))
                .then()
                .statusCode(400)
                .body(equalTo(unknown(hidden)));
        api.putXml(api.as("delegate", PASSWORD), "/user-group/" + shown, body)
                .then()
                .statusCode(200);
        // Who may not read branches does not come to know them by the group.
        int branch = api.branch("Hidden from the delegate");
        String moved = "<group><name>by the delegate</name><branch><id>%d</id></branch></group>";
        for (int number : new int[] {branch, 9999}) {
            api.putXml(api.as("delegate", PASSWORD), "/user-group/" + shown, moved.formatted(number))
                    .then()
                    .statusCode(403)
                    .body(equalTo(denied("view-users")));
        }
        api.putXml("/user-group/" + shown, moved.formatted(branch)).then().statusCode(200);
        api.putXml(api.as("delegate", PASSWORD), "/user-group/" + shown, moved.formatted(branch))
                .then()
                .statusCode(200);
        api.getJson("/user-group/" + shown).then().body("group.branch.id", equalTo(branch));
        // Nor do they come to know its users by what is refused.
        String away = tenant.createUser("hidden-away", PASSWORD);
        api.group("of a hidden user");
        String path = tenant.adminPath("/groups/" + api.groupId("of a hidden user"));
        keycloak.admin()
                .put(tenant.adminPath("/users/" + away + "/groups/" + api.groupId("of a hidden user")))
                .then()
                .statusCode(204);
        setBranchOf(away, branchId(api.branch("Away")));
        keycloak.admin()
                .body(Map.of("name", "of a hidden user", "attributes", Map.of("pbx.branch", List.of(branchId(branch)))))
                .put(path)
                .then()
                .statusCode(409)
                .body(
                        "errorMessage",
                        equalTo(
                                "A user of the group of a hidden user is at another branch than Hidden from the delegate."
                                        + " Change one of the branches first"));
        api.getJson("/user-group/" + shown).then().body("group.name", equalTo("by the delegate"));
        api.getJson("/user-group/" + hidden).then().body("group.name", equalTo("hidden from the delegate"));
        // Who is an administrator of the tenant still makes others.
        String superadmin = "<group><permissions><setting><name>superadmin</name><value>ENABLE</value></setting>"
                + "</permissions></group>";
        api.putXml(api.as("editor", PASSWORD), "/user-group-permission/" + hidden, superadmin)
                .then()
                .statusCode(403)
                .body(equalTo(denied("Admin")));
        api.putXml(api.as("fine-boss", PASSWORD), "/user-group-permission/" + hidden, superadmin)
                .then()
                .statusCode(200);
    }
}
