package io.keycloakpbx.tests.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.ServerUnderTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who had an extension, since when, and who has changed that, as the tenant's admin events tell it. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExtensionHistoryIT {

    private static final String PASSWORD = "History-of-1!";
    private static final String HISTORY = "/extensions/{id}/history";
    private static final String NAME = "First Last";
    private static final String NO_EXTENSION = "No extension exists with that id.";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final Pbx pbx;
    private String anna;
    private String bert;
    private String boss;
    private String bossToken;
    private String admin;

    ExtensionHistoryIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.pbx = new Pbx(keycloak, tenant);
    }

    @BeforeAll
    void makePeople() {
        anna = tenant.createUser("h-anna", PASSWORD);
        bert = tenant.createUser("h-bert", PASSWORD);
        boss = tenant.createUser("h-boss", PASSWORD, "Admin");
        admin = keycloak.realm("master").userId(ServerUnderTest.ADMIN);
    }

    /** It lives for five minutes, which making tenants may take. */
    @BeforeEach
    void signIn() {
        bossToken = pbx.token("h-boss", PASSWORD);
    }

    @Test
    @Tag("database")
    void tellsWhoHadItSinceWhenAndWhoDidThat() {
        String id = pbx.createExtension("9101");
        // Neither another extension nor whatever else happens is in it.
        pbx.assign(pbx.createExtension("9102"), bert, "h-bert").then().statusCode(200);
        pbx.assign(id, anna, "h-anna").then().statusCode(200);
        keycloak.admin().body(Map.of()).post(pbx.defaultUser(id)).then().statusCode(200);
        asBoss().body(Map.of("userId", bert, "expectedOwner", anna, "makeDefault", true))
                .put(pbx.owner(id))
                .then()
                .statusCode(204);
        asBoss().delete(pbx.owner(id) + "?expectedOwner=" + bert).then().statusCode(204);
        keycloak.admin()
                .body(Map.of("extension", "9103"))
                .put(pbx.extension(id))
                .then()
                .statusCode(200);

        String client = Pbx.claims(bossToken).path("azp").asText();
        Map<String, Object> ofSystem = by(admin, null, "master", null);
        Map<String, Object> ofTenant = by(boss, "h-boss", null, client);
        Map<String, Object> wasAnna = user(anna, "h-anna");
        Map<String, Object> wasBert = user(bert, "h-bert");
        Response told = asBoss().get(tenant.adminPath(HISTORY), id);
        told.then()
                .statusCode(200)
                .header("X-Total-Count", "7")
                .header("Cache-Control", "no-store")
                .body("id", equalTo(id))
                .body("extension", equalTo("9103"))
                .body("serverName", equalTo("pbx"))
                .body("managingUser", nullValue())
                .body("default", equalTo(false))
                .body("deleted", equalTo(false))
                .body("kept", equalTo(true))
                .body("details", equalTo(true));
        assertThat(told.jsonPath().<String, Object>getMap(""))
                .containsOnlyKeys(
                        "id",
                        "extension",
                        "serverName",
                        "managingUser",
                        "default",
                        "deleted",
                        "kept",
                        "details",
                        "since",
                        "changes");
        assertThat(changes(told))
                .containsExactly(
                        change("changed", "9103", null, null, ofSystem),
                        change("freed", "9101", wasBert, null, ofTenant),
                        change("madeDefault", "9101", null, wasBert, ofTenant),
                        change("taken", "9101", wasAnna, wasBert, ofTenant),
                        change("madeDefault", "9101", null, wasAnna, ofSystem),
                        change("given", "9101", null, wasAnna, ofSystem),
                        change("created", "9101", null, null, ofSystem));
        List<Instant> times = told.<List<String>>path("changes.time").stream()
                .map(Instant::parse)
                .toList();
        assertThat(times).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(times.get(0)).isBetween(Instant.now().minusSeconds(300), Instant.now());
        assertThat(Instant.parse(told.path("since"))).isBeforeOrEqualTo(times.get(times.size() - 1));

        part(id, "first=2&max=2").header("X-Total-Count", "7").body("changes.kind", contains("madeDefault", "taken"));
        part(id, "first=7").header("X-Total-Count", "7").body("changes", empty());
        part(id, "max=0").header("X-Total-Count", "7").body("changes", empty());
        for (String wrong : List.of("first=-1", "max=1001", "max=x")) {
            asBoss().get(tenant.adminPath(HISTORY) + "?" + wrong, id)
                    .then()
                    .statusCode(400)
                    .body("field", equalTo(wrong.substring(0, wrong.indexOf('='))));
        }
    }

    /** Of what an import does there are events of new owners, and of nothing else. */
    @Test
    void tellsOfImportsWhoseItBecame() {
        PbxData data = new PbxData(keycloak, pbx);
        data.csv(PbxData.HEADER + "pbx,9201,,h-anna,true\r\n").then().statusCode(200);
        String id = keycloak.admin()
                .queryParam("search", "9201")
                .get(tenant.adminPath("/extensions"))
                .then()
                .statusCode(200)
                .extract()
                .path("[0].id");
        Map<String, Object> ofSystem = by(admin, null, "master", null);
        Response told = asBoss().get(tenant.adminPath(HISTORY), id);
        told.then()
                .statusCode(200)
                .body("managingUser", equalTo(user(anna, "h-anna")))
                .body("default", equalTo(true));
        assertThat(changes(told)).containsExactly(change("given", "9201", null, user(anna, "h-anna"), ofSystem));

        data.csv(PbxData.HEADER + "pbx,9201,Renamed,h-bert,\r\n").then().statusCode(200);
        data.csv(PbxData.HEADER + "pbx,9201,Renamed,,\r\n").then().statusCode(200);
        told = asBoss().get(tenant.adminPath(HISTORY), id);
        told.then().statusCode(200).body("managingUser", nullValue());
        assertThat(changes(told))
                .containsExactly(
                        change("freed", "9201", user(bert, "h-bert"), null, ofSystem),
                        change("taken", "9201", user(anna, "h-anna"), user(bert, "h-bert"), ofSystem),
                        change("given", "9201", null, user(anna, "h-anna"), ofSystem));
    }

    /** That takes the extension without an event of it. */
    @Test
    @Tag("database")
    void namesUsersWhoAreGoneAsTheyWereCalled() {
        String id = pbx.createExtension("9301");
        String dora = tenant.createUser("h-dora", PASSWORD);
        pbx.assign(id, dora, "h-dora").then().statusCode(200);
        tenant.deleteUser(dora);
        Response told = asBoss().get(tenant.adminPath(HISTORY), id);
        told.then()
                .statusCode(200)
                .body("managingUser", nullValue())
                .body("changes.kind", contains("given", "created"))
                .body("changes[0].to.keySet()", hasSize(5))
                .body("changes[0].to.id", equalTo(dora))
                .body("changes[0].to.username", equalTo("h-dora"))
                .body("changes[0].to.displayName", nullValue())
                .body("changes[0].to.gone", equalTo(true));
        assertThat(Instant.parse(told.path("changes[0].to.goneSince")))
                .isBetween(Instant.parse(told.path("changes[0].time")), Instant.now());
    }

    @Test
    void outlivesTheExtensionAndGoesOnWhereItIsMadeAgainWithItsId() {
        String id = pbx.createExtension("9401");
        pbx.assign(id, bert, "h-bert").then().statusCode(200);
        keycloak.admin().delete(pbx.extension(id)).then().statusCode(204);
        part(id, "")
                .header("X-Total-Count", "3")
                .body("id", equalTo(id))
                .body("extension", equalTo("9401"))
                .body("serverName", nullValue())
                .body("managingUser", nullValue())
                .body("deleted", equalTo(true))
                .body("changes.kind", contains("deleted", "given", "created"))
                .body("changes[1].to", equalTo(user(bert, "h-bert")));

        String other = pbx.createServer("h-other");
        keycloak.admin()
                .body(Map.of("id", id, "extension", "9402"))
                .post(pbx.servers() + "/" + other + "/extensions")
                .then()
                .statusCode(201);
        keycloak.admin()
                .body(Map.of("name", "h-renamed"))
                .put(pbx.servers() + "/" + other)
                .then()
                .statusCode(200);
        part(id, "")
                .body("extension", equalTo("9402"))
                .body("serverName", equalTo("h-renamed"))
                .body("deleted", equalTo(false))
                .body("changes.kind", contains("created", "deleted", "given", "created"))
                .body("changes.extension", contains("9402", "9401", "9401", "9401"));
        // Without the id it is another one.
        keycloak.admin().delete(pbx.servers() + "/" + other).then().statusCode(204);
        part(pbx.createExtension("9401"), "").body("changes.kind", contains("created"));
    }

    /** No part of an id stands for anything else. */
    @Test
    void isOfOneExtensionOfTheTenantAlone() {
        String id = pbx.createExtension("9501");
        Realm stranger = keycloak.tenant();
        for (String asked : List.of(
                UUID.randomUUID().toString(),
                id.substring(0, 35) + "_",
                id.substring(1),
                id.toUpperCase(Locale.ROOT) + " ",
                "%",
                "*",
                "_")) {
            unknown(asBoss().get(tenant.adminPath(HISTORY), asked));
        }
        unknown(keycloak.admin().get(stranger.adminPath(HISTORY), id));
    }

    @Test
    void isForWhoMayViewUsersAndEvents() {
        String id = pbx.createExtension("9601");
        pbx.grant(tenant.createUser("h-users", PASSWORD), "view-users");
        pbx.grant(tenant.createUser("h-events", PASSWORD), "view-events");
        pbx.grant(tenant.createUser("h-query", PASSWORD), "query-users", "view-events");
        pbx.grant(tenant.createUser("h-both", PASSWORD), "view-users", "view-events");
        Realm stranger = keycloak.tenant();
        stranger.createUser("h-boss", PASSWORD, "Admin");
        String foreign = new Pbx(keycloak, stranger).token("h-boss", PASSWORD);

        refused(pbx.as("h-users", PASSWORD), id, "view-events");
        refused(pbx.as("h-events", PASSWORD), id, "view-users");
        refused(pbx.as("h-query", PASSWORD), id, "view-users");
        pbx.as("h-both", PASSWORD).get(tenant.adminPath(HISTORY), id).then().statusCode(200);
        // Who may not see it does not learn either whether there is such an extension.
        refused(pbx.as("h-users", PASSWORD), UUID.randomUUID().toString(), "view-events");
        keycloak.http(foreign).get(tenant.adminPath(HISTORY), id).then().statusCode(403);
        keycloak.http().get(tenant.adminPath(HISTORY), id).then().statusCode(401);
    }

    /** Nor is anybody named from the event, or told to be gone, to whom a permission hides somebody. */
    @Test
    void namesNobodyWhomAPermissionHides() {
        Realm fine = keycloak.tenant();
        Pbx theirs = new Pbx(keycloak, fine);
        String shown = fine.createUser("shown", PASSWORD);
        String hidden = fine.createUser("hidden", PASSWORD);
        String gone = fine.createUser("gone", PASSWORD);
        String most = fine.createUser("most", PASSWORD);
        String id = theirs.createExtension("100");
        theirs.assign(id, gone, "gone").then().statusCode(200);
        theirs.assign(id, hidden, "hidden").then().statusCode(200);
        theirs.assign(id, shown, "shown").then().statusCode(200);
        theirs.assign(id, hidden, "hidden").then().statusCode(200);
        fine.deleteUser(gone);
        fine.permitAllBut(most, hidden);
        theirs.grant(most, "view-events");
        Response told = theirs.as("most", PASSWORD).get(fine.adminPath(HISTORY), id);
        told.then().statusCode(200).body("changes", hasSize(5)).body("changes[0].to", equalTo(nobody(hidden)));
        assertThat(told.asString()).doesNotContain("\"shown\"", "\"hidden\"", "\"gone\":true", ":\"gone\"");

        theirs.grant(most, "query-users");
        told = theirs.as("most", PASSWORD).get(fine.adminPath(HISTORY), id);
        told.then()
                .statusCode(200)
                .body("managingUser", equalTo(nobody(hidden)))
                .body("changes.kind", contains("taken", "taken", "taken", "given", "created"))
                .body("changes[0].from", equalTo(user(shown, "shown")))
                .body("changes[0].to", equalTo(nobody(hidden)))
                .body("changes[1].from", equalTo(nobody(hidden)))
                .body("changes[2].from", equalTo(nobody(gone)));
        assertThat(told.asString()).doesNotContain("\"hidden\"", "\"gone\":true", ":\"gone\"");
        keycloak.admin()
                .get(fine.adminPath(HISTORY), id)
                .then()
                .body("managingUser.username", equalTo("hidden"))
                .body("changes[2].from.username", equalTo("gone"))
                .body("changes[2].from.gone", equalTo(true));
    }

    @Test
    void saysWhatIsNotKept() {
        Realm quiet = keycloak.tenant();
        Pbx theirs = new Pbx(keycloak, quiet);
        String user = quiet.createUser("quiet", PASSWORD);
        String id = theirs.createExtension("100");
        quiet.update(realm -> realm.put("adminEventsDetailsEnabled", false));
        theirs.assign(id, user, "quiet").then().statusCode(200);
        Response told = keycloak.admin().get(quiet.adminPath(HISTORY), id);
        told.then().statusCode(200).body("kept", equalTo(true)).body("details", equalTo(false));
        Map<String, Object> ofSystem = by(admin, null, "master", null);
        assertThat(changes(told))
                .containsExactly(
                        change("given", null, null, null, ofSystem), change("created", "100", null, null, ofSystem));

        quiet.update(realm -> realm.put("adminEventsEnabled", false));
        keycloak.admin().delete(theirs.managingUser(id)).then().statusCode(204);
        keycloak.admin()
                .get(quiet.adminPath(HISTORY), id)
                .then()
                .statusCode(200)
                .body("kept", equalTo(false))
                .body("managingUser", nullValue())
                .body("changes.kind", contains("given", "created"));
        quiet.clearEvents();
        keycloak.admin()
                .get(quiet.adminPath(HISTORY), id)
                .then()
                .statusCode(200)
                .header("X-Total-Count", "0")
                .body("extension", equalTo("100"))
                .body("since", nullValue())
                .body("changes", empty());
    }

    private RequestSpecification asBoss() {
        return keycloak.http(bossToken).contentType(ContentType.JSON);
    }

    private ValidatableResponse part(String id, String query) {
        return asBoss().get(tenant.adminPath(HISTORY) + (query.isEmpty() ? "" : "?" + query), id)
                .then()
                .statusCode(200);
    }

    private void refused(RequestSpecification request, String id, String role) {
        request.get(tenant.adminPath(HISTORY), id)
                .then()
                .statusCode(403)
                .body("errorMessage", equalTo("You do not have access: this needs the role " + role + "."))
                .body("key", equalTo("pbxErrorLacksRole"));
    }

    private static void unknown(Response response) {
        response.then().statusCode(404).body("changes", nullValue()).body("errorMessage", equalTo(NO_EXTENSION));
    }

    /** The changes without time and address, of which each has one. */
    private static List<Map<String, Object>> changes(Response told) {
        List<Map<String, Object>> changes = told.path("changes");
        return changes.stream()
                .map(each -> {
                    Map<String, Object> change = new LinkedHashMap<>(each);
                    assertThat(change.remove("time")).isInstanceOf(String.class);
                    Map<String, Object> by = new HashMap<>(map(change.get("by")));
                    assertThat(Objects.toString(by.remove("address"))).matches("[0-9a-f.:]+");
                    change.put("by", by);
                    return change;
                })
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object json) {
        return (Map<String, Object>) json;
    }

    private static Map<String, Object> change(
            String kind, String extension, Map<String, Object> from, Map<String, Object> to, Map<String, Object> by) {
        Map<String, Object> change = new HashMap<>();
        change.put("kind", kind);
        change.put("extension", extension);
        change.put("from", from);
        change.put("to", to);
        change.put("by", by);
        return change;
    }

    private static Map<String, Object> by(String id, String username, String realm, String client) {
        Map<String, Object> by = new HashMap<>();
        by.put("id", id);
        by.put("username", username);
        by.put("realm", realm);
        by.put("client", client);
        return by;
    }

    private static Map<String, Object> user(String id, String username) {
        Map<String, Object> user = nobody(id);
        user.put("username", username);
        user.put("displayName", NAME);
        return user;
    }

    /** A user of whom no more is told than the id. */
    private static Map<String, Object> nobody(String id) {
        Map<String, Object> user = new HashMap<>();
        user.put("id", id);
        user.put("username", null);
        user.put("displayName", null);
        user.put("gone", false);
        user.put("goneSince", null);
        return user;
    }
}
