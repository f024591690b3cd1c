package io.keycloakpbx.tests.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The contract of iSymphony's extension managing user, with its texts. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagingUserIT {

    private static final String NOT_SET = "Extension has not set user";
    private static final String SAME = "The Extension's managed user is already set to the given user.";
    private static final String EXISTS = "A user with the given username already exists.";
    private static final String NO_USERNAME = "No username provided.";
    private static final String NO_PASSWORD = "No password provided.";
    private static final String NO_DEFAULT = "The extension's user does not have a default extension set";
    private static final String NOT_BOUND = "The extension is not bound to a user";
    private static final String NOT_DEFAULT = "This extension is not a default extension";

    private final Keycloak keycloak;
    private final Pbx pbx;
    private final Pbx other;
    private String alice;
    private String bob;
    private String extension;
    private int number = 1000;

    ManagingUserIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.pbx = new Pbx(keycloak, tenant);
        this.other = new Pbx(keycloak, keycloak.tenant());
    }

    @BeforeAll
    void createUsers() {
        alice = pbx.realm().createUser("alice", "Alice-pw-1!");
        bob = pbx.realm().createUser("bob", "Bob-pw-12!");
    }

    @BeforeEach
    void createExtension() {
        extension = pbx.createExtension(String.valueOf(number++));
        pbx.realm().clearEvents();
    }

    @Test
    void anExtensionHasNoManagingUserAtFirst() {
        refused(keycloak.admin().get(pbx.managingUser(extension)), 404, NOT_SET);
    }

    @Test
    void postGivesTheExtensionToAUserWhoExists() {
        pbx.assign(extension, alice, "alice")
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body("id", equalTo(alice))
                .body("username", equalTo("alice"))
                .body("enabled", equalTo(true))
                .body("displayName", equalTo("First Last"))
                .body("permissionId", equalTo(alice))
                .body("permissionDisplayName", equalTo("First Last"));
        keycloak.admin()
                .get(pbx.managingUser(extension))
                .then()
                .statusCode(200)
                .body("id", equalTo(alice))
                .body("lastPasswordChangedAt", notNullValue())
                .body("keySet()", hasItem("password"))
                .body("password", nullValue());
    }

    @Test
    void itsPasswordStaysAsItWas() {
        pbx.assign(extension, alice, "alice").then().statusCode(200);
        pbx.signIn("alice", "Alice-pw-1!").then().statusCode(200);
        pbx.signIn("alice", "Not-used-here-1!").then().statusCode(400);
    }

    @Test
    @Tag("database")
    void postTakesTheExtensionFromItsFormerUserAndTheEventNamesBoth() {
        pbx.assign(extension, alice, "alice").then().statusCode(200);
        pbx.assign(extension, bob, "bob").then().statusCode(200).body("id", equalTo(bob));
        keycloak.admin().get(pbx.managingUser(extension)).then().body("id", equalTo(bob));

        Realm.AdminEvent event = pbx.realm().adminEvents().get(0);
        assertThat(event.operationType()).isEqualTo("UPDATE");
        assertThat(event.resourceType()).isEqualTo("PBX_EXTENSION");
        assertThat(event.resourcePath())
                .isEqualTo(pbx.managingUser(extension)
                        .substring(pbx.realm().adminPath("/").length()));
        JsonNode representation = Pbx.representation(event);
        assertThat(representation.at("/oldManagingUser/id").asText()).isEqualTo(alice);
        assertThat(representation.at("/oldManagingUser/username").asText()).isEqualTo("alice");
        assertThat(representation.at("/newManagingUser/id").asText()).isEqualTo(bob);
        assertThat(representation.at("/newManagingUser/username").asText()).isEqualTo("bob");
    }

    @Test
    @Tag("database")
    void postCreatesAUserWhoDoesNotExist() {
        Map<String, Object> body = Map.of(
                "id",
                UUID.randomUUID().toString(),
                "username",
                "Carol" + number,
                "password",
                "Carol-pw-1!",
                "enabled",
                true,
                "full",
                false,
                "displayName",
                "Carol (desk)",
                "permissionId",
                "ignored");
        String id = keycloak.admin()
                .body(body)
                .post(pbx.managingUser(extension))
                .then()
                .statusCode(200)
                .body("username", equalTo("carol" + number))
                .body("displayName", equalTo("Carol (desk)"))
                .body("full", equalTo(false))
                .body("password", nullValue())
                .extract()
                .path("id");
        assertThat(pbx.realm().userId("carol" + number)).isEqualTo(id);
        pbx.signIn("carol" + number, "Carol-pw-1!").then().statusCode(200);
        assertThat(pbx.realm().adminEvents())
                .extracting(Realm.AdminEvent::operationType, Realm.AdminEvent::resourceType)
                .containsExactlyInAnyOrder(tuple("CREATE", "USER"), tuple("UPDATE", "PBX_EXTENSION"));
        assertThat(pbx.realm().adminEvents())
                .allSatisfy(event -> assertThat(event.representation()).doesNotContain("Carol-pw-1!"));
    }

    @Test
    void aUserWhomThePostDisablesCannotSignIn() {
        keycloak.admin()
                .body(Map.of("username", "dave" + number, "password", "Dave-pw-12!", "enabled", false))
                .post(pbx.managingUser(extension))
                .then()
                .statusCode(200)
                .body("enabled", equalTo(false));
        pbx.signIn("dave" + number, "Dave-pw-12!").then().statusCode(400);
    }

    @Test
    void refusesInTheOrderOfTheContract() {
        pbx.assign(extension, alice, "alice").then().statusCode(200);
        refused(post(Map.of()), 412, NO_USERNAME);
        refused(post(Map.of("username", "  ", "password", "x")), 412, NO_USERNAME);
        refused(post(Map.of("id", alice, "password", "x")), 412, NO_USERNAME);
        refused(post(Map.of("id", alice, "username", "alice")), 412, NO_PASSWORD);
        refused(post(Map.of("id", alice, "username", "alice", "password", "")), 412, NO_PASSWORD);
        refused(post(Map.of("id", alice, "username", "alice", "password", "x")), 409, SAME);
        // The name of another user does not matter where the extension is the given user's already.
        refused(post(Map.of("id", alice, "username", "bob", "password", "x")), 409, SAME);
        refused(post(Map.of("username", "Alice", "password", "x")), 409, SAME);
        refused(post(Map.of("username", "bob", "password", "x")), 409, EXISTS);
        refused(post(Map.of("id", UUID.randomUUID().toString(), "username", "bob", "password", "x")), 409, EXISTS);
        keycloak.admin().get(pbx.managingUser(extension)).then().body("id", equalTo(alice));
    }

    @Test
    @Tag("database")
    void deleteClearsTheUserAndIsIdempotent() {
        pbx.assign(extension, alice, "alice").then().statusCode(200);
        pbx.realm().clearEvents();
        keycloak.admin().delete(pbx.managingUser(extension)).then().statusCode(204);
        keycloak.admin().delete(pbx.managingUser(extension)).then().statusCode(204);
        refused(keycloak.admin().get(pbx.managingUser(extension)), 404, NOT_SET);
        assertThat(pbx.realm().userId("alice")).isEqualTo(alice);

        List<JsonNode> events = pbx.ownershipEvents();
        assertThat(events).hasSize(1);
        assertThat(events.get(0).at("/oldManagingUser/id").asText()).isEqualTo(alice);
        assertThat(events.get(0).path("newManagingUser").isNull()).isTrue();
    }

    @Test
    void theMisspeltPathOfTheDocumentationAndTheOldPathWork() {
        String misspelt = pbx.managingUser(extension).replace("/extensions/", "/extension/");
        keycloak.admin()
                .body(pbx.userBody(alice, "alice"))
                .post(misspelt)
                .then()
                .statusCode(200);
        String old = pbx.managingUser(extension).replace("/asterisk/", "/core/");
        keycloak.admin().get(old).then().statusCode(200).body("id", equalTo(alice));
    }

    @Test
    void refusesAHashUnlessTheRealmTakesIt() {
        String sha1 = "60b6e3843f2b26d3a24c27c4f3f071861c2f14e4";
        refused(
                post(Map.of("username", "erin" + number, "password", sha1)),
                400,
                "A SHA-1 hash is not accepted as a password.");
        assertThat(pbx.realm().userId("erin" + number)).isNull();
    }

    @Test
    void refusesAPasswordThatBreaksThePolicyAndKeepsNothing() {
        post(Map.of("username", "frank" + number, "password", "short"))
                .then()
                .statusCode(400)
                .body(containsString("length"));
        assertThat(pbx.realm().userId("frank" + number)).isNull();
        refused(keycloak.admin().get(pbx.managingUser(extension)), 404, NOT_SET);
    }

    @Test
    void refusesAUserNameThatBreaksTheRules() {
        refused(
                post(Map.of("username", "not a name", "password", "Good-enough-1!")),
                400,
                "User name: 1 to 64 letters, digits, underscores, hyphens, apostrophes or dots, and no dot at the start"
                        + " or end");
        refused(keycloak.admin().get(pbx.managingUser(extension)), 404, NOT_SET);
    }

    @Test
    void refusesMalformedBodies() {
        for (String body : List.of("", "{", "[]", "null", "\"x\"", "{\"username\":1,\"password\":\"x\"}")) {
            keycloak.admin().body(body).post(pbx.managingUser(extension)).then().statusCode(400);
        }
        Map<String, Object> notAnId = Map.of("id", "../../x", "username", "alice", "password", "x");
        refused(post(notAnId), 400, "id must be a UUID");
        Map<String, Object> endless = Map.of("username", "alice", "password", "x", "displayName", "x".repeat(1 << 20));
        post(endless).then().statusCode(400);
        Map<String, Object> nul = Map.of("username", "a\u0000b", "password", "Good-enough-1!");
        post(nul).then().statusCode(400);
    }

    @Test
    void unknownIdsAreNotFound() {
        String unknown = UUID.randomUUID().toString();
        refused(keycloak.admin().get(pbx.managingUser(unknown)), 404, "No extension exists with that id.");
        String onUnknownServer = pbx.managingUser(extension).replace(pbx.server(), unknown);
        refused(keycloak.admin().get(onUnknownServer), 404, "No server exists with that id.");
        for (String id : List.of("x", "0", "1'--", "x".repeat(5000))) {
            keycloak.admin().get(pbx.managingUser(id)).then().statusCode(404);
        }
    }

    @Test
    void anotherTenantsIdsAreNotFound() {
        String foreign = other.createExtension("101" + number);
        refused(keycloak.admin().get(pbx.managingUser(foreign)), 404, "No extension exists with that id.");
        String mixed = pbx.managingUser(extension).replace(pbx.server(), other.server());
        refused(keycloak.admin().get(mixed), 404, "No server exists with that id.");
        keycloak.admin()
                .body(pbx.userBody(alice, "alice"))
                .post(other.realm()
                        .adminPath("/communication_manager/rest/config/asterisk/" + pbx.server() + "/extensions/"
                                + extension + "/managingUser"))
                .then()
                .statusCode(404);
    }

    @Test
    void anotherTenantsUserIsNotAUser() {
        String stranger = other.realm().createUser("stranger" + number, "Stranger-pw-1!");
        // The id names nobody here, so the body makes a new user of that name.
        String made = post(other.userBody(stranger, "stranger" + number))
                .then()
                .statusCode(200)
                .body("id", not(equalTo(stranger)))
                .extract()
                .path("id");
        assertThat(pbx.realm().userId("stranger" + number)).isEqualTo(made);
        // Nor is the caller, of master.
        String admin = keycloak.realm("master").userId("admin");
        String own = pbx.createExtension("8" + number);
        pbx.assign(own, admin, "caller" + number).then().statusCode(200).body("id", not(equalTo(admin)));
        String next = pbx.createExtension("9" + number);
        refused(pbx.assign(next, stranger, "stranger" + number), 409, EXISTS);
    }

    @Test
    void anotherTenantsAdministratorIsRefused() {
        String manager = other.realm().createUser("boss" + number, "Boss-pw-12!");
        other.grant(manager, "manage-users", "view-users");
        other.as("boss" + number, "Boss-pw-12!")
                .get(pbx.managingUser(extension))
                .then()
                .statusCode(403);
        other.as("boss" + number, "Boss-pw-12!")
                .delete(pbx.managingUser(extension))
                .then()
                .statusCode(403);
    }

    @Test
    @Tag("database")
    void aUserHasOneDefaultExtensionAndOnlyOfItsOwn() {
        String second = pbx.createExtension("5" + number);
        refused(keycloak.admin().get(pbx.defaultUser(extension)), 404, NOT_BOUND);
        refused(keycloak.admin().body(Map.of()).post(pbx.defaultUser(extension)), 404, NOT_BOUND);
        pbx.assign(extension, alice, "alice").then().statusCode(200);
        pbx.assign(second, alice, "alice").then().statusCode(200);
        refused(keycloak.admin().get(pbx.defaultUser(extension)), 404, NO_DEFAULT);
        refused(keycloak.admin().body(pbx.userBody(bob, "bob")).post(pbx.defaultUser(extension)), 404, NOT_BOUND);

        keycloak.admin()
                .body(pbx.userBody(alice, "alice"))
                .post(pbx.defaultUser(extension))
                .then()
                .statusCode(200)
                .body("id", equalTo(alice));
        keycloak.admin().get(pbx.defaultUser(extension)).then().statusCode(200).body("id", equalTo(alice));
        refused(keycloak.admin().get(pbx.defaultUser(second)), 404, NOT_DEFAULT);
        keycloak.admin().body(Map.of()).post(pbx.defaultUser(second)).then().statusCode(200);
        refused(keycloak.admin().get(pbx.defaultUser(extension)), 404, NOT_DEFAULT);
        assertThat(pbx.realm().adminEvents())
                .filteredOn(event -> event.resourcePath().endsWith("/defaultExtensionUser"))
                .hasSize(2)
                .allSatisfy(event -> assertThat(
                                Pbx.representation(event).at("/user/id").asText())
                        .isEqualTo(alice));

        keycloak.admin().delete(pbx.defaultUser(second)).then().statusCode(204);
        keycloak.admin().delete(pbx.defaultUser(second)).then().statusCode(204);
        refused(keycloak.admin().get(pbx.defaultUser(second)), 404, NO_DEFAULT);
    }

    @Test
    @Tag("database")
    void aStolenExtensionIsNobodysDefault() {
        pbx.assign(extension, alice, "alice").then().statusCode(200);
        keycloak.admin().body(Map.of()).post(pbx.defaultUser(extension)).then().statusCode(200);
        pbx.assign(extension, bob, "bob").then().statusCode(200);
        refused(keycloak.admin().get(pbx.defaultUser(extension)), 404, NO_DEFAULT);
    }

    private Response post(Map<String, Object> body) {
        return keycloak.admin().body(new HashMap<>(body)).post(pbx.managingUser(extension));
    }

    private static void refused(Response response, int status, String text) {
        response.then().statusCode(status).contentType("text/plain").body(equalTo(text));
    }

    @Test
    @Tag("database")
    void idsThatAreNoIdsOfUsersAreRefused() {
        String extension = pbx.createExtension("951");
        for (String id : List.of("f:", "f:x", "f::x", "f:x:", "x")) {
            keycloak.admin()
                    .body(pbx.userBody(id, "whoever"))
                    .post(pbx.managingUser(extension))
                    .then()
                    .statusCode(400);
        }
    }

    @Test
    void aPolicyThatNamesTheImportedHashHashesAsUsual() {
        String policy = keycloak.admin()
                .get(other.realm().adminPath(""))
                .then()
                .statusCode(200)
                .extract()
                .path("passwordPolicy");
        other.realm().update(realm -> realm.put("passwordPolicy", "hashAlgorithm(pbx-sha1)"));
        try {
            String id = other.realm().createUser("mistaken", "Mistaken-pw-1!");
            keycloak.admin()
                    .get(other.realm().adminPath("/users/" + id + "/credentials"))
                    .then()
                    .statusCode(200)
                    .body("[0].credentialData", not(containsString("pbx-sha1")));
            other.signIn("mistaken", "Mistaken-pw-1!").then().statusCode(200);
        } finally {
            other.realm().update(realm -> realm.put("passwordPolicy", policy));
        }
    }

    @Test
    @Tag("database")
    void whoSeesWhoseItIsGivesTakesAndFrees() {
        give(alice, null, true).then().statusCode(204).body(equalTo(""));
        give(alice, null, true).then().statusCode(204);
        keycloak.admin().get(pbx.defaultUser(extension)).then().statusCode(200).body("id", equalTo(alice));
        give(bob, alice, false).then().statusCode(204);
        keycloak.admin().get(pbx.managingUser(extension)).then().statusCode(200).body("id", equalTo(bob));
        keycloak.admin().get(pbx.defaultUser(extension)).then().statusCode(404);
        give(bob, bob, true).then().statusCode(204);
        keycloak.admin()
                .delete(pbx.owner(extension) + "?expectedOwner=" + bob)
                .then()
                .statusCode(204);
        keycloak.admin()
                .delete(pbx.owner(extension) + "?expectedOwner=" + bob)
                .then()
                .statusCode(204);
        refused(keycloak.admin().get(pbx.managingUser(extension)), 404, NOT_SET);

        String path =
                pbx.extension(extension).substring(pbx.realm().adminPath("/").length());
        assertThat(pbx.realm().adminEvents())
                .extracting(event -> event.operationType() + " " + event.resourceType() + " " + event.resourcePath())
                .containsExactlyInAnyOrder(
                        "DELETE PBX_EXTENSION " + path + "/managingUser",
                        "UPDATE PBX_EXTENSION " + path + "/defaultExtensionUser",
                        "UPDATE PBX_EXTENSION " + path + "/managingUser",
                        "UPDATE PBX_EXTENSION " + path + "/defaultExtensionUser",
                        "UPDATE PBX_EXTENSION " + path + "/managingUser");
        assertThat(pbx.ownershipEvents())
                .extracting(
                        event -> event.at("/oldManagingUser/username").asText(),
                        event -> event.at("/newManagingUser/username").asText())
                .containsExactly(tuple("", "alice"), tuple("alice", "bob"), tuple("bob", ""));
        assertThat(pbx.realm().adminEvents())
                .filteredOn(event -> event.resourcePath().endsWith("/defaultExtensionUser"))
                .extracting(event -> event.representation())
                .containsExactlyInAnyOrder(defaultOf(alice, "alice"), defaultOf(bob, "bob"));
    }

    private String defaultOf(String id, String username) {
        return "{\"serverId\":\"%s\",\"extensionId\":\"%s\",\"extension\":\"%d\",\"user\":{\"id\":\"%s\",\"username\":\"%s\"}}"
                .formatted(pbx.server(), extension, number - 1, id, username);
    }

    @Test
    void whoIsBehindIsToldWhoseItIsByNowAndNothingIsChanged() {
        String about = "Extension " + (number - 1) + " is ";
        taken(give(bob, alice, true), about + "free now, and no longer managed by First Last (alice)")
                .body("key", equalTo("pbxErrorExtensionFree"))
                .body("params.expected", equalTo("First Last (alice)"));
        give(alice, null, false).then().statusCode(204);
        pbx.realm().clearEvents();
        taken(give(bob, null, true), about + "managed by First Last (alice) now, and no longer free")
                .body("key", equalTo("pbxErrorExtensionTaken"))
                .body("params.now", equalTo("First Last (alice)"));
        String gone = UUID.randomUUID().toString();
        taken(
                        give(bob, gone, true),
                        about + "managed by First Last (alice) now, and no longer by a user who is gone or whom you may"
                                + " not view")
                .body("key", equalTo("pbxErrorExtensionOwner"))
                .body("params", equalTo(Map.of("extension", String.valueOf(number - 1))));
        taken(
                        keycloak.admin().delete(pbx.owner(extension) + "?expectedOwner=" + bob),
                        about + "managed by First Last (alice) now, and no longer by First Last (bob)")
                .body("key", equalTo("pbxErrorExtensionAnothers"))
                .body("params.extension", equalTo(String.valueOf(number - 1)));
        keycloak.admin().get(pbx.managingUser(extension)).then().statusCode(200).body("id", equalTo(alice));
        assertThat(pbx.realm().adminEvents()).isEmpty();
    }

    @Test
    void anOwnerIsAUserOfTheTenantAndAnExtensionIsOne() {
        String path = pbx.owner(extension);
        invalid(keycloak.admin().body("{}").put(path), "userId", "userId is required");
        invalid(keycloak.admin().body("{\"userId\":7}").put(path), "userId", "userId must be a string");
        invalid(
                keycloak.admin()
                        .body(Map.of("userId", alice, "makeDefault", "yes"))
                        .put(path),
                "makeDefault",
                "makeDefault must be true or false");
        // Misspelt it would mean a free extension.
        keycloak.admin()
                .body(Map.of("userId", alice, "expectedowner", bob))
                .put(path)
                .then()
                .statusCode(400);
        String stranger = other.realm().createUser("outside" + number, "Outside-pw-1!");
        for (String nobody : List.of(stranger, UUID.randomUUID().toString(), "f:", "f:x:y", "a\u0000b", "'")) {
            invalid(
                    keycloak.admin().body(Map.of("userId", nobody)).put(path),
                    "userId",
                    nobody.contains("\u0000")
                            ? "userId must be text without null or unpaired characters"
                            : "userId must be the id of a user of this tenant");
        }
        invalid(keycloak.admin().delete(path), "expectedOwner", "expectedOwner is required");
        String elsewhere = other.realm().adminPath("/extensions/" + extension + "/owner");
        for (String unknown :
                List.of(pbx.owner("x"), pbx.owner(UUID.randomUUID().toString()), elsewhere)) {
            for (Response answer : List.of(
                    keycloak.admin().body(Map.of("userId", stranger)).put(unknown),
                    keycloak.admin().delete(unknown + "?expectedOwner=" + alice))) {
                answer.then().statusCode(404).body("errorMessage", equalTo("No extension exists with that id."));
            }
        }
    }

    @Test
    void ownersAreChangedByWhoMayManageUsers() {
        Map<String, Object> body = Map.of("userId", bob);
        keycloak.http()
                .contentType(ContentType.JSON)
                .body(body)
                .put(pbx.owner(extension))
                .then()
                .statusCode(401);
        String viewer = pbx.realm().createUser("viewer" + number, "Viewer-pw-1!");
        pbx.grant(viewer, "view-users", "query-users");
        for (Response answer : List.of(
                pbx.as("viewer" + number, "Viewer-pw-1!").body(body).put(pbx.owner(extension)),
                pbx.as("viewer" + number, "Viewer-pw-1!").delete(pbx.owner(extension) + "?expectedOwner=" + bob),
                // Neither does it learn what there is.
                pbx.as("viewer" + number, "Viewer-pw-1!").body("{}").put(pbx.owner("x")))) {
            answer.then()
                    .statusCode(403)
                    .body("errorMessage", equalTo("You do not have access: this needs the role manage-users."));
        }
        String boss = other.realm().createUser("chief" + number, "Chief-pw-12!");
        other.grant(boss, "manage-users", "view-users");
        other.as("chief" + number, "Chief-pw-12!")
                .body(body)
                .put(pbx.owner(extension))
                .then()
                .statusCode(403);
        other.as("chief" + number, "Chief-pw-12!")
                .delete(pbx.owner(extension) + "?expectedOwner=" + bob)
                .then()
                .statusCode(403);
    }

    private Response give(String user, String expected, boolean makeDefault) {
        Map<String, Object> body = new HashMap<>(Map.of("userId", user, "makeDefault", makeDefault));
        body.put("expectedOwner", expected);
        return keycloak.admin().body(body).put(pbx.owner(extension));
    }

    private static ValidatableResponse taken(Response answer, String text) {
        return answer.then()
                .statusCode(409)
                .header("Cache-Control", "no-store")
                .body("errorMessage", equalTo(text))
                .body("field", equalTo("expectedOwner"));
    }

    private static void invalid(Response answer, String field, String text) {
        answer.then().statusCode(400).body("field", equalTo(field)).body("errorMessage", equalTo(text));
    }
}
