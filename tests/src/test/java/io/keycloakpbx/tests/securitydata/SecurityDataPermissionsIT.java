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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Administrators who view users and clients by fine-grained permissions see what Keycloak's own lists show them. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityDataPermissionsIT {

    private static final String PASSWORD = FurnishedTenant.PASSWORD;

    /** One by one, and as members of a group; the latter two are webservices. */
    private static final String[] HIDDEN = {"boss", "director", "boss-service", "director-service"};

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SecurityDataApi api;
    private FurnishedTenant furnished;
    private String reader;
    private String holder;

    SecurityDataPermissionsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new SecurityDataApi(keycloak, tenant);
    }

    @BeforeAll
    void permitAllButSome() {
        furnished = new FurnishedTenant(keycloak, tenant);
        tenant.update(realm -> realm.put("adminPermissionsEnabled", true));
        String boss = furnished.user("boss");
        String director = furnished.user("director");
        furnished.user("clerk");
        String bossService = furnished.webservice("boss-service");
        String directorService = furnished.webservice("director-service");
        furnished.webservice("clerk-service");
        String board = made(keycloak.admin().body(Map.of("name", "board")).post(tenant.adminPath("/groups")));
        for (String member : List.of(director, directorService)) {
            keycloak.admin()
                    .put(tenant.adminPath("/users/" + member + "/groups/" + board))
                    .then()
                    .statusCode(204);
        }
        furnished.instance("shown", "CRM");
        String hidden = furnished.instance("hidden", "WALLBOARD");
        String readerId = tenant.createUser("reader", PASSWORD);
        tenant.grantClientRoles(readerId, "realm-management", "query-users", "query-clients");
        String server = tenant.adminPath("/clients/" + idOf("admin-permissions") + "/authz/resource-server");
        policy(server, "the reader", readerId, "POSITIVE");
        // Keycloak's lists look at policies that name the caller, or a role or group of the caller's.
        policy(server, "all but the reader", readerId, "NEGATIVE");
        permission(server, "Users", null, "view", "the reader");
        permission(server, "Users", boss, "view", "all but the reader");
        permission(server, "Users", bossService, "view", "all but the reader");
        permission(server, "Groups", board, "view-members", "all but the reader");
        permission(server, "Clients", null, "view", "the reader");
        permission(server, "Clients", hidden, "view", "all but the reader");
        reader = tenant.userToken("reader", PASSWORD);
        holder = api.tokenOf("holder", "view-users", "query-users");
    }

    @AfterAll
    void leave() {
        furnished.close();
    }

    private static String made(Response created) {
        String location = created.then().statusCode(201).extract().header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
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
        List<String> all = all("User", "UserName");
        assertThat(all).contains(HIDDEN).containsAll(stock);
        List<String> left =
                all.stream().filter(name -> !List.of(HIDDEN).contains(name)).toList();
        assertThat(shown("User", "UserName")).containsExactlyElementsOf(left);
        assertThat(shown("User?$orderby=UserName%20desc", "UserName")).containsExactlyInAnyOrderElementsOf(left);
        int users = Integer.parseInt(api.get("User/$count").asString());
        assertThat(api.getWith(reader, "User/$count").asString()).isEqualTo(String.valueOf(users - HIDDEN.length));
        for (String name : HIDDEN) {
            int number = api.get("User?$filter=UserName%20eq%20'" + name + "'").path("value[0].UserID");
            api.getWith(reader, "User(" + number + ")").then().statusCode(404);
            api.get("User(" + number + ")").then().statusCode(200).body("UserName", equalTo(name));
        }
        assertThat(values(api.getWith(holder, "User"), "UserName")).contains(HIDDEN);
    }

    private static Stream<String> setsOfUsers() {
        return SecurityDataApi.sets()
                .filter(set -> set.startsWith("User") || set.startsWith("Effective") || set.equals("Session"));
    }

    @Test
    void theseAreTheSetsOfUsers() {
        assertThat(setsOfUsers())
                .containsExactlyInAnyOrder(
                        "User",
                        "UserRole",
                        "UserRoleSummary",
                        "UserEnvironment",
                        "UserApplication",
                        "UserIdentity",
                        "EffectivePermission",
                        "EffectiveRole",
                        "Session");
    }

    /** By its filter, by its count, by its key and in the midst of others. */
    @ParameterizedTest
    @MethodSource("setsOfUsers")
    void whoIsDeniedIsInNoSet(String set) {
        // Only webservices are in environments.
        String kind = set.equals("UserEnvironment") ? "-service" : "";
        isNotShown(set, "UserName", "boss" + kind);
        isNotShown(set, "UserName", "director" + kind);
        String clerk = set + "?$filter=UserName%20eq%20'clerk" + kind + "'";
        assertThat(shown(clerk, "UserName")).isNotEmpty().isEqualTo(all(clerk, "UserName"));
        String others = set + "?$top=500&$filter=substringof('clerk',UserName)%20or%20substringof('boss',UserName)"
                + "%20or%20substringof('director',UserName)";
        assertThat(all(others, "UserName")).contains("boss" + kind, "director" + kind, "clerk" + kind);
        assertThat(shown(others, "UserName")).contains("clerk" + kind).allSatisfy(name -> assertThat(name)
                .startsWith("clerk"));
        assertThat(values(api.getWith(holder, others), "UserName")).contains("boss" + kind, "director" + kind);
    }

    @ParameterizedTest
    @CsvSource({"ApplicationInstance, Name", "AllowedDomain, ApplicationInstance"})
    void whatIsDeniedIsInNoSetOfClients(String set, String property) {
        isNotShown(set, property, "hidden");
        assertThat(all(set, property)).contains("shown", "hidden");
        assertThat(shown(set, property)).contains("shown").doesNotContain("hidden");
    }

    /** Keycloak looks at the permissions of callers with a role such as {@code query-users} alone. */
    @Test
    void nobodyIsShownToWhomNobodyWouldBeHidden() {
        Realm other = keycloak.tenant();
        SecurityDataApi sets = new SecurityDataApi(keycloak, other);
        sets.switchOn();
        String delegate = other.createUser("delegate", PASSWORD);
        other.permitAllBut(delegate, other.createUser("secret", PASSWORD));
        String token = other.userToken("delegate", PASSWORD);
        for (String set : List.of("User", "Session", "EffectiveRole")) {
            assertThat(values(sets.getWith(token, set), "UserName")).as(set).isEmpty();
        }
        other.grantClientRoles(delegate, "realm-management", "query-users");
        assertThat(values(sets.getWith(other.userToken("delegate", PASSWORD), "User"), "UserName"))
                .contains("delegate")
                .doesNotContain("secret");
    }

    private void isNotShown(String set, String property, String value) {
        String filter = "?$filter=" + property + "%20eq%20'" + value + "'";
        List<Map<String, Object>> rows = api.get(set + filter).path("value");
        assertThat(rows).as(set).isNotEmpty();
        assertThat(shown(set + filter, property)).as(set).isEmpty();
        Response count = api.getWith(reader, set + "/$count" + filter);
        assertThat(count.asString()).as(set).isEqualTo("0");
        String one = SecurityDataApi.path(set, rows.get(0));
        api.get(one).then().statusCode(200);
        api.getWith(reader, one).then().statusCode(404);
    }
}
