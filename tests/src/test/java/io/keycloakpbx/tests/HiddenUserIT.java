package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.keycloakpbx.tests.extension.Pbx;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Of a user whom a caller may not view no list, count, name, search or total tells: also where Keycloak's own lists show the user, as
 * they do whom a permission on a group above the user's own hides.
 */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HiddenUserIT {

    private static final String PASSWORD = "Hidden-user-1!";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final Pbx pbx;
    private String open;
    private String secret;
    private String sales;
    private String branch;
    private String token;

    HiddenUserIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.pbx = new Pbx(keycloak, tenant);
    }

    @BeforeAll
    void hideOne() {
        branch = keycloak.admin()
                .body(Map.of("name", "Here"))
                .post(tenant.adminPath("/pbx-branches"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        open = user("h-open");
        secret = user("h-secret");
        sales = tenant.make("/groups", Map.of("name", "sales"));
        String board = tenant.make("/groups", Map.of("name", "board"));
        String office = tenant.make("/groups/" + board + "/children", Map.of("name", "office"));
        join(open, sales);
        join(secret, sales);
        join(secret, office);
        pbx.assign(pbx.createExtension("301"), open, "h-open").then().statusCode(200);
        pbx.assign(pbx.createExtension("302"), secret, "h-secret").then().statusCode(200);
        for (String user : List.of(open, secret)) {
            keycloak.admin()
                    .body(Map.of("user", user, "purpose", "Hidden", "action", "UPDATE_PASSWORD", "lifeSpan", 600))
                    .post(tenant.adminPath("/security-keys"))
                    .then()
                    .statusCode(200);
        }

        String spared = tenant.createUser("spared", PASSWORD);
        String most = tenant.createUser("most", PASSWORD);
        tenant.grantClientRoles(most, "realm-management", "query-users", "query-groups");
        tenant.permitAllBut(most, spared);
        tenant.permit(most, "Groups", sales, List.of("view", "view-members"));
        hideMembers(board, "not " + most + " of " + spared);
        token = tenant.userToken("most", PASSWORD);
        // What this is about: Keycloak's list shows whom Keycloak lets nobody view.
        most().get(tenant.adminPath("/users/" + secret)).then().statusCode(403);
        most().get(tenant.adminPath("/users/" + open)).then().statusCode(200);
    }

    private String user(String username) {
        return tenant.make(
                "/users",
                Map.of(
                        "username",
                        username,
                        "email",
                        username + "@hidden.test",
                        "enabled",
                        true,
                        "attributes",
                        Map.of("pbx.operator", List.of("true"), "pbx.branch", List.of(branch))));
    }

    private void join(String user, String group) {
        keycloak.admin()
                .put(tenant.adminPath("/users/" + user + "/groups/" + group))
                .then()
                .statusCode(204);
    }

    private void hideMembers(String group, String policy) {
        String client = keycloak.admin()
                .queryParam("clientId", "admin-permissions")
                .get(tenant.adminPath("/clients"))
                .path("[0].id");
        keycloak.admin()
                .body(Map.of(
                        "name",
                        "no members",
                        "resourceType",
                        "Groups",
                        "resources",
                        List.of(group),
                        "scopes",
                        List.of("view-members"),
                        "policies",
                        List.of(policy)))
                .post(tenant.adminPath("/clients/" + client + "/authz/resource-server/permission/scope"))
                .then()
                .statusCode(201);
    }

    private RequestSpecification most() {
        return keycloak.http(token);
    }

    private ValidatableResponse found(String path, String... query) {
        RequestSpecification request = most().accept("application/json");
        for (int i = 0; i < query.length; i += 2) {
            request.queryParam(query[i], query[i + 1]);
        }
        return request.get(tenant.adminPath(path)).then().statusCode(200);
    }

    @Test
    @Tag("database")
    void isNoOperator() {
        keycloak.admin()
                .get(tenant.adminPath("/pbx-operators"))
                .then()
                .header("X-Total-Count", "2")
                .body("email", contains("h-open@hidden.test", "h-secret@hidden.test"));
        found("/pbx-operators").header("X-Total-Count", "1").body("email", contains("h-open@hidden.test"));
        found("/pbx-operators", "search", "h-")
                .header("X-Total-Count", "1")
                .body("email", contains("h-open@hidden.test"));
        found("/pbx-operators", "search", "secret").header("X-Total-Count", "0").body("", empty());
        found("/pbx-operators", "first", "1").header("X-Total-Count", "1").body("", empty());
        String number = keycloak.admin().get(tenant.adminPath("/tenant")).path("tenantId");
        found("/v2.0/api/tenants/" + number + "/operators")
                .body("count", equalTo(1))
                .body("items.email", contains("h-open@hidden.test"));
    }

    @Test
    @Tag("database")
    void isCountedInNoGroupAndAtNoBranch() {
        String path = "/pbx-groups/" + sales;
        keycloak.admin().get(tenant.adminPath(path)).then().body("members", equalTo(2));
        found(path).body("members", equalTo(1));
        found("/pbx-groups")
                .header("X-Total-Count", "1")
                .body("name", contains("sales"))
                .body("members", contains(1));
        keycloak.admin().get(tenant.adminPath("/pbx-branches")).then().body("[0].users", equalTo(2));
        found("/pbx-branches").body("[0].users", equalTo(1));
    }

    @Test
    @Tag("database")
    void isInNoListOfUsers() {
        for (String list : List.of("/pbx-people", "/users-permissions", users())) {
            found(list, "search", "h-").header("X-Total-Count", "1").body("username", contains("h-open"));
            found(list, "search", "h-secret").header("X-Total-Count", "0").body("", empty());
            found(list, "max", "1000")
                    .body("username", hasItem("h-open"))
                    .body("username", not(hasItem("h-secret")))
                    .body("username", not(hasItem("spared")));
        }
        found("/pbx-people", "search", "302").header("X-Total-Count", "0");
        List<Integer> shown =
                found("/sipxconfig/rest/user-permission").extract().path("user-permission.users.id");
        assertThat(numbers()).contains(number("h-open")).contains(number("h-secret"));
        assertThat(shown).contains(number("h-open")).doesNotContain(number("h-secret"), number("spared"));
        assertThat(found("/sipxconfig/rest/user-permission", "page", "1", "pagesize", "100")
                        .extract()
                        .<List<Integer>>path("user-permission.users.id"))
                .isEqualTo(shown);
    }

    private String users() {
        return "/communication_manager/rest/config/asterisk/" + pbx.server() + "/users";
    }

    private List<Integer> numbers() {
        return keycloak.admin()
                .accept("application/json")
                .get(tenant.adminPath("/sipxconfig/rest/user-permission"))
                .path("user-permission.users.id");
    }

    /** Users are listed by user name where nothing else is asked for. */
    private int number(String username) {
        List<String> names = new ArrayList<>(keycloak.admin()
                .queryParam("max", 1_000)
                .get(tenant.adminPath("/users-permissions"))
                .<List<String>>path("username"));
        return numbers().get(names.indexOf(username));
    }

    @Test
    @Tag("database")
    void isNotNamedAsAnOwnerOrFoundAsOne() {
        found("/extensions", "search", "30")
                .body("extension", contains("301", "302"))
                .body("[0].managingUser.username", equalTo("h-open"))
                .body("[1].managingUser.username", nullValue())
                .body("[1].managingUser.displayName", nullValue());
        found("/extensions", "managingUser", open).header("X-Total-Count", "1").body("extension", contains("301"));
        found("/extensions", "managingUser", secret)
                .header("X-Total-Count", "0")
                .body("", empty());
        keycloak.admin()
                .queryParam("managingUser", secret)
                .get(tenant.adminPath("/extensions"))
                .then()
                .body("extension", contains("302"));
    }

    @Test
    void isInNoFileOfTheCallers() {
        most().get(pbx.data()).then().statusCode(403);
        most().contentType("application/json")
                .body("{}")
                .post(pbx.data())
                .then()
                .statusCode(403);
        most().get(tenant.adminPath("/pbx-console")).then().statusCode(200).body("can.'import'", nullValue());
    }

    @Test
    @Tag("database")
    void isNobodyWhomAKeyIsFor() {
        String keys = "/security-keys";
        List<Map<String, Object>> listed = found(keys, "purpose", "Hidden")
                .header("X-Total-Count", "2")
                .extract()
                .path("");
        assertThat(listed)
                .extracting(key -> key.get("user"))
                .containsExactlyInAnyOrder(Map.of("id", open, "username", "h-open"), null);
        found(keys, "search", "h-").header("X-Total-Count", "1").body("user.id", contains(open));
        found(keys, "search", "secret").header("X-Total-Count", "0").body("", empty());
        found(keys, "user", secret).header("X-Total-Count", "0").body("", empty());
        found(keys, "user", open).header("X-Total-Count", "1");
    }

    @Test
    @Tag("database")
    void isInNoSetOfUsers() {
        tenant.attribute("pbx.securityData", "true");
        String some = "/securitydata/User?$filter=substringof('h-',UserName)";
        assertThat(names(keycloak.adminToken(), some)).containsExactlyInAnyOrder("h-open", "h-secret");
        assertThat(names(token, some)).containsExactly("h-open");
        assertThat(names(token, "/securitydata/User?$orderby=UserName"))
                .contains("h-open", "most")
                .doesNotContain("h-secret", "spared");
        keycloak.http(token)
                .urlEncodingEnabled(false)
                .get(tenant.adminPath("/securitydata/User/$count?$filter=substringof('h-',UserName)"))
                .then()
                .statusCode(200)
                .body(equalTo("1"));
    }

    private List<String> names(String caller, String path) {
        return keycloak.http(caller)
                .accept("application/json")
                .urlEncodingEnabled(false)
                .get(tenant.adminPath(path))
                .then()
                .statusCode(200)
                .extract()
                .path("value.UserName");
    }
}
