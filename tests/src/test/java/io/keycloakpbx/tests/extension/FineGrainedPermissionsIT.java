package io.keycloakpbx.tests.extension;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A delegate who may view and manage one user only, by Keycloak's fine-grained admin permissions. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FineGrainedPermissionsIT {

    private final Keycloak keycloak;
    private final Pbx pbx;
    private String alice;
    private String bob;
    private int number = 100;

    FineGrainedPermissionsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.pbx = new Pbx(keycloak, tenant);
    }

    @BeforeAll
    void createUsersAndPermissions() {
        alice = pbx.realm().createUser("alice", "Alice-pw-1!");
        bob = pbx.realm().createUser("bob", "Bob-pw-12!");
        String delegate = pbx.realm().createUser("delegate", "Delegate-pw-1!");
        pbx.grant(delegate, "query-users");
        pbx.realm().permit(delegate, alice);
    }

    @Test
    void readsTheManagingUserWhomItMayView() {
        delegate()
                .get(pbx.managingUser(owned(alice, "alice")))
                .then()
                .statusCode(200)
                .body("id", equalTo(alice));
        delegate()
                .get(pbx.managingUser(owned(bob, "bob")))
                .then()
                .statusCode(403)
                .body(lacks("view-users"));
    }

    @Test
    void givesFreeExtensionsToTheUserWhomItMayManage() {
        String free = pbx.createExtension(String.valueOf(number++));
        delegate()
                .body(pbx.userBody(bob, "bob"))
                .post(pbx.managingUser(free))
                .then()
                .statusCode(403);
        delegate()
                .body(pbx.userBody(alice, "alice"))
                .post(pbx.managingUser(free))
                .then()
                .statusCode(200);
        delegate().body(Map.of()).post(pbx.defaultUser(free)).then().statusCode(200);
        delegate().delete(pbx.managingUser(free)).then().statusCode(204);
        delegate().delete(pbx.managingUser(free)).then().statusCode(403);
    }

    @Test
    void takesNothingFromAndGivesNothingToOthers() {
        String ofBob = owned(bob, "bob");
        delegate()
                .body(pbx.userBody(alice, "alice"))
                .post(pbx.managingUser(ofBob))
                .then()
                .statusCode(403);
        delegate()
                .body(Map.of())
                .post(pbx.defaultUser(ofBob))
                .then()
                .statusCode(403)
                .body(lacks("manage-users"));
        delegate().delete(pbx.managingUser(ofBob)).then().statusCode(403).body(lacks("manage-users"));
        keycloak.admin().get(pbx.managingUser(ofBob)).then().body("id", equalTo(bob));
        String ofAlice = owned(alice, "alice");
        delegate()
                .body(pbx.userBody(bob, "bob"))
                .post(pbx.managingUser(ofAlice))
                .then()
                .statusCode(403);
        keycloak.admin().get(pbx.managingUser(ofAlice)).then().body("id", equalTo(alice));
    }

    /** Names of users whom the delegate may not view are in no answer. */
    @Test
    void takesFromWhomItMayManageOnlyAndIsToldOfNobodyElse() {
        String ofBob = owned(bob, "bob");
        delegate().body(owner(alice, bob)).put(pbx.owner(ofBob)).then().statusCode(403);
        // Neither does it learn whose it is not.
        delegate().body(owner(alice, null)).put(pbx.owner(ofBob)).then().statusCode(403);
        delegate().body(owner(alice, alice)).put(pbx.owner(ofBob)).then().statusCode(403);
        delegate().delete(pbx.owner(ofBob) + "?expectedOwner=" + bob).then().statusCode(403);
        keycloak.admin().get(pbx.managingUser(ofBob)).then().body("id", equalTo(bob));

        String ofAlice = owned(alice, "alice");
        delegate().body(owner(bob, alice)).put(pbx.owner(ofAlice)).then().statusCode(403);
        delegate().body(owner(alice, alice)).put(pbx.owner(ofAlice)).then().statusCode(204);
        delegate()
                .delete(pbx.owner(ofAlice) + "?expectedOwner=" + bob)
                .then()
                .statusCode(409)
                .body(
                        "errorMessage",
                        endsWith(" is managed by First Last (alice) now, and no longer by a user who is gone or whom"
                                + " you may not view"))
                .body("key", equalTo("pbxErrorExtensionOwner"))
                .body("params.keySet()", contains("extension"));
        delegate().delete(pbx.owner(ofAlice) + "?expectedOwner=" + alice).then().statusCode(204);
        delegate().get(pbx.realm().adminPath("/extensions")).then().statusCode(403);
    }

    /** Without the role to look for users nobody is named: Keycloak would hide nobody. */
    @Test
    void theListOfExtensionsNamesNoOwnersWhomAPermissionHides() {
        Realm fine = keycloak.tenant();
        Pbx theirs = new Pbx(keycloak, fine);
        String shown = fine.createUser("shown", "Shown-pw-1!");
        String hidden = fine.createUser("hidden", "Hidden-pw-1!");
        String most = fine.createUser("most", "Most-pw-12!");
        theirs.assign(theirs.createExtension("100"), shown, "shown").then().statusCode(200);
        theirs.assign(theirs.createExtension("101"), hidden, "hidden").then().statusCode(200);
        fine.permitAllBut(most, hidden);
        String path = fine.adminPath("/extensions");
        theirs.as("most", "Most-pw-12!")
                .get(path)
                .then()
                .statusCode(200)
                .body("managingUser.id", contains(shown, hidden))
                .body("[0].managingUser.username", nullValue())
                .body("[1].managingUser.username", nullValue())
                .body("[1].managingUser.displayName", nullValue());
        keycloak.admin().get(path).then().body("managingUser.username", contains("shown", "hidden"));
        theirs.grant(most, "query-users");
        theirs.as("most", "Most-pw-12!")
                .get(path)
                .then()
                .statusCode(200)
                .body("[0].managingUser.username", equalTo("shown"))
                .body("[1].managingUser.username", nullValue())
                .body("[1].managingUser.displayName", nullValue());
    }

    /** A file has the extensions of all: a permission that leaves one user out is none for files. */
    @Test
    void whoMayManageAllButOneTakesAndBringsNoFile() {
        Realm fine = keycloak.tenant();
        Pbx theirs = new Pbx(keycloak, fine);
        String shown = fine.createUser("shown", "Shown-pw-1!");
        String hidden = fine.createUser("hidden", "Hidden-pw-1!");
        String most = fine.createUser("most", "Most-pw-12!");
        theirs.assign(theirs.createExtension("100"), shown, "shown").then().statusCode(200);
        theirs.assign(theirs.createExtension("101"), hidden, "hidden").then().statusCode(200);
        fine.permitAllBut(most, hidden, List.of("view", "manage"));
        theirs.grant(most, "query-users");
        Map<String, Object> file = Map.of(
                "servers",
                List.of(Map.of(
                        "name",
                        "pbx",
                        "extensions",
                        List.of(
                                Map.of("extension", "100", "managingUser", "hidden"),
                                Map.of("extension", "101", "managingUser", "shown")))));
        theirs.as("most", "Most-pw-12!").get(theirs.data()).then().statusCode(403);
        for (String dryRun : List.of("true", "false")) {
            theirs.as("most", "Most-pw-12!")
                    .queryParam("dryRun", dryRun)
                    .body(file)
                    .post(theirs.data())
                    .then()
                    .statusCode(403);
        }
        keycloak.admin().get(fine.adminPath("/extensions")).then().body("managingUser.id", contains(shown, hidden));
    }

    @Test
    void listsOfUsersHaveNobodyWhomAPermissionHides() {
        Realm fine = keycloak.tenant();
        Pbx theirs = new Pbx(keycloak, fine);
        String hidden = fine.createUser("hidden", "Hidden-pw-1!");
        String most = fine.createUser("most", "Most-pw-12!");
        fine.permitAllBut(most, hidden);
        List<String> lists =
                List.of(theirs.extensions().replaceAll("/extensions$", "/users"), fine.adminPath("/users-permissions"));
        for (String path : lists) {
            keycloak.admin().get(path).then().statusCode(200).body("username", hasItem("hidden"));
            theirs.as("most", "Most-pw-12!")
                    .get(path)
                    .then()
                    .statusCode(200)
                    .header("X-Total-Count", "0")
                    .body("", hasSize(0));
        }
        theirs.grant(most, "query-users");
        for (String path : lists) {
            theirs.as("most", "Most-pw-12!")
                    .get(path)
                    .then()
                    .statusCode(200)
                    .body("username", hasItem("most"))
                    .body("username", not(hasItem("hidden")));
        }
    }

    private static Map<String, Object> owner(String user, String expected) {
        return expected == null ? Map.of("userId", user) : Map.of("userId", user, "expectedOwner", expected);
    }

    @Test
    void createsNoUsersAndChangesNoServers() {
        String free = pbx.createExtension(String.valueOf(number++));
        delegate()
                .body(Map.of("username", "carol", "password", "Carol-pw-1!"))
                .post(pbx.managingUser(free))
                .then()
                .statusCode(403);
        delegate().get(pbx.extensions()).then().statusCode(403);
        delegate().body(Map.of("name", "x")).post(pbx.servers()).then().statusCode(403);
        delegate()
                .body(Map.of("extension", "999"))
                .post(pbx.extensions())
                .then()
                .statusCode(403);
        delegate().get(pbx.data()).then().statusCode(403);
        delegate().body(Map.of("servers", List.of())).post(pbx.data()).then().statusCode(403);
    }

    private static Matcher<String> lacks(String role) {
        return equalTo("You do not have access: this needs the role " + role + ".");
    }

    private String owned(String user, String username) {
        String extension = pbx.createExtension(String.valueOf(number++));
        pbx.assign(extension, user, username).then().statusCode(200);
        return extension;
    }

    private RequestSpecification delegate() {
        return pbx.as("delegate", "Delegate-pw-1!");
    }
}
