package io.keycloakpbx.tests.operator;

import static io.keycloakpbx.tests.operator.OperatorApi.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Operators and their roles, as the admin console asks for them. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantOperatorsIT {

    private static final String LACKS_MANAGE = "You do not have access: this needs the role manage-users.";
    private static final String LACKS_VIEW = "You do not have access: this needs the role view-users.";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final OperatorApi api;
    private String boss;
    private String viewer;

    TenantOperatorsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new OperatorApi(keycloak, tenant);
    }

    @BeforeAll
    void makeUsers() {
        tenant.createUser("boss", PASSWORD, "Admin");
        own("viewer", "view-users");
    }

    /** Tokens end sooner than all of these tests together may take. */
    @BeforeEach
    void signIn() {
        boss = tenant.userToken("boss", PASSWORD);
        viewer = tenant.userToken("viewer", PASSWORD);
    }

    private String own(String username, String role) {
        tenant.grantClientRoles(tenant.createUser(username, PASSWORD), "realm-management", role);
        return tenant.userToken(username, PASSWORD);
    }

    private RequestSpecification as(String token) {
        return keycloak.http(token).contentType(ContentType.JSON);
    }

    private RequestSpecification boss() {
        return as(boss);
    }

    private String operators(String rest) {
        return tenant.adminPath("/pbx-operators" + rest);
    }

    private String roles(String rest) {
        return tenant.adminPath("/pbx-operator-roles" + rest);
    }

    private static Map<String, Object> refusal(String text) {
        return Map.of("errorMessage", text);
    }

    private static Map<String, Object> unknown(String text, String key) {
        return Map.of("errorMessage", text, "key", key);
    }

    private static Map<String, Object> lacks(String text, String role) {
        return Map.of("errorMessage", text, "key", "pbxErrorLacksRole", "params", Map.of("role", role));
    }

    private Map<String, Object> operator(String id) {
        return boss().get(operators("/" + id)).then().statusCode(200).extract().path("");
    }

    private Map<String, Object> role(String id) {
        return boss().get(roles("/" + id)).then().statusCode(200).extract().path("");
    }

    private Response change(String token, String id, Object version, String member, Object value) {
        return as(token).body(Map.of("expectedVersion", version, member, value)).put(operators("/" + id));
    }

    private static Map<String, Object> signUp(String email) {
        Map<String, Object> body = new HashMap<>();
        body.put("email", email);
        body.put("firstName", "Olga");
        body.put("password", PASSWORD);
        body.put("roles", List.of("tenant_viewonly"));
        return body;
    }

    @Test
    @Tag("database")
    void operatorsAreListedSearchedAndCounted() {
        Realm other = keycloak.tenant();
        OperatorApi list = new OperatorApi(keycloak, other);
        other.createUser("user", PASSWORD);
        List.of("b", "c", "a").forEach(name -> list.signedUp(name + "@found.test"));
        list.signUp(OperatorApi.body("z%z@found.test", "last_name", "Under_score"))
                .then()
                .statusCode(200);
        String path = other.adminPath("/pbx-operators");
        Response all = keycloak.admin().get(path);
        all.then().statusCode(200).header("X-Total-Count", "4").header("Cache-Control", "no-store");
        assertThat(all.<List<String>>path("email"))
                .containsExactly("a@found.test", "b@found.test", "c@found.test", "z%z@found.test");
        assertThat(all.<Map<String, Object>>path("[0]"))
                .containsOnlyKeys(
                        "id",
                        "username",
                        "email",
                        "emailVerified",
                        "firstName",
                        "enabled",
                        "locked",
                        "roles",
                        "customRoles",
                        "allowedAddresses",
                        "sessionAddressLock",
                        "createdAt",
                        "version")
                .containsEntry("username", "a")
                .containsEntry("roles", List.of("tenant_viewonly"))
                .containsEntry("locked", false);
        found(path, "B@FOUND", "b@found.test");
        found(path, "r_s", "z%z@found.test");
        found(path, "%", "z%z@found.test");
        found(path, "_@found");
        keycloak.admin()
                .queryParam("first", 1)
                .queryParam("max", 1)
                .get(path)
                .then()
                .statusCode(200)
                .header("X-Total-Count", "4")
                .body("email", contains("b@found.test"));
        for (String query : List.of("max=501", "max=0", "first=-1", "search=" + "x".repeat(256))) {
            keycloak.admin()
                    .get(path + "?" + query)
                    .then()
                    .statusCode(400)
                    .body("field", equalTo(query.substring(0, query.indexOf('='))));
        }
    }

    private void found(String path, String search, String... emails) {
        keycloak.admin()
                .queryParam("search", search)
                .get(path)
                .then()
                .statusCode(200)
                .header("X-Total-Count", Integer.toString(emails.length))
                .body("email", equalTo(List.of(emails)));
    }

    @Test
    void whoMayNotIsRefused() {
        String id = api.signedUp("refused@console.test");
        String finder = own("finder", "query-users");
        tenant.createUser("plain", PASSWORD);
        Realm other = keycloak.realm("globex");
        for (String path : List.of("/pbx-operators", "/pbx-operator-roles", "/pbx-operator-roles/base")) {
            as(finder)
                    .get(tenant.adminPath(path))
                    .then()
                    .statusCode(403)
                    .body("", equalTo(lacks(LACKS_VIEW, "view-users")));
            as(tenant.userToken("plain", PASSWORD))
                    .get(tenant.adminPath(path))
                    .then()
                    .statusCode(403);
            boss().get(other.adminPath(path)).then().statusCode(403);
            keycloak.http().get(tenant.adminPath(path)).then().statusCode(401);
            keycloak.admin()
                    .get("/admin/realms/master" + path)
                    .then()
                    .statusCode(404)
                    .body("errorMessage", startsWith("The realm is not a tenant"));
        }
        // Who may not view an operator is not told whether there is one.
        for (String path : List.of("/" + id, "/" + id + "/sessions", "/nobody")) {
            as(finder).get(operators(path)).then().statusCode(403).body("", equalTo(lacks(LACKS_VIEW, "view-users")));
        }
        boss().get(other.adminPath("/pbx-operators/" + id)).then().statusCode(403);
        keycloak.admin()
                .get(other.adminPath("/pbx-operators/" + id))
                .then()
                .statusCode(404)
                .body("", equalTo(unknown("The tenant has no such operator", "pbxNoOperator")));
        // A user who is no operator.
        boss().get(operators("/" + tenant.userId("plain"))).then().statusCode(404);
        boss().delete(operators("/" + tenant.userId("plain") + "?expectedVersion=1"))
                .then()
                .statusCode(404);

        as(viewer).get(operators("/" + id)).then().statusCode(200).body("access.manage", equalTo(false));
        as(viewer)
                .body(signUp("never@console.test"))
                .post(operators(""))
                .then()
                .statusCode(403)
                .body("", equalTo(lacks(LACKS_MANAGE, "manage-users")));
        Map<String, Object> lacksManage = lacks(LACKS_MANAGE, "manage-users");
        change(viewer, id, 1, "enabled", false).then().statusCode(403).body("", equalTo(lacksManage));
        for (String path : List.of("/" + id, "/nobody", "/" + id + "/sessions", "/" + id + "/sessions/none")) {
            as(viewer).delete(operators(path)).then().statusCode(403).body("", equalTo(lacksManage));
        }
        as(viewer).body(Map.of("name", "never")).post(roles("")).then().statusCode(403);
        as(viewer)
                .body(Map.of("name", "never", "expectedVersion", 1))
                .put(roles("/none"))
                .then()
                .statusCode(403);
        as(viewer).delete(roles("/none?expectedVersion=1")).then().statusCode(403);
        assertThat(operator(id)).containsEntry("enabled", true);
    }

    @Test
    void anOperatorIsSignedUpByTheRulesOfTheContract() {
        tenant.clearEvents();
        Map<String, Object> body = signUp("signed-up@console.test");
        body.put("lastName", "Orlova");
        body.put("allowedAddresses", List.of("192.0.2.0/24"));
        body.put("sessionAddressLock", true);
        Response made = boss().body(body).post(operators(""));
        String id = made.then().statusCode(201).extract().path("id");
        assertThat(made.header("Location")).endsWith("/pbx-operators/" + id);
        assertThat(made.<Map<String, Object>>path("")).containsKeys("id").doesNotContainKey("password");
        Map<String, Object> told = new HashMap<>(operator(id));
        assertThat(told.remove("createdAt")).isInstanceOf(Long.class);
        assertThat(told.remove("version")).isInstanceOf(Integer.class);
        assertThat(told.remove("permissions").toString())
                .contains("devices/read")
                .doesNotContain("devices/write");
        assertThat(told)
                .isEqualTo(Map.ofEntries(
                        Map.entry("id", id),
                        Map.entry("username", "signed-up"),
                        Map.entry("email", "signed-up@console.test"),
                        Map.entry("emailVerified", false),
                        Map.entry("firstName", "Olga"),
                        Map.entry("lastName", "Orlova"),
                        Map.entry("enabled", true),
                        Map.entry("locked", false),
                        Map.entry("roles", List.of("tenant_viewonly")),
                        Map.entry("customRoles", List.of()),
                        Map.entry("allowedAddresses", List.of("192.0.2.0/24")),
                        Map.entry("sessionAddressLock", true),
                        Map.entry("disallowPermissions", List.of()),
                        Map.entry("access", Map.of("manage", true, "mapRoles", true))));
        assertThat(tenant.adminEvents("users/" + id))
                .extracting(Realm.AdminEvent::operationType)
                .containsExactly("CREATE");

        refused(body, "email", "pbxErrorEmailTaken");
        refused(signUp("no address"), "email", "pbxErrorEmail");
        refused(with("firstName", "Ölga"), "firstName", "pbxErrorOperatorName");
        refused(with("lastName", "O'Hara"), "lastName", "pbxErrorOperatorName");
        refused(with("roles", List.of()), "roles", "pbxErrorOperatorRoles");
        refused(with("roles", List.of("tenant_super", "guest")), "roles", "pbxErrorSoloRole");
        refused(with("roles", List.of("devops")), "roles", "pbxErrorMayNotGrant")
                .body("params", equalTo(Map.of("role", "devops")));
        refused(with("roles", List.of("Admin")), "roles", "pbxErrorRolesGone");
        refused(with("customRoles", List.of("none")), "customRoles", "pbxErrorRolesGone");
        refused(with("allowedAddresses", List.of("192.0.2.0/33")), "allowedAddresses", "pbxErrorNetwork")
                .body("params", equalTo(Map.of("network", "192.0.2.0/33")));
        refused(with("password", "x"), "password", null);
        refused(with("firstName", 1), "firstName", null);
        refused(with("first_name", "Olga"), null, null);
        boss().body("[]").post(operators("")).then().statusCode(400);
        found(operators(""), "never@console.test");
    }

    private static Map<String, Object> with(String member, Object value) {
        Map<String, Object> body = signUp("never@console.test");
        body.put(member, value);
        return body;
    }

    private ValidatableResponse refused(Map<String, Object> body, String field, String key) {
        return boss().body(body)
                .post(operators(""))
                .then()
                .statusCode(400)
                .body("field", equalTo(field))
                .body("key", equalTo(key))
                .body("errorMessage", not(equalTo("")));
    }

    @Test
    @Tag("database")
    void aChangeNeedsWhatTheOperatorWas() {
        String id = api.signedUp("changed@console.test");
        Object version = operator(id).get("version");
        tenant.clearEvents();
        Map<String, Object> body = new HashMap<>();
        body.put("expectedVersion", version);
        body.put("lastName", "Changed");
        body.put("roles", List.of("tenant_iam_admin", "guest"));
        body.put("allowedAddresses", List.of("192.0.2.7"));
        body.put("enabled", false);
        Response changed = boss().body(body).put(operators("/" + id));
        changed.then()
                .statusCode(200)
                .body("lastName", equalTo("Changed"))
                .body("firstName", equalTo("Olga"))
                .body("enabled", equalTo(false))
                .body("roles", equalTo(List.of("guest", "tenant_iam_admin")))
                .body("allowedAddresses", equalTo(List.of("192.0.2.7")))
                .body("permissions", hasItems("operators/write", "profile/read"))
                .body("version", not(equalTo(version)));
        assertThat(changed.<Map<String, Object>>path("")).isEqualTo(operator(id));
        assertThat(tenant.adminEvents("users/" + id))
                .extracting(Realm.AdminEvent::operationType, Realm.AdminEvent::resourceType)
                .containsExactly(tuple("UPDATE", "USER"));

        boss().body(body)
                .put(operators("/" + id))
                .then()
                .statusCode(409)
                .body("field", equalTo("expectedVersion"))
                .body("key", equalTo("pbxErrorOperatorChanged"))
                .body(
                        "errorMessage",
                        equalTo("Somebody else has changed the operator since you read it. Read it again"));
        Object now = operator(id).get("version");
        change(boss, id, now, "roles", List.of())
                .then()
                .statusCode(400)
                .body("field", equalTo("roles"))
                .body("key", equalTo("pbxErrorOperatorRoles"));
        change(boss, id, now, "roles", List.of("devops", "guest"))
                .then()
                .statusCode(403)
                .body("field", equalTo("roles"))
                .body("key", equalTo("pbxErrorMayNotGrant"))
                .body("params", equalTo(Map.of("role", "devops")));
        boss().body(Map.of("enabled", true))
                .put(operators("/" + id))
                .then()
                .statusCode(400)
                .body("field", equalTo("expectedVersion"));
        change(boss, id, now, "disabled", true).then().statusCode(400);
        assertThat(operator(id)).containsEntry("version", now);

        List<Response> both = Together.send(2, i -> change(boss, id, now, "lastName", "Number " + i));
        assertThat(both).extracting(Response::statusCode).containsExactlyInAnyOrder(200, 409);

        boss().delete(operators("/" + id)).then().statusCode(400).body("field", equalTo("expectedVersion"));
        boss().delete(operators("/" + id + "?expectedVersion=" + now))
                .then()
                .statusCode(409)
                .body("key", equalTo("pbxErrorOperatorChanged"));
        String last = operators("/" + id + "?expectedVersion=" + operator(id).get("version"));
        boss().delete(last).then().statusCode(204);
        boss().delete(last).then().statusCode(404);
        boss().get(operators("/" + id)).then().statusCode(404);
        assertThat(tenant.adminEvents("users/" + id))
                .extracting(Realm.AdminEvent::operationType)
                .contains("DELETE");
    }

    @Test
    void sessionsAreSeenAndEnded() {
        String id = api.signedUp("sessions@console.test");
        Map<String, Object> user =
                new HashMap<>(boss().get(tenant.adminPath("/users/" + id)).<Map<String, Object>>path(""));
        user.put("requiredActions", List.of());
        user.put("emailVerified", true);
        boss().body(user).put(tenant.adminPath("/users/" + id)).then().statusCode(204);
        api.login("sessions@console.test", PASSWORD).then().statusCode(200);
        api.login("sessions@console.test", PASSWORD).then().statusCode(200);
        String path = operators("/" + id + "/sessions");
        Response sessions = as(viewer).get(path);
        sessions.then()
                .statusCode(200)
                .body("size()", equalTo(2))
                .body("address", everyItem(equalTo("127.0.0.1")))
                .body("apps", everyItem(contains("pbx-rest")));
        String one = sessions.path("[0].id");
        tenant.clearEvents();
        boss().delete(path + "/" + one).then().statusCode(204);
        boss().delete(path + "/" + one)
                .then()
                .statusCode(404)
                .body("", equalTo(refusal("The operator has no such session")));
        boss().get(path).then().body("size()", equalTo(1));
        boss().delete(path).then().statusCode(204);
        boss().get(path).then().body("size()", equalTo(0));
        assertThat(tenant.events())
                .extracting(Realm.Event::type, event -> event.details().get("reason"))
                .containsOnly(tuple("LOGOUT", "ended_by_administrator"))
                .hasSize(2);
        assertThat(tenant.adminEvents("users/" + id + "/logout"))
                .extracting(Realm.AdminEvent::operationType)
                .containsExactly("ACTION");
    }

    /** What a change answers tells all of the operator. */
    @Test
    void whoMayManageAndNotViewChangesNothing() {
        Realm fine = keycloak.tenant();
        String one = new OperatorApi(keycloak, fine).signedUp("one@blind.test");
        String keeper = fine.createUser("keeper", PASSWORD);
        fine.permit(keeper, "Users", one, List.of("manage"));
        String token = fine.userToken("keeper", PASSWORD);
        String path = fine.adminPath("/pbx-operators/" + one);
        Map<String, Object> change = Map.of("expectedVersion", 1, "lastName", "Seen");
        for (Response refused : List.of(
                as(token).get(path),
                as(token).body(change).put(path),
                as(token).delete(path + "?expectedVersion=1"),
                as(token).delete(new OperatorApi(keycloak, fine).path("/operators/" + one)))) {
            refused.then().statusCode(403);
            assertThat(refused.asString()).doesNotContain("blind.test");
        }
    }

    @Test
    void whomGuessesHaveLockedForGoodIsLocked() {
        Realm strict = keycloak.tenant();
        String one = new OperatorApi(keycloak, strict).signedUp("one@strict.test");
        strict.update(realm -> realm.put("permanentLockout", true)
                .put("maxTemporaryLockouts", 0)
                .put("failureFactor", 1));
        BruteForce.fail(keycloak, strict, one, 1, () -> strict.passwordGrant("one@strict.test", "wrong"));
        String path = strict.adminPath("/pbx-operators");
        as(keycloak.adminToken())
                .get(path + "/" + one)
                .then()
                .statusCode(200)
                .body("enabled", equalTo(false))
                .body("locked", equalTo(true));
        as(keycloak.adminToken()).get(path).then().body("locked", contains(true));
    }

    @Test
    void whoManagesOneOperatorGivesNoRolesAndSeesNoOther() {
        Realm fine = keycloak.tenant();
        OperatorApi list = new OperatorApi(keycloak, fine);
        String one = list.signedUp("one@fine.test");
        String hidden = list.signedUp("hidden@fine.test");
        String delegate = fine.createUser("delegate", PASSWORD);
        fine.grantClientRoles(delegate, "realm-management", "query-users");
        fine.permit(delegate, one);
        String token = fine.userToken("delegate", PASSWORD);
        String path = fine.adminPath("/pbx-operators");
        as(token).get(path).then().statusCode(403);
        as(token).get(path + "/" + hidden).then().statusCode(403);
        Response seen = as(token).get(path + "/" + one);
        seen.then().statusCode(200).body("access", equalTo(Map.of("manage", true, "mapRoles", false)));
        Object version = seen.path("version");
        as(token)
                .body(Map.of("expectedVersion", version, "roles", List.of("tenant_root")))
                .put(path + "/" + one)
                .then()
                .statusCode(403)
                .body("key", equalTo("pbxErrorMayNotGrant"));
        as(token)
                .body(Map.of("expectedVersion", version, "lastName", "Seen"))
                .put(path + "/" + one)
                .then()
                .statusCode(200)
                .body("lastName", equalTo("Seen"));

        String most = fine.createUser("most", PASSWORD);
        fine.permitAllBut(most, hidden);
        // The permission for the first one names another administrator, who alone has what it gives.
        list.signedUp("two@fine.test");
        // Without the role Keycloak's lists would hide nobody.
        as(fine.userToken("most", PASSWORD)).get(path).then().statusCode(403);
        fine.grantClientRoles(most, "realm-management", "query-users");
        String all = fine.userToken("most", PASSWORD);
        as(all).get(path).then().statusCode(200).header("X-Total-Count", "1").body("email", contains("two@fine.test"));
        as(all).queryParam("search", "hidden").get(path).then().header("X-Total-Count", "0");
        as(all).get(list.path("/operators")).then().statusCode(200).body("count", equalTo(1));
        as(all).get(path + "/" + hidden)
                .then()
                .statusCode(404)
                .body("", equalTo(unknown("The tenant has no such operator", "pbxNoOperator")));
        as(all).get(path + "/" + hidden + "/sessions").then().statusCode(404);
        for (String id : List.of(one, hidden)) {
            as(all).delete(path + "/" + id + "?expectedVersion=1").then().statusCode(403);
            as(all).delete(path + "/" + id + "/sessions").then().statusCode(403);
        }
    }

    @Test
    @Tag("database")
    void customRolesAreMadeChangedAndRemoved() {
        tenant.clearEvents();
        Map<String, Object> night = new HashMap<>();
        night.put("name", "night_shift");
        night.put("description", "At night");
        night.put("roles", List.of("tenant_network_admin"));
        night.put("permissions", List.of("audit/read"));
        night.put("disallowPermissions", List.of("servers/write"));
        night.put(
                "customPermissions",
                List.of(Map.of("value", "vault/9", "allowedAfterMs", 1_000, "allowedBeforeMs", 2_000)));
        Response made = boss().body(night).post(roles(""));
        String id = made.then().statusCode(201).extract().path("id");
        assertThat(made.header("Location")).endsWith("/pbx-operator-roles/" + id);
        assertThat(made.<Map<String, Object>>path("")).isEqualTo(role(id));
        made.then()
                .body("grantable", equalTo(true))
                .body("disabled", equalTo(false))
                .body("permissions", contains("audit/read"))
                .body("customPermissions[0].value", equalTo("vault/9"))
                .body("customPermissions[0].allowedBeforeMs", equalTo(2_000))
                .body("customPermissions[0].disallow", equalTo(false));
        boss().queryParam("search", "AT NIGHT")
                .get(roles(""))
                .then()
                .statusCode(200)
                .header("X-Total-Count", "1")
                .body("name", contains("night_shift"));
        boss().queryParam("first", 1)
                .queryParam("search", "night_shift")
                .get(roles(""))
                .then()
                .body("size()", equalTo(0));

        Map<String, Object> told = new HashMap<>(role(id));
        Object version = told.remove("version");
        told.remove("id");
        told.remove("grantable");
        told.put("expectedVersion", version);
        // As it was read, nothing changes.
        boss().body(told).put(roles("/" + id)).then().statusCode(200).body("version", equalTo(version));
        told.put("disabled", true);
        boss().body(told).put(roles("/" + id)).then().statusCode(200).body("disabled", equalTo(true));
        boss().body(told)
                .put(roles("/" + id))
                .then()
                .statusCode(409)
                .body(
                        "",
                        equalTo(Map.of(
                                "field",
                                "expectedVersion",
                                "errorMessage",
                                "Somebody else has changed role night_shift since you read it. Read it again",
                                "key",
                                "pbxErrorRoleChanged",
                                "params",
                                Map.of("name", "night_shift"))));
        boss().delete(roles("/" + id + "?expectedVersion=" + version)).then().statusCode(409);
        boss().delete(roles("/" + id)).then().statusCode(400).body("field", equalTo("expectedVersion"));

        Map<String, Object> shared = new HashMap<>(told);
        shared.put("expectedVersion", role(id).get("version"));
        List<Response> both = Together.send(2, i -> {
            Map<String, Object> own = new HashMap<>(shared);
            own.put("description", "Number " + i);
            return boss().body(own).put(roles("/" + id));
        });
        assertThat(both).extracting(Response::statusCode).containsExactlyInAnyOrder(200, 409);

        boss().delete(roles("/" + id + "?expectedVersion=" + role(id).get("version")))
                .then()
                .statusCode(204);
        boss().get(roles("/" + id))
                .then()
                .statusCode(404)
                .body("", equalTo(unknown("The tenant has no such custom role", "pbxNoOperatorRole")));
        boss().delete(roles("/" + id + "?expectedVersion=1")).then().statusCode(404);
        assertThat(tenant.adminEvents("v2.0/roles/" + id))
                .extracting(Realm.AdminEvent::operationType)
                .containsOnly("CREATE", "UPDATE", "DELETE");
        keycloak.admin().get(tenant.adminPath("/roles/night_shift")).then().statusCode(404);
    }

    @Test
    void whatARoleMayNotBeIsSaidAtItsField() {
        badRole(Map.of("name", "Night"), "name", "pbxErrorRoleName");
        badRole(Map.of("name", "tenant_root"), "name", "pbxErrorRoleName");
        badRole(Map.of("name", "bad", "roles", List.of("Admin")), "roles", "pbxErrorRolesGone");
        badRole(Map.of("name", "bad", "description", "d".repeat(256)), "description", null);
        badRole(Map.of("name", "bad", "roles", List.of("guest", "guest")), "roles", "pbxErrorTwice");
        badRole(Map.of("name", "bad", "roles", List.of("tenant_root", "guest")), "roles", "pbxErrorSoloRole");
        badRole(Map.of("name", "bad", "permissions", List.of("a", "a")), "permissions", "pbxErrorTwice");
        badRole(Map.of("name", "bad", "permissions", List.of("")), "permissions", "pbxErrorPermission");
        badRole(Map.of("name", "bad", "disallowPermissions", List.of("")), "disallowPermissions", "pbxErrorPermission");
        badRole(
                Map.of("name", "bad", "permissions", List.of("a"), "disallowPermissions", List.of("a")),
                "disallowPermissions",
                "pbxErrorOverlap");
        badRole(
                Map.of("name", "bad", "customPermissions", List.of(Map.of("value", "ä"))),
                "customPermissions",
                "pbxErrorWindowValue");
        badRole(
                Map.of(
                        "name",
                        "bad",
                        "customPermissions",
                        List.of(Map.of("value", "a", "allowedAfterMs", 2, "allowedBeforeMs", 1))),
                "customPermissions",
                "pbxErrorWindow");
        badRole(Map.of("name", "bad", "customPermissions", List.of(Map.of("id", "none"))), "customPermissions", null);
        badRole(Map.of("name", "bad", "windows", List.of()), null, null);
        badRole(Map.of("name", "bad", "customPermissions", List.of(Map.of("value", "a", "from", 1))), null, null);
        // What belongs to the platform's people, by whatever way.
        for (Map<String, Object> beyond : List.of(
                Map.<String, Object>of("name", "bad", "roles", List.of("devops")),
                Map.<String, Object>of("name", "bad", "permissions", List.of("platform/write")),
                Map.<String, Object>of(
                        "name", "bad", "customPermissions", List.of(Map.of("value", "platform/write"))))) {
            boss().body(beyond)
                    .post(roles(""))
                    .then()
                    .statusCode(403)
                    .body(
                            "field",
                            equalTo(beyond.keySet().stream()
                                    .filter(member -> !member.equals("name"))
                                    .findFirst()
                                    .orElseThrow()))
                    .body("key", startsWith("pbxError"))
                    .body("errorMessage", startsWith("You may not grant "));
        }
        keycloak.admin().get(tenant.adminPath("/roles/bad")).then().statusCode(404);
    }

    private void badRole(Map<String, Object> body, String field, String key) {
        boss().body(body)
                .post(roles(""))
                .then()
                .statusCode(400)
                .body("field", equalTo(field))
                .body("key", equalTo(key));
    }

    @Test
    void rolesAreGivenByWhoCouldGiveThem() {
        boss().get(roles("/base"))
                .then()
                .statusCode(200)
                .body("size()", equalTo(23))
                .body(
                        "findAll { it.grantable }.name",
                        contains(
                                "guest",
                                "tenant_iam_admin",
                                "tenant_network_admin",
                                "tenant_security_admin",
                                "tenant_viewonly",
                                "tenant_super",
                                "tenant_root"))
                .body("find { it.name == 'guest' }.permissions", contains("profile/read"));
        keycloak.admin().get(roles("/base")).then().body("grantable", everyItem(equalTo(true)));

        String platform = keycloak.admin()
                .body(Map.of("name", "platform_help", "roles", List.of("devops")))
                .post(roles(""))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        Map<String, Object> told = role(platform);
        assertThat(told).containsEntry("grantable", false);
        boss().body(Map.of("name", "platform_help", "expectedVersion", told.get("version")))
                .put(roles("/" + platform))
                .then()
                .statusCode(403);
        boss().delete(roles("/" + platform + "?expectedVersion=" + told.get("version")))
                .then()
                .statusCode(403);
        String id = api.signedUp("given@console.test");
        change(boss, id, operator(id).get("version"), "customRoles", List.of(platform))
                .then()
                .statusCode(403)
                .body("field", equalTo("customRoles"))
                .body("key", equalTo("pbxErrorMayNotGrant"))
                .body("params", equalTo(Map.of("role", "platform_help")));
        change(keycloak.adminToken(), id, operator(id).get("version"), "customRoles", List.of(platform))
                .then()
                .statusCode(200)
                .body("customRoles", equalTo(List.of(Map.of("id", platform, "name", "platform_help"))));
        change(boss, id, operator(id).get("version"), "customRoles", List.of())
                .then()
                .statusCode(403)
                .body("key", equalTo("pbxErrorMayNotTakeAway"))
                .body("params", equalTo(Map.of("role", "platform_help")));
    }

    @Test
    void aPermissionOfTheTenantIsSentBackByItsId() {
        String permission = boss().body(Map.of("tenant_id", api.tenantId(), "value", "vault/1"))
                .post(api.path("/permissions"))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        String id = boss().body(Map.of("name", "vault_keeper", "customPermissions", List.of(Map.of("id", permission))))
                .post(roles(""))
                .then()
                .statusCode(201)
                .body("customPermissions[0].id", equalTo(permission))
                .body("customPermissions[0].value", equalTo("vault/1"))
                .extract()
                .path("id");
        Map<String, Object> told = new HashMap<>(role(id));
        told.put("expectedVersion", told.remove("version"));
        told.remove("id");
        told.remove("grantable");
        boss().body(told)
                .put(roles("/" + id))
                .then()
                .statusCode(200)
                .body("customPermissions.id", contains(permission));
        told.put(
                "customPermissions",
                List.of(Map.of("id", permission, "value", "vault/2", "disallow", false, "disabled", false)));
        boss().body(told).put(roles("/" + id)).then().statusCode(400).body("field", equalTo("customPermissions"));
    }

    @Test
    void aPermissionForEverIsToldSoThatItCanBeSentBack() {
        String permission = boss().body(Map.of(
                        "tenant_id",
                        api.tenantId(),
                        "value",
                        "vault/3",
                        "allowed_before_ms",
                        Long.MAX_VALUE,
                        "disabled",
                        true,
                        "disabled_reason",
                        "Audit"))
                .post(api.path("/permissions"))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        String id = boss().body(Map.of("name", "for_ever", "customPermissions", List.of(Map.of("id", permission))))
                .post(roles(""))
                .then()
                .statusCode(201)
                .body("customPermissions[0].allowedBeforeMs", equalTo((1L << 53) - 1))
                .body("customPermissions[0].disabledReason", equalTo("Audit"))
                .extract()
                .path("id");
        Map<String, Object> told = new HashMap<>(role(id));
        told.put("expectedVersion", told.remove("version"));
        told.remove("id");
        told.remove("grantable");
        boss().body(told)
                .put(roles("/" + id))
                .then()
                .statusCode(200)
                .body("customPermissions.id", contains(permission))
                .body("version", equalTo(told.get("expectedVersion")));
    }
}
