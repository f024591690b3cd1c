package io.keycloakpbx.tests.securitydata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Administrators who view users and clients by fine-grained permissions see what Keycloak's own lists show them. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityDataPermissionsIT {

    private static final String PASSWORD = "Permissions-1!";
    private static final String[] HIDDEN = {"boss", "director"};

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SecurityDataApi api;
    private String reader;

    SecurityDataPermissionsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new SecurityDataApi(keycloak, tenant);
    }

    @BeforeAll
    void permitAllButSome() {
        tenant.update(realm -> realm.put("adminPermissionsEnabled", true)
                .withObjectProperty("attributes")
                .put("pbx.securityData", "true"));
        String boss = tenant.createUser("boss", PASSWORD);
        String director = tenant.createUser("director", PASSWORD);
        tenant.createUser("clerk", PASSWORD);
        String board = made(keycloak.admin().body(Map.of("name", "board")).post(tenant.adminPath("/groups")));
        keycloak.admin()
                .put(tenant.adminPath("/users/" + director + "/groups/" + board))
                .then()
                .statusCode(204);
        client("shown");
        String hidden = client("hidden");
        String readerId = tenant.createUser("reader", PASSWORD);
        tenant.grantClientRoles(readerId, "realm-management", "query-users", "query-clients");
        String server = tenant.adminPath("/clients/" + idOf("admin-permissions") + "/authz/resource-server");
        policy(server, "the reader", readerId, "POSITIVE");
        // Keycloak's lists look at policies that name the caller, or a role or group of the caller's.
        policy(server, "all but the reader", readerId, "NEGATIVE");
        permission(server, "Users", null, "view", "the reader");
        permission(server, "Users", boss, "view", "all but the reader");
        permission(server, "Groups", board, "view-members", "all but the reader");
        permission(server, "Clients", null, "view", "the reader");
        permission(server, "Clients", hidden, "view", "all but the reader");
        for (String name : List.of("boss", "director", "clerk")) {
            tenant.userToken(name, PASSWORD);
        }
        reader = tenant.userToken("reader", PASSWORD);
    }

    private static String made(Response created) {
        String location = created.then().statusCode(201).extract().header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private String client(String name) {
        return made(keycloak.admin()
                .body(Map.of(
                        "clientId", name, "attributes", Map.of("pbx.relyingPartyUri", "https://" + name + ".test/")))
                .post(tenant.adminPath("/clients")));
    }

    private String idOf(String clientId) {
        return keycloak.admin()
                .queryParam("clientId", clientId)
                .get(tenant.adminPath("/clients"))
                .then()
                .statusCode(200)
                .extract()
                .path("[0].id");
    }

    private void policy(String server, String name, String user, String logic) {
        keycloak.admin()
                .body(Map.of("name", name, "users", List.of(user), "logic", logic))
                .post(server + "/policy/user")
                .then()
                .statusCode(201);
    }

    /** @param resource null for all of the type */
    private void permission(String server, String type, String resource, String scope, String policy) {
        Map<String, Object> permission = new LinkedHashMap<>();
        permission.put("name", type + " " + resource);
        permission.put("resourceType", type);
        if (resource != null) {
            permission.put("resources", List.of(resource));
        }
        permission.put("scopes", List.of(scope));
        permission.put("policies", List.of(policy));
        keycloak.admin()
                .body(permission)
                .post(server + "/permission/scope")
                .then()
                .statusCode(201);
    }

    private static List<String> values(Response answer, String property) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.path("value." + property);
    }

    private List<String> all(String path, String property) {
        return values(api.get(path), property);
    }

    private List<String> shown(String path, String property) {
        return values(api.getWith(reader, path), property);
    }

    @Test
    void usersWhoAreDeniedAreInNoSet() {
        List<String> stock = keycloak.http(reader)
                .get(tenant.adminPath("/users"))
                .then()
                .extract()
                .path("username");
        assertThat(stock).contains("clerk", "reader").doesNotContain(HIDDEN);
        for (String set : List.of("User", "UserRoleSummary")) {
            List<String> all = all(set, "UserName");
            assertThat(all).contains(HIDDEN).containsAll(stock);
            assertThat(shown(set, "UserName"))
                    .containsExactlyElementsOf(all.stream()
                            .filter(name -> !List.of(HIDDEN).contains(name))
                            .toList());
            assertThat(shown(set + "?$filter=UserName%20eq%20'boss'", "UserName"))
                    .isEmpty();
            assertThat(shown(set + "?$orderby=UserName%20desc", "UserName")).doesNotContain(HIDDEN);
        }
        int users = Integer.parseInt(api.get("User/$count").asString());
        assertThat(api.getWith(reader, "User/$count").asString()).isEqualTo(String.valueOf(users - 2));
        for (String name : HIDDEN) {
            int number = api.get("User?$filter=UserName%20eq%20'" + name + "'").path("value[0].UserID");
            api.getWith(reader, "User(" + number + ")").then().statusCode(404);
            api.get("User(" + number + ")").then().statusCode(200).body("UserName", equalTo(name));
        }
        String holder = api.tokenOf("holder", "view-users", "query-users");
        assertThat(values(api.getWith(holder, "User"), "UserName")).contains(HIDDEN);
    }

    @Test
    void sessionsOfUsersWhoAreDeniedAreNotShown() {
        Awaited.until(
                () -> all("Session", "UserName"), names -> names.containsAll(List.of("boss", "director", "clerk")));
        assertThat(shown("Session", "UserName")).contains("clerk").doesNotContain(HIDDEN);
        assertThat(shown("Session?$filter=UserName%20eq%20'boss'", "UserName")).isEmpty();
        int ofBoss = api.get("Session?$filter=UserName%20eq%20'boss'").path("value[0].SessionID");
        api.getWith(reader, "Session(" + ofBoss + ")").then().statusCode(404);
        assertThat(values(api.getWith(api.tokenOf("viewer", "view-users"), "Session"), "UserName"))
                .contains(HIDDEN);
    }

    @Test
    void clientsThatAreDeniedAreNoInstances() {
        assertThat(all("ApplicationInstance", "Name")).contains("shown", "hidden");
        assertThat(shown("ApplicationInstance", "Name")).contains("shown").doesNotContain("hidden");
        assertThat(all("AllowedDomain", "ApplicationInstance")).contains("shown", "hidden");
        assertThat(shown("AllowedDomain", "ApplicationInstance"))
                .contains("shown")
                .doesNotContain("hidden");
    }
}
