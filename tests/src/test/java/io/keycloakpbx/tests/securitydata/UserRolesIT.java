package io.keycloakpbx.tests.securitydata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.server.Database;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Settings;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Roles and permissions of users, by environment. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UserRolesIT {

    private static final String PASSWORD = "Roles-of-users-1!";
    private static final int MANY = 1_001;

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SecurityDataApi api;
    private final Map<String, String> ids = new LinkedHashMap<>();
    private String owner;
    private int company;
    private int domain;

    UserRolesIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new SecurityDataApi(keycloak, tenant);
    }

    private String made(String path, Object body) {
        Response created = keycloak.admin().body(body).post(tenant.adminPath(path));
        created.then().statusCode(201);
        String location = created.header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private void post(String path, Object body) {
        keycloak.admin().body(body).post(tenant.adminPath(path)).then().statusCode(204);
    }

    private Object roleOf(String client, String role) {
        return keycloak.admin()
                .get(tenant.adminPath("/clients/" + client + "/roles/{role}"), role)
                .path("");
    }

    private String client(String clientId, Map<String, String> attributes) {
        return made(
                "/clients",
                Map.of("clientId", clientId, "name", clientId, "bearerOnly", true, "attributes", attributes));
    }

    private void clientRole(String client, String role) {
        made("/clients/" + client + "/roles", Map.of("name", role));
    }

    private void application(String code, String needed, String access) {
        application(code, Map.of("permissions", List.of(needed), "requiresSecurityAccess", List.of(access)));
    }

    private void application(String code, Map<String, List<String>> config) {
        made(
                "/components",
                Map.of(
                        "name",
                        code,
                        "providerId",
                        "application",
                        "providerType",
                        "io.keycloakpbx.securitydata.SecurityDataItemProvider",
                        "config",
                        config));
    }

    /** A user; all are made in this order. */
    private String user(String name) {
        return ids.computeIfAbsent(name, username -> tenant.createUser(username, PASSWORD));
    }

    @BeforeAll
    void furnish() {
        api.switchOn();
        String production = client("Production", Map.of("pbx.environment", "true"));
        String test = client("Test", Map.of("pbx.environment", "true"));
        String permissions = client("pbx-permissions", Map.of());
        clientRole(permissions, "View Orders");
        clientRole(permissions, "Edit Orders");
        made("/roles", Map.of("name", "Viewer", "description", "Who views"));
        made("/roles", Map.of("name", "Editor"));
        post("/roles/Viewer/composites", List.of(roleOf(permissions, "View Orders")));
        post("/roles/Editor/composites", List.of(roleOf(permissions, "Edit Orders"), tenant.role("Viewer")));
        for (String environment : List.of(production, test)) {
            clientRole(environment, "Editor");
            clientRole(environment, "webservice");
        }
        application("SHOP", "Edit Orders", "true");
        application("HELP", "Edit Orders", "false");
        // Access is required, but by no permission: nobody's.
        application("CLOSED", Map.of());
        client("closed", Map.of("pbx.application", "CLOSED"));
        for (String environment : List.of("Production", "Test")) {
            client("shop" + environment, Map.of("pbx.application", "SHOP", "pbx.environment.name", environment));
        }
        client("help", Map.of("pbx.application", "HELP", "pbx.visible", "true"));

        post("/users/" + user("anna") + "/role-mappings/clients/" + production, List.of(roleOf(production, "Editor")));
        post("/users/" + user("bert") + "/role-mappings/realm", List.of(tenant.role("Viewer")));
        String group = made("/groups", Map.of("name", "Viewers"));
        String below = made("/groups/" + group + "/children", Map.of("name", "Below"));
        post("/groups/" + group + "/role-mappings/realm", List.of(tenant.role("Viewer")));
        keycloak.admin()
                .put(tenant.adminPath("/users/" + user("carl") + "/groups/" + below))
                .then()
                .statusCode(204);
        post(
                "/users/" + user("dora") + "/role-mappings/clients/" + permissions,
                List.of(roleOf(permissions, "Edit Orders")));
        user("emil");
        post("/users/" + user("robot") + "/role-mappings/clients/" + test, List.of(roleOf(test, "webservice")));
        String robot = tenant.adminPath("/users/" + ids.get("robot"));
        ObjectNode account = keycloak.admin().get(robot).as(ObjectNode.class);
        account.putObject("attributes").put("pbx.userType", "Webservice");
        keycloak.admin().body(account).put(robot).then().statusCode(204);
        Map<String, Object> realm = api.get("Domain").path("value[0]");
        company = (Integer) realm.get("CompanyID");
        domain = (Integer) realm.get("DomainID");
        owner = "\"Company\":\"" + realm.get("Company") + "\",\"CompanyID\":" + company;
    }

    private List<Map<String, Object>> rows(String set, String filter) {
        Response answer = api.get(set, Map.of("$filter", filter, "$top", "500"));
        answer.then().statusCode(200);
        return answer.path("value");
    }

    private static List<String> told(List<Map<String, Object>> rows, String... properties) {
        return rows.stream()
                .map(row -> String.join(
                        " ",
                        List.of(properties).stream()
                                .map(property -> String.valueOf(row.get(property)))
                                .toList()))
                .toList();
    }

    private int number(String username) {
        return (Integer) rows("User", "UserName eq '" + username + "'").get(0).get("UserID");
    }

    private int role(String name) {
        return (Integer) rows("Role", "Name eq '" + name + "'").get(0).get("RoleID");
    }

    @Test
    void whatUsersWereGivenByEnvironment() {
        String names = "(Name eq 'Viewer' or Name eq 'Editor')";
        assertThat(told(rows("UserRole", names + " and UserName ne 'x'"), "UserName", "Environment", "Name"))
                .filteredOn(row -> !row.startsWith("m"))
                .containsExactly("anna Production Editor", "bert Production Viewer", "bert Test Viewer");
        assertThat(told(rows("UserRole", "Environment eq 'Test' and RoleID eq " + role("Viewer")), "UserName"))
                .contains("bert")
                .doesNotContain("anna", "carl");
        assertThat(told(rows("UserRole", "Name eq 'Editor'"), "UserName", "EnvironmentID"))
                .containsExactly("anna 1");
        assertThat(rows("UserRole", "Name eq 'Nobody'")).isEmpty();
        assertThat(rows("UserRole", "UserName eq 'robot'")).isEmpty();
        // The members of the realm's default role, which everybody is given.
        assertThat(told(rows("UserRole", "UserName eq 'emil'"), "Environment", "Name"))
                .containsExactly("Production StandardUser", "Test StandardUser");
        int anna = number("anna");
        assertThat(api.get("UserRole(UserID=" + anna + ",EnvironmentID=1,RoleID=" + role("Editor") + ")")
                        .asString())
                .isEqualTo("{" + owner + ",\"Description\":null,\"Domain\":\"" + tenant.name() + "\",\"DomainID\":"
                        + domain + ",\"Environment\":\"Production\",\"EnvironmentCompany\":"
                        + owner.substring("\"Company\":".length(), owner.indexOf(",")) + ",\"EnvironmentCompanyID\":"
                        + company + ",\"EnvironmentID\":1,\"Name\":\"Editor\",\"RoleID\":" + role("Editor")
                        + ",\"UserID\":" + anna + ",\"UserName\":\"anna\"}");
        api.get("UserRole(UserID=" + anna + ",EnvironmentID=2,RoleID=" + role("Editor") + ")")
                .then()
                .statusCode(404);
        assertThat(told(rows("UserRoleSummary", "UserID le " + number("emil")), "UserName", "Environment", "RoleCount"))
                .filteredOn(row -> row.startsWith("anna") || row.startsWith("bert"))
                .containsExactly("anna Production 2", "anna Test 1", "bert Production 2", "bert Test 2");
    }

    @Test
    void webServicesAreInEnvironments() {
        assertThat(told(rows("UserEnvironment", "UserName eq 'robot'"), "Name", "EnvironmentID", "Domain"))
                .containsExactly("Test 2 " + tenant.name());
        assertThat(rows("UserEnvironment", "UserName eq 'anna'")).isEmpty();
    }

    @Test
    void permissionsInEachEnvironmentAndTheRolesThatCarryThem() {
        String properties = "UserName ApplicationInstance Environment Permission HasPermission RolesTotal RolesHave";
        String filter = "Path eq '/pbx-permissions' and startswith(ApplicationInstance,'shop') and UserName eq '%s'";
        String[] all = properties.split(" ");
        assertThat(told(rows("EffectivePermission", filter.formatted("anna")), all))
                .containsExactlyInAnyOrder(
                        "anna shopProduction Production View Orders true 2 2",
                        "anna shopProduction Production Edit Orders true 1 1",
                        "anna shopTest Test View Orders false 2 0",
                        "anna shopTest Test Edit Orders false 1 0");
        for (String viewer : List.of("bert", "carl")) {
            assertThat(told(rows("EffectivePermission", filter.formatted(viewer)), all))
                    .containsExactlyInAnyOrder(
                            viewer + " shopProduction Production View Orders true 2 1",
                            viewer + " shopProduction Production Edit Orders false 1 0",
                            viewer + " shopTest Test View Orders true 2 1",
                            viewer + " shopTest Test Edit Orders false 1 0");
        }
        // Who was given the permission itself has it by none of the roles.
        assertThat(told(
                        rows("EffectivePermission", filter.formatted("dora") + " and Permission eq 'Edit Orders'"),
                        all))
                .containsExactlyInAnyOrder(
                        "dora shopProduction Production Edit Orders true 1 0",
                        "dora shopTest Test Edit Orders true 1 0");
        // An instance in all environments asks for what is held in all of them.
        assertThat(told(
                        rows(
                                "EffectivePermission",
                                "ApplicationInstance eq 'help' and Permission eq 'View Orders' and (UserName eq 'anna'"
                                        + " or UserName eq 'bert')"),
                        "UserName",
                        "EnvironmentID",
                        "HasPermission"))
                .containsExactly("anna null false", "bert null true");

        String byRole = "Path eq '/pbx-permissions' and UserName eq '%s' and (Role eq 'Viewer' or Role eq 'Editor')";
        String[] roleProperties = {"Environment", "Role", "Permission", "HasPermissionInRole"};
        assertThat(told(rows("EffectiveRole", byRole.formatted("anna")), roleProperties))
                .containsExactlyInAnyOrder(
                        "Production Viewer View Orders true",
                        "Production Editor View Orders true",
                        "Production Editor Edit Orders true",
                        "Test Viewer View Orders false",
                        "Test Editor View Orders false",
                        "Test Editor Edit Orders false");
        assertThat(told(rows("EffectiveRole", byRole.formatted("carl") + " and HasPermissionInRole"), roleProperties))
                .containsExactly("Production Viewer View Orders true", "Test Viewer View Orders true");
    }

    @Test
    void applicationsThatUsersCanUse() {
        String[] properties = {"Application", "Environment", "IsVisible", "Email"};
        assertThat(told(rows("UserApplication", "UserName eq 'anna'"), properties))
                .containsExactlyInAnyOrder(
                        "SHOP Production true anna@" + tenant.name() + ".test",
                        "HELP null true anna@" + tenant.name() + ".test");
        assertThat(told(rows("UserApplication", "UserName eq 'dora'"), "Application", "Environment"))
                .containsExactlyInAnyOrder("SHOP Production", "SHOP Test", "HELP null");
        assertThat(told(rows("UserApplication", "UserName eq 'bert'"), "Application"))
                .containsExactly("HELP");
        assertThat(rows("UserApplication", "Application eq 'CLOSED'")).isEmpty();
    }

    @Test
    void identitiesAtProviders() {
        made(
                "/identity-provider/instances",
                Map.of(
                        "alias",
                        "office",
                        "providerId",
                        "oauth2",
                        "displayName",
                        "Office",
                        "config",
                        Map.of(
                                "clientId", "c-1",
                                "clientSecret", "never told",
                                "authorizationUrl", "https://idp.example.test/a",
                                "tokenUrl", "https://idp.example.test/t",
                                "userInfoUrl", "https://idp.example.test/u",
                                "userIDClaim", "user_id",
                                "userNameClaim", "user_email")));
        post(
                "/users/" + ids.get("bert") + "/federated-identity/office",
                Map.of("identityProvider", "office", "userId", "b-1", "userName", "bert@office.test"));
        String bert = "{\"AuthorizationProvider\":\"Office\",\"AuthorizationProviderID\":1," + owner
                + ",\"Confirmed\":true,\"Domain\":\"" + tenant.name() + "\",\"DomainID\":" + domain
                + ",\"Identity\":\"b-1\",\"Name\":\"bert@office.test\",\"UserID\":" + number("bert")
                + ",\"UserIdentityID\":1,\"UserName\":\"bert\"}";
        assertThat(api.get("UserIdentity").asString()).isEqualTo("{\"value\":[" + bert + "]}");
        for (String filter : List.of(
                "UserIdentityID eq 1",
                "AuthorizationProviderID eq 1",
                "Identity eq 'b-1'",
                "Name eq 'bert@office.test'")) {
            assertThat(rows("UserIdentity", filter)).as(filter).hasSize(1);
            assertThat(rows("UserIdentity", filter.replace("1", "2").replace("bert", "anna")))
                    .as(filter)
                    .isEmpty();
        }
        assertThat(api.get("UserIdentity(UserID=" + number("bert") + ",AuthorizationProviderID=1)")
                        .asString())
                .isEqualTo(bert);
    }

    @Test
    void manyUsersAreReadPageByPageAndCountedOnlyWhereAFilterNamesFew() throws SQLException {
        write(
                tenant,
                "insert into USER_ENTITY (ID, REALM_ID, USERNAME, EMAIL_CONSTRAINT, ENABLED, EMAIL_VERIFIED,"
                        + " NOT_BEFORE, CREATED_TIMESTAMP) select md5(id || n), id, 'm' || 9999 + n, md5(id || n), true,"
                        + " false, 0, extract(epoch from now())::bigint * 1000",
                "insert into USER_ROLE_MAPPING (USER_ID, ROLE_ID) select md5(realm.id || n), (select ID from"
                        + " KEYCLOAK_ROLE where REALM_ID = realm.id and NAME = 'Viewer' and not CLIENT_ROLE)");
        List<Map<String, Object>> seen = new ArrayList<>();
        String link = "UserRole?$filter=startswith(UserName,%27m100%27)%20and%20Name%20eq%20%27Viewer%27&$top=150";
        for (int pages = 0; link != null; pages++) {
            assertThat(pages).as("pages").isLessThan(5);
            Response page = api.get(link);
            page.then().statusCode(200);
            seen.addAll(page.<List<Map<String, Object>>>path("value"));
            link = page.path("'odata.nextLink'");
            assertThat(link == null).as("%s", link).isEqualTo(seen.size() == 150);
        }
        assertThat(told(seen, "UserID", "EnvironmentID", "RoleID")).doesNotHaveDuplicates();
        assertThat(seen).isSortedAccordingTo((one, other) -> {
            int users = Integer.compare((Integer) one.get("UserID"), (Integer) other.get("UserID"));
            return users == 0
                    ? Integer.compare((Integer) one.get("EnvironmentID"), (Integer) other.get("EnvironmentID"))
                    : users;
        });
        api.get("UserRole", Map.of("$inlinecount", "allpages", "$top", "1"))
                .then()
                .statusCode(400)
                .body(
                        "'odata.error'.message.value",
                        equalTo("UserRole is counted, and sorted by other properties first than those of User, for at"
                                + " most 1000 entities of User: filter by UserID, UserName, EnvironmentID (eq),"
                                + " Name (eq), RoleID (eq)."));
        api.get("UserRole", Map.of("$orderby", "Name", "$top", "1")).then().statusCode(400);
        // Who has the role is found by it.
        api.get("UserRole", Map.of("$inlinecount", "allpages", "$filter", "Name eq 'Editor'"))
                .then()
                .statusCode(200)
                .body("'odata.count'", equalTo(1))
                .body("value.UserName", contains("anna"));
        api.get("UserRole", Map.of("$inlinecount", "allpages", "$filter", "startswith(UserName,'m1000')", "$top", "0"))
                .then()
                .statusCode(200)
                .body("'odata.count'", equalTo(20))
                .body("value", empty());
    }

    /** One more than can be. */
    private void environments(Realm realm) throws SQLException {
        write(
                realm,
                "insert into CLIENT (ID, CLIENT_ID, REALM_ID, ENABLED, BEARER_ONLY, NOT_BEFORE)"
                        + " select md5(id || n), 'e' || n, id, true, true, 0",
                "insert into CLIENT_ATTRIBUTES (CLIENT_ID, NAME, VALUE)"
                        + " select md5(id || n), 'pbx.environment', 'true'");
    }

    /**
     * Writes many rows by SQL: by requests it takes minutes. Skips the test on H2, which only the server opens.
     *
     * @param inserts of rows for the numbers {@code n} from 1 on and the realm's {@code id}
     */
    private void write(Realm realm, String... inserts) throws SQLException {
        assumeTrue(Settings.DATABASE == Database.Kind.POSTGRES, "nobody else opens the database");
        String id = keycloak.admin().get(realm.adminPath("")).path("id");
        try (Connection connection =
                DriverManager.getConnection(keycloak.database().jdbcUrl())) {
            for (String insert : inserts) {
                try (PreparedStatement rows = connection.prepareStatement(
                        insert + " from (select ?::text id) realm, generate_series(1, ?) n")) {
                    rows.setString(1, id);
                    rows.setInt(2, MANY);
                    assertThat(rows.executeUpdate()).isEqualTo(MANY);
                }
            }
        }
    }

    @Test
    void moreEnvironmentsThanCanBeLookedAtAreRefused() throws SQLException {
        Realm crowded = keycloak.tenant();
        SecurityDataApi many = new SecurityDataApi(keycloak, crowded);
        many.switchOn();
        environments(crowded);
        for (String path : List.of(
                "Environment",
                "UserRole",
                "UserRole/$count",
                "UserRole(UserID=1,EnvironmentID=1,RoleID=1)",
                "UserRoleSummary",
                "UserEnvironment",
                "UserApplication",
                "EffectiveRole",
                "EffectivePermission")) {
            many.get(path)
                    .then()
                    .statusCode(400)
                    .body(equalTo(SecurityDataApi.error(
                            "The realm has more than 1000 environments, the most that can be asked for here")));
        }
        // What no other environments are needed for.
        many.get("1x/Default/User").then().statusCode(404);
        many.get("1x/e7/User?$top=1").then().statusCode(200);
        String client =
                keycloak.admin().get(crowded.adminPath("/clients?clientId=e7")).path("[0].id");
        keycloak.admin().delete(crowded.adminPath("/clients/" + client)).then().statusCode(204);
        many.get("UserRole?$top=1").then().statusCode(200);
    }

    @Test
    void usersOfOtherTenantsSeeNothing() {
        String token = api.tokenOf("viewer", "view-users");
        api.getWith(token, "UserRole?$top=1").then().statusCode(200);
        keycloak.http(token)
                .get(keycloak.realm("globex").adminPath("/securitydata/UserRole"))
                .then()
                .statusCode(403);
        api.getWith(api.tokenOf("nobody", "view-realm"), "EffectiveRole").then().statusCode(403);
    }
}
