package io.keycloakpbx.tests.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** PBX servers, their extensions and the users of a tenant. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExtensionsIT {

    private final Keycloak keycloak;
    private final Pbx pbx;

    /** Its users are those of the search alone, which counts them. */
    private final Pbx other;

    ExtensionsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.pbx = new Pbx(keycloak, tenant);
        this.other = new Pbx(keycloak, keycloak.tenant());
    }

    @Test
    void aServerIsCreatedRenamedAndDeletedWithItsEvents() {
        String id = UUID.randomUUID().toString();
        pbx.realm().clearEvents();
        keycloak.admin()
                .body(Map.of("name", "branch", "id", id))
                .post(pbx.servers())
                .then()
                .statusCode(201)
                .header("Location", keycloak.baseUrl() + pbx.servers() + "/" + id)
                .body("id", equalTo(id));
        keycloak.admin().get(pbx.servers() + "/" + id).then().statusCode(200).body("name", equalTo("branch"));
        keycloak.admin()
                .body(Map.of("name", "Zürich"))
                .put(pbx.servers() + "/" + id)
                .then()
                .statusCode(200)
                .body("name", equalTo("Zürich"));
        keycloak.admin()
                .get(pbx.servers())
                .then()
                .statusCode(200)
                .header("X-Total-Count", "2")
                .body("find { it.id == '" + id + "' }.name", equalTo("Zürich"));
        keycloak.admin().delete(pbx.servers() + "/" + id).then().statusCode(204);
        keycloak.admin().get(pbx.servers() + "/" + id).then().statusCode(404);
        keycloak.admin().delete(pbx.servers() + "/" + id).then().statusCode(404);
        assertThat(pbx.realm().adminEvents())
                .extracting(event -> event.operationType() + " " + event.resourceType() + " " + event.resourcePath())
                .containsExactly(
                        "DELETE PBX_SERVER communication_manager/rest/config/asterisk/" + id,
                        "UPDATE PBX_SERVER communication_manager/rest/config/asterisk/" + id,
                        "CREATE PBX_SERVER communication_manager/rest/config/asterisk/" + id);
    }

    @Test
    @Tag("database")
    void serverNamesAreUniqueInATenantOnly() {
        keycloak.admin().body(Map.of("name", "pbx")).post(pbx.servers()).then().statusCode(409);
        String second = pbx.createServer("second");
        keycloak.admin()
                .body(Map.of("name", "pbx"))
                .put(pbx.servers() + "/" + second)
                .then()
                .statusCode(409);
        keycloak.admin().get(pbx.servers() + "/" + second).then().body("name", equalTo("second"));
        keycloak.admin()
                .body(Map.of("name", "mine", "id", other.server()))
                .post(pbx.servers())
                .then()
                .statusCode(409);
        keycloak.admin().delete(pbx.servers() + "/" + second).then().statusCode(204);
    }

    @Test
    void refusesServersThatAreNone() {
        for (String body : List.of(
                "{}",
                "{\"name\":\"\"}",
                "{\"name\":\"  \"}",
                "{\"name\":7}",
                "{\"name\":\"" + "x".repeat(256) + "\"}",
                "{\"name\":\"x\",\"id\":\"1\"}",
                "{\"name\":\"x\"",
                "")) {
            keycloak.admin().body(body).post(pbx.servers()).then().statusCode(400);
        }
        keycloak.admin().get(pbx.servers() + "/x").then().statusCode(404);
    }

    @Test
    @Tag("database")
    void anExtensionKeepsAllItsMembers() {
        Map<String, Object> body = new HashMap<>();
        body.put("extension", "4224");
        body.put("displayName", "Jürgen 電話");
        body.put("autoAnswer", true);
        body.put("peer", "SIP/4224");
        body.put("altOriginationMethod", "Local/4224@x");
        body.put("agentName", "agent");
        body.put("agentLocation", "here");
        body.put("agentInterface", "SIP/1");
        body.put("agentPenalty", 3);
        body.put("agentPaused", false);
        body.put("originatingContextOverride", "out");
        body.put("redirectingContextOverride", "in");
        body.put("originateTimeoutOverride", 30);
        body.put("voiceMailContext", "default");
        body.put("voiceMailBox", "4224");
        String id = keycloak.admin()
                .body(body)
                .post(pbx.extensions())
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        Map<String, Object> read = keycloak.admin()
                .get(pbx.extension(id))
                .then()
                .statusCode(200)
                .extract()
                .path("");
        assertThat(read).containsAllEntriesOf(body).containsEntry("permissionId", id);
        assertThat(read).containsEntry("permissionDisplayName", "Jürgen 電話").hasSize(body.size() + 3);

        keycloak.admin()
                .body(Map.of("extension", "4225", "displayName", "New"))
                .put(pbx.extension(id))
                .then()
                .statusCode(200)
                .body("extension", equalTo("4225"))
                .body("peer", nullValue());
        keycloak.admin()
                .get(pbx.extension(id))
                .then()
                .body("displayName", equalTo("New"))
                .body("agentPenalty", nullValue());
        keycloak.admin().delete(pbx.extension(id)).then().statusCode(204);
        keycloak.admin().get(pbx.extension(id)).then().statusCode(404);
        keycloak.admin().delete(pbx.extension(id)).then().statusCode(404);
        assertThat(pbx.realm().adminEvents())
                .filteredOn(event -> event.resourcePath().endsWith(id))
                .extracting(Realm.AdminEvent::operationType)
                .containsExactly("DELETE", "UPDATE", "CREATE");
    }

    @Test
    void aReplacedExtensionKeepsItsManagingUser() {
        String id = pbx.createExtension("7000");
        String user = pbx.realm().createUser("keeper", "Keeper-pw-1!");
        pbx.assign(id, user, "keeper").then().statusCode(200);
        keycloak.admin()
                .body(Map.of("extension", "7001"))
                .put(pbx.extension(id))
                .then()
                .statusCode(200);
        keycloak.admin().get(pbx.managingUser(id)).then().statusCode(200).body("id", equalTo(user));
    }

    @Test
    void numbersAreUniqueOnAServerOnly() {
        String first = pbx.createExtension("6000");
        keycloak.admin()
                .body(Map.of("extension", "6000"))
                .post(pbx.extensions())
                .then()
                .statusCode(409);
        String second = pbx.createExtension("6001");
        keycloak.admin()
                .body(Map.of("extension", "6000"))
                .put(pbx.extension(second))
                .then()
                .statusCode(409);
        keycloak.admin()
                .body(Map.of("extension", "6002", "id", first))
                .post(pbx.extensions())
                .then()
                .statusCode(409);
        other.createExtension("6000");
        keycloak.admin().get(pbx.extension(second)).then().body("extension", equalTo("6001"));
    }

    @Test
    void refusesExtensionsThatAreNone() {
        for (String body : List.of(
                "{}",
                "{\"extension\":\"12\"}",
                "{\"extension\":\"" + "1".repeat(65) + "\"}",
                "{\"extension\":\"12a\"}",
                "{\"extension\":\"१२३\"}",
                "{\"extension\":123}",
                "{\"extension\":\"123\",\"displayName\":\"" + "x".repeat(256) + "\"}",
                "{\"extension\":\"123\",\"displayName\":\"" + "x".repeat(1 << 20) + "\"}",
                "{\"extension\":\"123\",\"displayName\":\"a\\u0000b\"}",
                "{\"extension\":\"123\",\"autoAnswer\":\"yes\"}",
                "{\"extension\":\"123\",\"agentPenalty\":-1}",
                "{\"extension\":\"123\",\"agentPenalty\":1.5}",
                "{\"extension\":\"123\",\"id\":\"x\"}",
                "{\"extension\":\"123\",\"extension\":\"124\"}")) {
            keycloak.admin().body(body).post(pbx.extensions()).then().statusCode(400);
        }
        keycloak.admin()
                .queryParam("search", "123")
                .get(pbx.extensions())
                .then()
                .body("", hasSize(0));
    }

    @Test
    @Tag("database")
    void listsAreSearchedPagedAndCounted() {
        for (int i = 0; i < 5; i++) {
            keycloak.admin()
                    .body(Map.of("extension", "880" + i, "displayName", i < 3 ? "Front Desk " + i : "100%_!"))
                    .post(pbx.extensions())
                    .then()
                    .statusCode(201);
        }
        keycloak.admin()
                .queryParam("search", "880")
                .queryParam("first", 1)
                .queryParam("max", 2)
                .get(pbx.extensions())
                .then()
                .statusCode(200)
                .header("X-Total-Count", "5")
                .body("extension", contains("8801", "8802"));
        keycloak.admin()
                .queryParam("search", "880")
                .queryParam("first", 5)
                .get(pbx.extensions())
                .then()
                .statusCode(200)
                .header("X-Total-Count", "5")
                .body("", hasSize(0));
        keycloak.admin()
                .queryParam("search", "front desk")
                .get(pbx.extensions())
                .then()
                .header("X-Total-Count", "3")
                .body("extension", contains("8800", "8801", "8802"));
        for (String hostile : List.of("0%_!", "%_!")) {
            keycloak.admin()
                    .queryParam("search", hostile)
                    .get(pbx.extensions())
                    .then()
                    .header("X-Total-Count", "2");
        }
        for (String hostile : List.of("8_0", "%880", "' or 1=1 --", "880%")) {
            keycloak.admin()
                    .queryParam("search", hostile)
                    .get(pbx.extensions())
                    .then()
                    .header("X-Total-Count", "0");
        }
        keycloak.admin().queryParam("max", -1).get(pbx.extensions()).then().statusCode(400);
        keycloak.admin().queryParam("max", 10_001).get(pbx.extensions()).then().statusCode(400);
        keycloak.admin()
                .queryParam("search", "x".repeat(256))
                .get(pbx.extensions())
                .then()
                .statusCode(400);
        keycloak.admin()
                .queryParam("max", 0)
                .get(pbx.extensions())
                .then()
                .statusCode(200)
                .body("", hasSize(0));
    }

    @Test
    @Tag("database")
    void aTenantsExtensionsTellWhoseTheyAre() {
        String owner = pbx.realm().createUser("owner", "Owner-of-two-1!");
        String second = pbx.createServer("second of owners");
        pbx.assign(pbx.createExtension("8901"), owner, "owner").then().statusCode(200);
        pbx.createExtension("8902");
        String elsewhere = keycloak.admin()
                .body(Map.of("extension", "8901"))
                .post(pbx.servers() + "/" + second + "/extensions")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        keycloak.admin()
                .body(pbx.userBody(owner, "owner"))
                .post(pbx.servers() + "/" + second + "/extensions/" + elsewhere + "/managingUser")
                .then()
                .statusCode(200);
        keycloak.admin()
                .body(pbx.userBody(owner, "owner"))
                .post(pbx.servers() + "/" + second + "/extensions/" + elsewhere + "/defaultExtensionUser")
                .then()
                .statusCode(200);

        found("search", "890")
                .header("X-Total-Count", "3")
                .header("Cache-Control", "no-store")
                .body("extension", contains("8901", "8901", "8902"))
                .body("managingUser.username", contains("owner", "owner"))
                .body("managingUser.displayName", contains("First Last", "First Last"))
                .body("[2].managingUser", nullValue());
        found("managingUser", owner)
                .body("serverName", containsInAnyOrder("pbx", "second of owners"))
                .body("managingUser.id", contains(owner, owner))
                .body("find { it.default }.id", equalTo(elsewhere));
        found("search", "890", "free", "true").body("extension", contains("8902"));
        found("search", "890", "free", "false").body("extension", contains("8901", "8901"));
        found("server", second).body("id", contains(elsewhere));
        found("search", "890", "first", "2", "max", "1")
                .header("X-Total-Count", "3")
                .body("extension", contains("8902"));
        found("managingUser", UUID.randomUUID().toString())
                .header("X-Total-Count", "0")
                .body("", hasSize(0));
        keycloak.admin()
                .queryParam("search", "890")
                .get(other.realm().adminPath("/extensions"))
                .then()
                .statusCode(200)
                .body("", hasSize(0));
        refused("free", "maybe", "free must be true or false");
        refused("max", "1001", "max must be a whole number, from 0 to 1000");
        refused("server", "x".repeat(256), "server must be text of at most 255 characters");
        keycloak.http(pbx.token("owner", "Owner-of-two-1!"))
                .get(pbx.realm().adminPath("/extensions"))
                .then()
                .statusCode(403);
        keycloak.http().get(pbx.realm().adminPath("/extensions")).then().statusCode(401);
    }

    private ValidatableResponse found(String... query) {
        var request = keycloak.admin();
        for (int i = 0; i < query.length; i += 2) {
            request.queryParam(query[i], query[i + 1]);
        }
        return request.get(pbx.realm().adminPath("/extensions")).then().statusCode(200);
    }

    private void refused(String parameter, String value, String message) {
        keycloak.admin()
                .queryParam(parameter, value)
                .get(pbx.realm().adminPath("/extensions"))
                .then()
                .statusCode(400)
                .body("field", equalTo(parameter))
                .body("errorMessage", equalTo(message));
    }

    @Test
    @Tag("database")
    void namesAreFoundInAnyCase() {
        keycloak.admin()
                .body(Map.of("extension", "8850", "displayName", "\u00c4rztin O'Brien \u0130zmir"))
                .post(pbx.extensions())
                .then()
                .statusCode(201);
        for (String search : List.of("\u00e4rztin", "\u00c4RZTIN", "rzt", "o'brien", "\u0130ZMIR", "izmir")) {
            keycloak.admin()
                    .queryParam("search", search)
                    .get(pbx.extensions())
                    .then()
                    .header("X-Total-Count", "1")
                    .body("extension", contains("8850"));
        }
    }

    @Test
    void anotherTenantsServersAndExtensionsAreNotFound() {
        String id = pbx.createExtension("6500");
        String foreign = other.servers() + "/" + pbx.server();
        keycloak.admin().get(foreign).then().statusCode(404);
        keycloak.admin().body(Map.of("name", "x")).put(foreign).then().statusCode(404);
        keycloak.admin().delete(foreign).then().statusCode(404);
        keycloak.admin().get(foreign + "/extensions").then().statusCode(404);
        keycloak.admin()
                .body(Map.of("extension", "6501"))
                .post(foreign + "/extensions")
                .then()
                .statusCode(404);
        keycloak.admin().get(foreign + "/extensions/" + id).then().statusCode(404);
        keycloak.admin()
                .body(Map.of("extension", "6502"))
                .put(foreign + "/extensions/" + id)
                .then()
                .statusCode(404);
        keycloak.admin().delete(foreign + "/extensions/" + id).then().statusCode(404);
        keycloak.admin().get(foreign + "/users").then().statusCode(404);
        keycloak.admin().get(pbx.extension(id)).then().statusCode(200).body("extension", equalTo("6500"));
    }

    @Test
    void usersAreListedAndCreated() {
        String path = pbx.servers() + "/" + pbx.server() + "/users";
        pbx.realm().clearEvents();
        keycloak.admin()
                .body(Map.of("username", "listed", "password", "Listed-pw-1!", "displayName", "On the list"))
                .post(path)
                .then()
                .statusCode(200)
                .body("username", equalTo("listed"))
                .body("full", equalTo(true));
        assertThat(pbx.realm().adminEvents())
                .extracting(event -> event.operationType() + " " + event.resourceType())
                .containsExactly("CREATE USER");
        pbx.signIn("listed", "Listed-pw-1!").then().statusCode(200);
        keycloak.admin()
                .queryParam("search", "listed")
                .get(path)
                .then()
                .statusCode(200)
                .header("X-Total-Count", "1")
                .body("displayName", contains("On the list"))
                .body("[0].password", nullValue())
                .body("[0].lastPasswordChangedAt", notNullValue());
        List<String> all = keycloak.admin()
                .get(path.replace("asterisk", "core"))
                .then()
                .statusCode(200)
                .extract()
                .path("username");
        assertThat(all).contains("listed").noneMatch(name -> name.startsWith("service-account"));
        keycloak.admin()
                .body(Map.of("password", "x"))
                .post(path)
                .then()
                .statusCode(412)
                .body(equalTo("No username provided."));
        keycloak.admin()
                .body(Map.of("username", "x"))
                .post(path)
                .then()
                .statusCode(412)
                .body(equalTo("No password provided."));
        keycloak.admin()
                .body(Map.of("username", "LISTED", "password", "Other-pw-1!"))
                .post(path)
                .then()
                .statusCode(409)
                .body(equalTo("A user with the given username already exists."));
    }

    @Test
    @Tag("database")
    void idsThatNoDatabaseHoldsAreUnknownIds() {
        String extension = pbx.createExtension("901");
        for (String id : List.of("%00", "a%00b", "%ED%A0%BD")) {
            for (String path : List.of(
                    pbx.servers() + "/" + id,
                    pbx.servers() + "/" + id + "/extensions",
                    pbx.servers() + "/" + id + "/users",
                    pbx.extensions() + "/" + id,
                    pbx.extensions() + "/" + id + "/managingUser",
                    pbx.extensions() + "/" + id + "/defaultExtensionUser")) {
                keycloak.admin().urlEncodingEnabled(false).get(path).then().statusCode(404);
            }
            keycloak.admin()
                    .urlEncodingEnabled(false)
                    .delete(pbx.servers() + "/" + id)
                    .then()
                    .statusCode(404);
            keycloak.admin()
                    .urlEncodingEnabled(false)
                    .delete(pbx.extensions() + "/" + id)
                    .then()
                    .statusCode(404);
            keycloak.admin()
                    .urlEncodingEnabled(false)
                    .body(Map.of("name", "renamed"))
                    .put(pbx.servers() + "/" + id)
                    .then()
                    .statusCode(404);
        }
        for (String list : List.of(pbx.extensions(), pbx.servers() + "/" + pbx.server() + "/users")) {
            keycloak.admin()
                    .urlEncodingEnabled(false)
                    .get(list + "?search=a%00")
                    .then()
                    .statusCode(400);
        }
        keycloak.admin().get(pbx.extension(extension)).then().statusCode(200);
    }

    @Test
    void answersAreNotKeptByCaches() {
        for (String path : List.of(
                pbx.servers(), pbx.extensions(), pbx.extension(UUID.randomUUID().toString()))) {
            assertThat(keycloak.admin().get(path).header("Cache-Control")).contains("no-store");
        }
    }

    /** The list is not made by Keycloak's search, but means the same. */
    @Test
    @Tag("database")
    void usersAreFoundAsInKeycloaksList() {
        Realm realm = other.realm();
        realm.createUser("alice", "Search-pw-1!");
        realm.createUser("malice", "Search-pw-1!");
        realm.createUser("al_ice", "Search-pw-1!");
        for (String search : List.of(
                "al", "AL", "*ice", "al*e", "\"alice\"", "alice first", "last", "al_", "al%", "!", "nobody", "a*")) {
            List<String> expected = keycloak.admin()
                    .queryParam("search", search)
                    .get(realm.adminPath("/users"))
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("username");
            keycloak.admin()
                    .queryParam("search", search)
                    .get(other.servers() + "/" + other.server() + "/users")
                    .then()
                    .statusCode(200)
                    .header("X-Total-Count", Integer.toString(expected.size()))
                    .body("username", equalTo(expected));
        }
        keycloak.admin()
                .queryParam("first", 1)
                .queryParam("max", 1)
                .get(other.servers() + "/" + other.server() + "/users")
                .then()
                .statusCode(200)
                .header("X-Total-Count", "3")
                .body("username", contains("alice"));
    }
}
