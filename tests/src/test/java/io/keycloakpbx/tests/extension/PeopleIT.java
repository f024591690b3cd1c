package io.keycloakpbx.tests.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The people of a tenant with their extensions. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeopleIT {

    private static final String PASSWORD = "People-of-1!";
    private static final String PEOPLE = "/pbx-people";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final Pbx pbx;
    private String anna;
    private String bert;
    private String first;
    private String second;

    PeopleIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.pbx = new Pbx(keycloak, tenant);
    }

    @BeforeAll
    void makePeople() {
        anna = tenant.make(
                "/users",
                Map.of(
                        "username",
                        "p-anna",
                        "email",
                        "anna@mail.test",
                        "enabled",
                        true,
                        "firstName",
                        "Änne",
                        "lastName",
                        "Real_",
                        "attributes",
                        Map.of("displayName", List.of("Frau Süß <b>Empfang</b>"))));
        bert = tenant.make("/users", Map.of("username", "p-bert", "enabled", false));
        first = pbx.createExtension("7101");
        second = pbx.createExtension("7102");
        pbx.assign(second, anna, "p-anna").then().statusCode(200);
        pbx.assign(first, anna, "p-anna").then().statusCode(200);
        pbx.assign(pbx.createExtension("7201"), bert, "p-bert").then().statusCode(200);
        keycloak.admin()
                .body(Map.of("id", anna))
                .post(pbx.defaultUser(second))
                .then()
                .statusCode(200);
    }

    @Test
    @Tag("database")
    void areListedWithTheirExtensions() {
        Map<String, Object> expected = Map.of(
                "id",
                anna,
                "username",
                "p-anna",
                "displayName",
                "Frau Süß <b>Empfang</b>",
                "email",
                "anna@mail.test",
                "enabled",
                true,
                "extensions",
                List.of(extension(first, "7101", false), extension(second, "7102", true)));
        list("search", "p-anna")
                .header("Cache-Control", equalTo("no-store"))
                .header("X-Total-Count", equalTo("1"))
                .body("[0]", equalTo(expected));
        list("search", "p-bert").body("[0].email", nullValue()).body("[0].extensions", hasSize(1));
    }

    private Map<String, Object> extension(String id, String number, boolean isDefault) {
        Map<String, Object> extension = new HashMap<>(Map.of(
                "id", id, "extension", number, "serverId", pbx.server(), "serverName", "pbx", "default", isDefault));
        extension.put("displayName", null);
        return extension;
    }

    @Test
    @Tag("database")
    void areFoundByNameEmailNumberAndState() {
        found("710", "p-anna");
        found("7102", "p-anna");
        found("7", "p-anna", "p-bert");
        found("p- 72", "p-bert");
        found("anna@mail", "p-anna");
        found("süß", "p-anna");
        found("empfang", "p-anna");
        found("em*ng", "p-anna");
        found("\"empfang\"", new String[0]);
        found("real_", "p-anna");
        found("71_", new String[0]);
        found("%", new String[0]);
        // The end of a number is not its beginning.
        found("102", new String[0]);
        list("search", "p-", "enabled", "false").body("username", equalTo(List.of("p-bert")));
        list("search", "7", "enabled", "true").body("username", equalTo(List.of("p-anna")));
        list("search", "p-", "max", "1")
                .body("username", equalTo(List.of("p-anna")))
                .header("X-Total-Count", "2");
        list("search", "p-", "first", "1")
                .body("username", equalTo(List.of("p-bert")))
                .header("X-Total-Count", "2");
        list("search", "p-", "first", "2").body("", hasSize(0)).header("X-Total-Count", "2");
        keycloak.admin()
                .queryParam("enabled", "maybe")
                .get(tenant.adminPath(PEOPLE))
                .then()
                .statusCode(400)
                .body("field", equalTo("enabled"));
    }

    /** Service accounts are nobody. */
    @Test
    void areThoseOfKeycloaksList() {
        List<String> stock = keycloak.admin()
                .queryParam("max", 1000)
                .get(tenant.adminPath("/users"))
                .then()
                .extract()
                .path("username");
        List<String> ours = list("max", "1000").extract().path("username");
        assertThat(ours).isEqualTo(stock).contains("p-anna");
    }

    @Test
    void oneHasRoleAndLock() {
        String admin = tenant.createUser("q-admin", PASSWORD, "Admin");
        get(keycloak.adminToken(), tenant, admin)
                .statusCode(200)
                .body("username", equalTo("q-admin"))
                .body("role", equalTo("Admin"))
                .body("locked", equalTo(false))
                .body("lockedUntil", nullValue())
                .body("canManage", equalTo(true));
        get(keycloak.adminToken(), tenant, anna)
                .statusCode(200)
                .body("extensions.extension", equalTo(List.of("7101", "7102")));
        for (String nobody :
                List.of("nobody", "f:", "a%00b", keycloak.realm("master").userId("admin"))) {
            get(keycloak.adminToken(), tenant, nobody).statusCode(404).body("errorMessage", equalTo("User not found"));
        }
    }

    @Test
    void areForWhoMayViewUsers() {
        String viewer = own("q-viewer", "view-users");
        keycloak.http(viewer).get(tenant.adminPath(PEOPLE)).then().statusCode(200);
        get(viewer, tenant, anna).statusCode(200).body("canManage", equalTo(false));
        // Of people of other tenants no id is known.
        Realm other = keycloak.realm("globex");
        keycloak.http(viewer).get(other.adminPath(PEOPLE)).then().statusCode(403);
        get(viewer, other, anna).statusCode(403);

        String finder = own("q-finder", "query-users");
        keycloak.http(finder)
                .get(tenant.adminPath(PEOPLE))
                .then()
                .statusCode(403)
                .body("errorMessage", equalTo("You do not have access: this needs the role view-users."));
        for (String id : List.of(anna, "nobody")) {
            get(finder, tenant, id).statusCode(403);
        }
        keycloak.http().get(tenant.adminPath(PEOPLE)).then().statusCode(401);
    }

    @Test
    void whoMayViewSomeIsShownThese() {
        Realm fine = keycloak.tenant();
        Pbx phones = new Pbx(keycloak, fine);
        String alice = fine.createUser("alice", PASSWORD);
        String bob = fine.createUser("bob", PASSWORD);
        phones.assign(phones.createExtension("101"), alice, "alice").then().statusCode(200);
        phones.assign(phones.createExtension("102"), bob, "bob").then().statusCode(200);
        String delegate = fine.createUser("delegate", PASSWORD);
        phones.grant(delegate, "query-users");
        fine.permit(delegate, alice);
        String token = fine.userToken("delegate", PASSWORD);
        for (String search : List.of("", "10", "a")) {
            keycloak.http(token)
                    .queryParam("search", search)
                    .get(fine.adminPath(PEOPLE))
                    .then()
                    .statusCode(200)
                    .header("X-Total-Count", equalTo("1"))
                    .body("username", equalTo(List.of("alice")))
                    .body("[0].extensions.extension", equalTo(List.of("101")));
        }
        keycloak.http(token)
                .queryParam("search", "102")
                .get(fine.adminPath(PEOPLE))
                .then()
                .statusCode(200)
                .header("X-Total-Count", equalTo("0"));
        get(token, fine, alice).statusCode(200).body("canManage", equalTo(true));
        get(token, fine, bob).statusCode(403);
        get(token, fine, "nobody").statusCode(403);
    }

    @Test
    void whomPermissionsHideIsNoneOfThem() {
        Realm fine = keycloak.tenant();
        Pbx phones = new Pbx(keycloak, fine);
        String shown = fine.createUser("h-shown", PASSWORD);
        String hidden = fine.createUser("h-hidden", PASSWORD);
        phones.assign(phones.createExtension("201"), shown, "h-shown").then().statusCode(200);
        phones.assign(phones.createExtension("202"), hidden, "h-hidden").then().statusCode(200);
        String most = fine.createUser("most", PASSWORD);
        fine.permitAllBut(most, hidden);
        // Keycloak's lists hide nobody from who has not the role to look for users.
        refused(fine.userToken("most", PASSWORD), fine);
        phones.grant(most, "query-users");
        String token = fine.userToken("most", PASSWORD);
        for (String search : List.of("h-", "20", "h- 2", "First h-")) {
            some(token, fine, search)
                    .header("X-Total-Count", equalTo("1"))
                    .body("username", equalTo(List.of("h-shown")));
        }
        some(token, fine, "202").header("X-Total-Count", equalTo("0"));
        // As nobody is.
        for (String id : List.of(hidden, "nobody")) {
            get(token, fine, id).statusCode(404).body("errorMessage", equalTo("User not found"));
        }
        // A token that speaks of a role which is gone.
        ungrant(fine, most, "query-users");
        refused(token, fine);

        String group = fine.make("/groups", Map.of("name", "sales"));
        join(fine, hidden, group);
        String head = fine.createUser("head", PASSWORD);
        phones.grant(head, "query-users");
        fine.permit(head, "Groups", group, List.of("view-members"));
        some(fine.userToken("head", PASSWORD), fine, "h-")
                .header("X-Total-Count", equalTo("1"))
                .body("username", equalTo(List.of("h-hidden")));
    }

    /** Keycloak's own lists look at the groups that a user is in, and not at those above. */
    @Test
    void whoIsInAGroupOfAHiddenGroupIsHidden() {
        Realm fine = keycloak.tenant();
        String secretary = fine.createUser("s-ecretary", PASSWORD);
        String seller = fine.createUser("s-eller", PASSWORD);
        String board = fine.make("/groups", Map.of("name", "board"));
        String office = fine.make("/groups/" + board + "/children", Map.of("name", "office"));
        join(fine, secretary, office);
        String most = fine.createUser("most", PASSWORD);
        new Pbx(keycloak, fine).grant(most, "query-users");
        fine.permitAllBut(most, seller);
        hide(fine, most, seller, board);
        String token = fine.userToken("most", PASSWORD);
        get(token, fine, secretary).statusCode(404);
        some(token, fine, "s-").header("X-Total-Count", equalTo("0")).body("", hasSize(0));
        some(token, fine, "most").header("X-Total-Count", equalTo("1"));
    }

    private void hide(Realm realm, String from, String spared, String group) {
        String client = keycloak.admin()
                .queryParam("clientId", "admin-permissions")
                .get(realm.adminPath("/clients"))
                .path("[0].id");
        keycloak.admin()
                .body(Map.of(
                        "name",
                        "no group for " + from,
                        "resourceType",
                        "Groups",
                        "resources",
                        List.of(group),
                        "scopes",
                        List.of("view-members"),
                        "policies",
                        List.of("not " + from + " of " + spared)))
                .post(realm.adminPath("/clients/" + client + "/authz/resource-server/permission/scope"))
                .then()
                .statusCode(201);
    }

    private void join(Realm realm, String user, String group) {
        keycloak.admin()
                .put(realm.adminPath("/users/" + user + "/groups/" + group))
                .then()
                .statusCode(204);
    }

    private void ungrant(Realm realm, String user, String role) {
        String client = keycloak.admin()
                .queryParam("clientId", "realm-management")
                .get(realm.adminPath("/clients"))
                .path("[0].id");
        List<Map<String, Object>> roles = keycloak.admin()
                .get(realm.adminPath("/users/" + user + "/role-mappings/clients/" + client))
                .path("");
        keycloak.admin()
                .body(roles.stream()
                        .filter(held -> role.equals(held.get("name")))
                        .toList())
                .delete(realm.adminPath("/users/" + user + "/role-mappings/clients/" + client))
                .then()
                .statusCode(204);
    }

    private void refused(String token, Realm realm) {
        keycloak.http(token).get(realm.adminPath(PEOPLE)).then().statusCode(403);
    }

    /** Of master, where Keycloak's lists of a tenant's users would hide nobody. */
    @Test
    void whoMayOnlyLookForUsersFromOutsideIsToldOfNone() {
        Realm fine = keycloak.tenant();
        fine.update(realm -> realm.put("adminPermissionsEnabled", true));
        Realm master = keycloak.realm("master");
        String looker = master.createUser("people-looker", PASSWORD);
        try {
            master.grantClientRoles(looker, fine.name() + "-realm", "query-users");
            refused(master.token("admin-cli", "people-looker", PASSWORD), fine);
        } finally {
            master.deleteUser(looker);
        }
    }

    private ValidatableResponse some(String token, Realm realm, String search) {
        return keycloak.http(token)
                .queryParam("search", search)
                .get(realm.adminPath(PEOPLE))
                .then()
                .statusCode(200);
    }

    private void found(String search, String... usernames) {
        list("search", search)
                .header("X-Total-Count", Integer.toString(usernames.length))
                .body("username", equalTo(List.of(usernames)));
    }

    private ValidatableResponse list(String... query) {
        var request = keycloak.admin();
        for (int i = 0; i < query.length; i += 2) {
            request.queryParam(query[i], query[i + 1]);
        }
        return request.get(tenant.adminPath(PEOPLE)).then().statusCode(200);
    }

    private ValidatableResponse get(String token, Realm realm, String id) {
        return keycloak.http(token)
                .urlEncodingEnabled(false)
                .get(realm.adminPath(PEOPLE + "/" + id))
                .then();
    }

    private String own(String username, String role) {
        pbx.grant(tenant.createUser(username, PASSWORD), role);
        return tenant.userToken(username, PASSWORD);
    }
}
