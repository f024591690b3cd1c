package io.keycloakpbx.tests.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Base roles and custom roles of operators: what they come to, who may give them, and that nobody gets one another way. */
@OnKeycloak
class OperatorRolesIT {

    private static final String PASSWORD = "Operators-roles-1!";
    private static final String RESERVED =
            "The roles system, element, devops, secops, support_* and esp_* are given by an administrator of the master"
                    + " realm only";
    private static final String FORBIDDEN = "OPERATOR_INSUFFICIENT_OPERATOR_PERMISSIONS";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static String number;
    private static String boss;
    private static String realmBoss;
    private static String staff;

    private final Keycloak keycloak;
    private final Realm tenant;

    OperatorRolesIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    static void makeUsers(Keycloak keycloak, Realm tenant) {
        number = keycloak.admin().get(tenant.adminPath("")).path("attributes.'pbx.tenantId'");
        tenant.createUser("role-boss", PASSWORD, "Admin");
        String realmBossId = tenant.createUser("realm-boss", PASSWORD);
        tenant.grantClientRoles(realmBossId, "realm-management", "realm-admin");
        tenant.createUser("role-staff", PASSWORD, "QueueManager");
        boss = tenant.userToken("role-boss", PASSWORD);
        realmBoss = tenant.userToken("realm-boss", PASSWORD);
        staff = tenant.userToken("role-staff", PASSWORD);
    }

    private String path(String rest) {
        return tenant.adminPath("/v2.0/api/tenants/" + number + rest);
    }

    private RequestSpecification as(String token) {
        return keycloak.http(token).contentType(ContentType.JSON);
    }

    private Response create(String token, Map<String, Object> role) {
        return as(token).body(role).post(path("/roles"));
    }

    private String created(Map<String, Object> role) {
        return create(boss, role).then().statusCode(200).extract().path("id");
    }

    private static List<Map<String, Object>> values(String... values) {
        return List.of(values).stream()
                .<Map<String, Object>>map(value -> Map.of("value", value))
                .toList();
    }

    private static List<Map<String, Object>> names(String... names) {
        return List.of(names).stream()
                .<Map<String, Object>>map(name -> Map.of("name", name))
                .toList();
    }

    private static Map<String, Object> with(Map<String, ?> some, String member, Object value) {
        Map<String, Object> changed = new HashMap<>(some);
        changed.put(member, value);
        return changed;
    }

    private static void refused(Response response, int status, String code, String message) {
        response.then()
                .statusCode(status)
                .body("size()", equalTo(1))
                .body("_error.code", contains(code))
                .body("_error.message", contains(message));
    }

    private static ValidatableResponse forbidden(Response response) {
        return response.then().statusCode(403).body("errorMessage", equalTo(RESERVED));
    }

    private static String id(Response created) {
        String location = created.then().statusCode(201).extract().header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private Response effective(String user, Object at) {
        return as(boss).queryParam("at", at).get(path("/operators/" + user + "/effective_permissions"));
    }

    private List<String> permissions(String user, Object at) {
        return effective(user, at).then().statusCode(200).extract().path("permissions.value");
    }

    private void map(String user, String... roles) {
        keycloak.admin()
                .body(List.of(roles).stream().map(tenant::role).toList())
                .post(tenant.adminPath("/users/" + user + "/role-mappings/realm"))
                .then()
                .statusCode(204);
    }

    @Test
    void baseRolesAndWhatTheyAllowAreTold() {
        as(boss).get(path("/base_roles"))
                .then()
                .statusCode(200)
                .body("count", equalTo(23))
                .body("tenant_id", equalTo(number))
                .body("items.name[0]", equalTo("guest"))
                .body("items.name[22]", equalTo("esp_root"))
                .body("items.id", everyItem(notNullValue()))
                .body(
                        "items.findAll { !it.reserved }.name",
                        contains(
                                "guest",
                                "tenant_iam_admin",
                                "tenant_network_admin",
                                "tenant_security_admin",
                                "tenant_viewonly",
                                "tenant_super",
                                "tenant_root"))
                .body("items.find { it.name == 'support_mfg' }.family", equalTo("support"))
                .body(
                        "items.find { it.name == 'tenant_network_admin' }.permissions.value",
                        contains(
                                "devices/read",
                                "devices/write",
                                "extensions/read",
                                "extensions/write",
                                "groups/read",
                                "network/read",
                                "network/write",
                                "servers/read",
                                "servers/write"));
        as(boss).get(path("/base_permissions"))
                .then()
                .statusCode(200)
                .body("items.find { it.value == 'profile/read' }.roles.name", hasItems("guest", "tenant_root"))
                .body("items.find { it.value == 'profile/read' }.reserved", equalTo(false))
                .body("items.find { it.value == 'platform/write' }.roles.name", contains("system", "devops"))
                .body("items.find { it.value == 'platform/write' }.reserved", equalTo(true));
    }

    @Test
    @Tag("smoke")
    @Tag("database")
    void aCustomRoleIsMadeSeenChangedAndRemoved() {
        tenant.clearEvents();
        Map<String, Object> sent = Map.of(
                "name",
                "night_shift",
                "description",
                "At night",
                "roles",
                names("tenant_viewonly", "guest"),
                "permissions",
                values("b", "a"),
                "disallow_permissions",
                values("audit/read"),
                "custom_permissions",
                List.of(Map.of(
                        "value",
                        "/v2/[a-z]+",
                        "tenant_id",
                        number,
                        "allowed_after_ms",
                        1,
                        "allowed_before_ms",
                        9,
                        "disallow_permission",
                        true,
                        "region",
                        "eu")),
                "something_new",
                "ignored");
        JsonNode made = create(boss, sent).then().statusCode(200).extract().as(JsonNode.class);
        String id = made.get("id").asText();
        String permissionId = made.at("/custom_permissions/0/id").asText();
        assertThat(made.toString())
                .isEqualTo(("{'id':'" + id + "','tenant_id':'" + number + "','name':'night_shift',"
                                + "'description':'At night','roles':[{'name':'guest'},{'name':'tenant_viewonly'}],"
                                + "'permissions':[{'value':'a'},{'value':'b'}],"
                                + "'disallow_permissions':[{'value':'audit/read'}],"
                                + "'custom_permissions':[{'id':'" + permissionId + "','tenant_id':'" + number
                                + "','value':'/v2/[a-z]+','allowed_after_ms':1,'allowed_before_ms':9,"
                                + "'disallow_permission':true,'disabled':false,'inactive':false,'region':'eu'}],"
                                + "'disabled':false,'inactive':false}")
                        .replace('\'', '"'));
        assertThat(as(boss).get(path("/roles/" + id)).as(JsonNode.class)).isEqualTo(made);
        as(boss).get(path("/roles")).then().statusCode(200).body("items.name", hasItem("night_shift"));
        // It is a role like any other.
        assertThat(tenant.role("night_shift")).containsEntry("id", id).containsEntry("description", "At night");
        assertThat(composites(id)).containsExactlyInAnyOrder("guest", "tenant_viewonly");

        // What is not sent is no longer there; what is sent with its id keeps it.
        Map<String, Object> changed = Map.of(
                "name",
                "late_shift",
                "roles",
                names("guest"),
                "custom_permissions",
                List.of(made.at("/custom_permissions/0")));
        as(boss).body(JSON.valueToTree(changed).toString())
                .put(path("/roles/" + id))
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("name", equalTo("late_shift"))
                .body("description", nullValue())
                .body("permissions", equalTo(List.of()))
                .body("custom_permissions.id", contains(permissionId));
        assertThat(composites(id)).containsExactly("guest");
        assertThat(tenant.role("late_shift")).containsEntry("id", id);
        for (String off : List.of("disabled", "inactive")) {
            as(boss).body(with(Map.of("name", "late_shift", "roles", names("guest")), off, true))
                    .put(path("/roles/" + id))
                    .then()
                    .statusCode(200)
                    .body("roles.name", contains("guest"))
                    .body(off, equalTo(true));
            assertThat(composites(id)).isEmpty();
        }

        as(boss).delete(path("/roles/" + id)).then().statusCode(200).body("id", equalTo(id));
        refused(as(boss).get(path("/roles/" + id)), 404, "AUTH_ROLE_INVALID", "The tenant has no such custom role");
        refused(as(boss).delete(path("/roles/" + id)), 404, "AUTH_ROLE_INVALID", "The tenant has no such custom role");
        refused(
                as(boss).body(sent).put(path("/roles/" + id)),
                404,
                "AUTH_ROLE_INVALID",
                "The tenant has no such custom role");
        keycloak.admin().get(tenant.adminPath("/roles-by-id/" + id)).then().statusCode(404);
        assertThat(tenant.adminEvents("v2.0/roles/" + id))
                .extracting(event -> event.operationType() + " " + event.resourceType())
                .containsExactly(
                        "DELETE PBX_OPERATOR_ROLE",
                        "UPDATE PBX_OPERATOR_ROLE",
                        "UPDATE PBX_OPERATOR_ROLE",
                        "UPDATE PBX_OPERATOR_ROLE",
                        "CREATE PBX_OPERATOR_ROLE");
    }

    private List<String> composites(String role) {
        return keycloak.admin()
                .get(tenant.adminPath("/roles-by-id/" + role + "/composites"))
                .path("name");
    }

    @Test
    void allThatIsWrongIsToldAtOnceAndNothingIsMade() {
        create(
                        boss,
                        Map.of(
                                "name",
                                "Wrong",
                                "disabled",
                                "maybe",
                                "roles",
                                List.of(Map.of("name", "tenant_king"), Map.of()),
                                "permissions",
                                List.of(Map.of("value", "")),
                                "custom_permissions",
                                List.of(Map.of(
                                        "value",
                                        "a b",
                                        "tenant_id",
                                        "1",
                                        "allowed_after_ms",
                                        2,
                                        "allowed_before_ms",
                                        1))))
                .then()
                .statusCode(400)
                .body(
                        "_error.code",
                        contains(
                                "AUTH_ROLE_INVALID",
                                "PERMISSION_INVALID_0001",
                                "PERMISSION_TENANT_ID_MISMATCH",
                                "AUTH_ROLE_INVALID",
                                "AUTH_ROLE_INVALID_ROLE_NAME",
                                "INVALID_PERMISSION_VALUE",
                                "PERMISSION_AFTER_LARGER_THAN_BEFORE"))
                .body("_error.message[6]", equalTo("allowed_after_ms is not greater than allowed_before_ms"));
        for (String body : List.of("", "[]", "{", "{\"name\":1}", "{\"name\":\"a\",\"name\":\"b\"}")) {
            as(boss).body(body).post(path("/roles")).then().statusCode(400).body("_error.size()", equalTo(1));
        }
        refused(
                create(boss, Map.of("name", "too_long", "permissions", values("x".repeat(70_000)))),
                400,
                "AUTH_ROLE_INVALID",
                "the request body is longer than 65536 bytes");
        keycloak.admin().get(tenant.adminPath("/roles/Wrong")).then().statusCode(404);
    }

    @Test
    @Tag("database")
    void oneNameIsTakenOnce() {
        List<Response> answers =
                Together.send(3, caller -> create(boss, Map.of("name", "wanted", "permissions", values("x" + caller))));
        assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(200, 400, 400);
        String taken = "The tenant has a role wanted already; choose another name";
        answers.stream()
                .filter(answer -> answer.statusCode() == 400)
                .forEach(answer -> refused(answer, 400, "AUTH_ROLE_INVALID_ROLE_NAME", taken));
        String other = created(Map.of("name", "other_name"));
        refused(
                as(boss).body(Map.of("name", "wanted")).put(path("/roles/" + other)),
                400,
                "AUTH_ROLE_INVALID_ROLE_NAME",
                taken);
        // A role that is none of operators has its name as well.
        keycloak.admin()
                .body(Map.of("name", "clerk"))
                .post(tenant.adminPath("/roles"))
                .then()
                .statusCode(201);
        refused(
                create(boss, Map.of("name", "clerk")),
                400,
                "AUTH_ROLE_INVALID_ROLE_NAME",
                "The tenant has a role clerk already; choose another name");
        String clerk = (String) tenant.role("clerk").get("id");
        as(boss).get(path("/roles/" + clerk)).then().statusCode(404);
        as(boss).delete(path("/roles/" + clerk)).then().statusCode(404);
        as(boss).delete(path("/roles/" + tenant.role("guest").get("id"))).then().statusCode(404);
    }

    /** Whoever comes second finds it changed or gone, and nothing is left of it. */
    @Test
    @Tag("database")
    void changesAndRemovalsWaitForOneAnother() {
        for (int round = 0; round < 3; round++) {
            String id = created(Map.of("name", "fleeting"));
            List<Response> answers = Together.send(List.of(
                    () -> as(boss).body(Map.of("name", "fleeting", "roles", names("guest")))
                            .put(path("/roles/" + id)),
                    () -> as(boss).delete(path("/roles/" + id)),
                    () -> as(boss).delete(path("/roles/" + id))));
            assertThat(answers.get(0).statusCode()).isIn(200, 404);
            assertThat(answers.subList(1, 3)).extracting(Response::statusCode).containsExactlyInAnyOrder(200, 404);
            keycloak.admin().get(tenant.adminPath("/roles/fleeting")).then().statusCode(404);
            assertThat(component(id)).isEqualTo(404);
        }
    }

    private int component(String id) {
        return keycloak.admin().get(tenant.adminPath("/components/" + id)).statusCode();
    }

    @Test
    @Tag("database")
    void aTenantsOwnPermissionsAreReferredTo() {
        Map<String, Object> sent = Map.of("value", "door/open", "tenant_id", number, "allowed_before_ms", 100);
        JsonNode made = as(boss).body(sent)
                .post(path("/permissions"))
                .then()
                .statusCode(200)
                .extract()
                .as(JsonNode.class);
        String id = made.get("id").asText();
        assertThat(made.toString())
                .isEqualTo(("{'id':'" + id + "','tenant_id':'" + number + "','value':'door/open',"
                                + "'allowed_before_ms':100,'disallow_permission':false,'disabled':false,'inactive':false}")
                        .replace('\'', '"'));
        String role = created(Map.of("name", "porter", "custom_permissions", List.of(Map.of("id", id))));
        as(boss).get(path("/roles/" + role)).then().body("custom_permissions[0].value", equalTo("door/open"));
        String user = tenant.createUser("porter", PASSWORD, "porter");
        assertThat(permissions(user, 99)).containsExactly("door/open");
        assertThat(permissions(user, 100)).isEmpty();

        // All of it may be sent back as it was read, but not changed on that way.
        as(boss).body(as(boss).get(path("/roles/" + role)).asString())
                .put(path("/roles/" + role))
                .then()
                .statusCode(200);
        String different = "Permission " + id
                + " of this tenant is another; change it there, or leave out the id or all but the id";
        refused(
                as(boss).body(Map.of(
                                "name",
                                "porter",
                                "custom_permissions",
                                List.of(Map.of("id", id, "value", "door/open", "tenant_id", number))))
                        .put(path("/roles/" + role)),
                400,
                "PERMISSIONS_INVALID_PERMISSION_ID",
                different);
        refused(
                create(boss, Map.of("name", "lost", "custom_permissions", List.of(Map.of("id", role)))),
                400,
                "PERMISSIONS_INVALID_PERMISSION_ID",
                "There is no permission " + role + " in this tenant");
        refused(
                create(boss, Map.of("name", "lost", "custom_permissions", List.of(Map.of("id", id), Map.of("id", id)))),
                400,
                "PERMISSIONS_NON_UNIQUE_CUSTOM_PERMISSIONS",
                "A custom permission is named once in a list");

        as(boss).body(Map.of("value", "gate/open", "tenant_id", number))
                .put(path("/permissions/" + id))
                .then()
                .statusCode(200);
        assertThat(permissions(user, 100)).containsExactly("gate/open");
        String inUse = "A custom role refers to this permission; take it out of the role first";
        refused(as(boss).delete(path("/permissions/" + id)), 400, "PERMISSIONS_INVALID_PERMISSION_ID", inUse);
        keycloak.admin().delete(tenant.adminPath("/components/" + id)).then().statusCode(400);
        as(boss).get(path("/permissions")).then().body("items.id", hasItem(id));

        as(boss).delete(path("/roles/" + role)).then().statusCode(200);
        as(boss).delete(path("/permissions/" + id)).then().statusCode(200);
        refused(
                as(boss).get(path("/permissions/" + id)),
                404,
                "AUTH_ROLE_INVALID",
                "The tenant has no such permission");
        as(boss).body(sent).put(path("/permissions/" + id)).then().statusCode(404);
        as(boss).body(Map.of("value", "a b"))
                .post(path("/permissions"))
                .then()
                .statusCode(400)
                .body("_error.code", contains("PERMISSION_TENANT_ID_MISMATCH", "INVALID_PERMISSION_VALUE"));
        assertThat(tenant.adminEvents("v2.0/permissions/" + id))
                .extracting(Realm.AdminEvent::operationType)
                .containsExactly("DELETE", "UPDATE", "CREATE");
    }

    /** By users, groups above and other roles; with windows, denials, and roles that are off. */
    @Test
    @Tag("smoke")
    void rolesComeToPermissionsAtAnInstant() {
        Map<String, Object> window = Map.of(
                "value", "vault/open", "tenant_id", number, "allowed_after_ms", 1_000, "allowed_before_ms", 2_000);
        created(Map.of("name", "vault_keeper", "custom_permissions", List.of(window)));
        created(Map.of(
                "name",
                "no_changes",
                "disallow_permissions",
                values("devices/write"),
                "custom_permissions",
                List.of(Map.of(
                        "value",
                        "network/write",
                        "tenant_id",
                        number,
                        "disallow_permission",
                        true,
                        "allowed_after_ms",
                        1_500))));
        String off = created(Map.of(
                "name",
                "off_duty",
                "permissions",
                values("off"),
                "roles",
                names("tenant_iam_admin"),
                "disabled",
                true));
        // Whoever puts something into a role that is off gives nothing by it.
        keycloak.admin()
                .body(List.of(tenant.role("tenant_root")))
                .post(tenant.adminPath("/roles-by-id/" + off + "/composites"))
                .then()
                .statusCode(204);
        String above = id(keycloak.admin().body(Map.of("name", "operators")).post(tenant.adminPath("/groups")));
        String below = id(keycloak.admin()
                .body(Map.of("name", "night"))
                .post(tenant.adminPath("/groups/" + above + "/children")));
        keycloak.admin()
                .body(List.of(tenant.role("vault_keeper")))
                .post(tenant.adminPath("/groups/" + above + "/role-mappings/realm"))
                .then()
                .statusCode(204);
        String user = tenant.createUser("keeper", PASSWORD, "tenant_network_admin", "no_changes", "off_duty");
        as(boss).put(tenant.adminPath("/users/" + user + "/groups/" + below))
                .then()
                .statusCode(204);

        effective(user, 1_499)
                .then()
                .statusCode(200)
                .body("operator_id", equalTo(user))
                .body("tenant_id", equalTo(number))
                .body("at", equalTo(1_499))
                .body("roles.name", contains("tenant_network_admin"))
                .body("custom_roles.name", contains("no_changes", "vault_keeper"))
                .body(
                        "permissions.value",
                        contains(
                                "devices/read",
                                "extensions/read",
                                "extensions/write",
                                "groups/read",
                                "network/read",
                                "network/write",
                                "servers/read",
                                "servers/write",
                                "vault/open"))
                .body("disallow_permissions.value", contains("devices/write"));
        assertThat(permissions(user, 1_500)).contains("vault/open").doesNotContain("network/write", "off");
        assertThat(permissions(user, 2_000)).doesNotContain("vault/open", "network/write");
        assertThat(permissions(user, 999)).contains("network/write").doesNotContain("vault/open");

        // The token says what holds when it is issued, of who has such a role at all.
        assertThat(claim("keeper"))
                .isEqualTo(
                        "[\"devices/read\",\"extensions/read\",\"extensions/write\",\"groups/read\",\"network/read\","
                                + "\"servers/read\",\"servers/write\"]");
        assertThat(claim("role-staff")).isEmpty();
        refused(
                effective(user, "tomorrow"),
                400,
                "PERMISSIONS_INVALID_TIME",
                "at is milliseconds since 1970, of at most 15 digits");
        refused(effective("nobody", 1), 404, "SESSION_SUBJECT_NOT_FOUND", "The tenant has no such operator");
    }

    private String claim(String username) {
        String payload = tenant.userToken(username, PASSWORD).split("\\.")[1];
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(payload))
                    .path("operator_permissions")
                    .toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /base_roles, view-users",
        "GET, /base_permissions, view-users",
        "GET, /roles, view-users",
        "GET, /roles/x, view-users",
        "POST, /roles, manage-users",
        "PUT, /roles/x, manage-users",
        "DELETE, /roles/x, manage-users",
        "GET, /permissions, view-users",
        "GET, /permissions/x, view-users",
        "POST, /permissions, manage-users",
        "PUT, /permissions/x, manage-users",
        "DELETE, /permissions/x, manage-users",
        "GET, /operators/x/effective_permissions, view-users"
    })
    void areTheTenantsAdministratorsOnly(String method, String rest, String role) {
        refused(
                as(staff).body("{}").request(method, path(rest)),
                403,
                FORBIDDEN,
                "You do not have access: this needs the role " + role + ".");
        as(boss).body("{}")
                .request(method, "/admin/realms/globex/v2.0/api/tenants/" + number + rest)
                .then()
                .statusCode(403);
        refused(
                as(boss).body("{}").request(method, path(rest).replace(number, "12345678901234567890")),
                400,
                "OPERATOR_INVALID_SUBJECT_TENANT_ID",
                "The tenant id in the path is not that of this realm");
        refused(
                as(boss).body("{}").request(method, path(rest).replace(number, "x1")),
                400,
                "TENANT_ID_INVALID_0001",
                "Invalid tenant id. Please use a number of at most 20 digits");
    }

    /** The API refuses what belongs to the platform's people, nested, switched off, by value, and once it is there. */
    @Test
    void nobodyOfATenantMakesARoleOfThePlatform() {
        Map<String, Object> help = Map.of("name", "help_desk", "roles", names("support_admin"));
        String notGranted = "You may not grant role support_admin";
        refused(create(boss, help), 403, FORBIDDEN, notGranted);
        refused(create(realmBoss, help), 403, FORBIDDEN, notGranted);
        refused(create(boss, with(help, "disabled", true)), 403, FORBIDDEN, notGranted);
        Map<String, Object> value = Map.of("name", "seemingly", "permissions", values("platform/write"));
        String thePlatforms = "You may not grant permission platform/write, which is the platform's";
        refused(create(boss, value), 403, FORBIDDEN, thePlatforms);
        Map<String, Object> timed = Map.of("value", "platform/write", "tenant_id", number);
        refused(
                create(boss, Map.of("name", "seemingly", "custom_permissions", List.of(timed))),
                403,
                FORBIDDEN,
                thePlatforms);
        refused(as(boss).body(timed).post(path("/permissions")), 403, FORBIDDEN, thePlatforms);
        String harmless = created(Map.of("name", "harmless"));
        refused(
                as(boss).body(with(help, "name", "harmless")).put(path("/roles/" + harmless)),
                403,
                FORBIDDEN,
                notGranted);

        // An administrator of the master realm may, and the tenant's people leave it alone.
        String id = create(keycloak.adminToken(), help)
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        String untouched = "You may not grant role help_desk, and so not change it";
        for (boolean disabled : List.of(false, true)) {
            as(keycloak.adminToken())
                    .body(with(help, "disabled", disabled))
                    .put(path("/roles/" + id))
                    .then()
                    .statusCode(200);
            refused(as(boss).body(Map.of("name", "help_desk")).put(path("/roles/" + id)), 403, FORBIDDEN, untouched);
            refused(as(boss).delete(path("/roles/" + id)), 403, FORBIDDEN, untouched);
        }
        // Nor by what the role is made of.
        Map<String, Object> component =
                keycloak.admin().get(tenant.adminPath("/components/" + id)).path("");
        Map<String, Object> other = with(component, "id", harmless);
        forbidden(as(realmBoss)
                .body(with(other, "config", Map.of("baseRoles", List.of("esp_root"))))
                .put(tenant.adminPath("/components/" + harmless)));
        assertThat(composites(harmless)).isEmpty();
    }

    /** Whoever administers a tenant gives no reserved role on any way that Keycloak has; the platform's people do. */
    @Test
    @Tag("smoke")
    @Tag("database")
    void reservedRolesAreNotGivenOnOtherWays() {
        List<Object> reserved = List.of(tenant.role("esp_user"));
        String user = tenant.createUser("climber", PASSWORD);
        String mappings = tenant.adminPath("/users/" + user + "/role-mappings/realm");
        String group = id(keycloak.admin().body(Map.of("name", "ladder")).post(tenant.adminPath("/groups")));
        String rungs = id(keycloak.admin().body(Map.of("name", "rungs")).post(tenant.adminPath("/groups")));
        String container = created(Map.of("name", "rope"));
        String ropes = tenant.adminPath("/roles-by-id/" + container + "/composites");

        forbidden(as(boss).body(reserved).post(mappings));
        forbidden(as(realmBoss).body(reserved).post(mappings));
        forbidden(as(boss).body(reserved).post(tenant.adminPath("/groups/" + group + "/role-mappings/realm")));
        forbidden(as(realmBoss).body(reserved).post(ropes));
        forbidden(
                as(realmBoss).body(reserved).post(tenant.adminPath("/roles/default-roles-" + tenant + "/composites")));
        Map<String, Object> imported = Map.of("username", "imported", "realmRoles", List.of("esp_user"));
        forbidden(partialImport(realmBoss, imported));
        assertThat(tenant.userId("imported")).isNull();

        // Where the platform's people have put one into a role or a group, others do not give that either.
        keycloak.admin().body(reserved).post(ropes).then().statusCode(204);
        keycloak.admin()
                .body(reserved)
                .post(tenant.adminPath("/groups/" + group + "/role-mappings/realm"))
                .then()
                .statusCode(204);
        List<Object> rope = List.of(tenant.role("rope"));
        forbidden(as(boss).body(rope).post(mappings));
        forbidden(as(boss).body(rope).post(tenant.adminPath("/groups/" + rungs + "/role-mappings/realm")));
        String inGroup = tenant.adminPath("/users/" + user + "/groups/" + group);
        forbidden(as(boss).put(inGroup));
        forbidden(as(boss).body(Map.of("username", "born-high", "enabled", true, "groups", List.of("/ladder")))
                .post(tenant.adminPath("/users")));
        assertThat(tenant.userId("born-high")).isNull();
        forbidden(partialImport(realmBoss, Map.of("username", "born-high", "groups", List.of("/ladder"))));
        assertThat(tenant.userId("born-high")).isNull();
        forbidden(as(boss).body(Map.of("id", rungs, "name", "rungs"))
                .post(tenant.adminPath("/groups/" + group + "/children")));
        forbidden(as(realmBoss).put(tenant.adminPath("/default-groups/" + group)));
        keycloak.admin()
                .get(tenant.adminPath("/users/" + user + "/groups"))
                .then()
                .body("size()", equalTo(0));
        keycloak.admin().get(mappings).then().body("name", equalTo(List.of("default-roles-" + tenant)));

        // They themselves do, and what is there stands in nobody's way.
        String defaultGroup = tenant.adminPath("/default-groups/" + group);
        keycloak.admin().put(defaultGroup).then().statusCode(204);
        as(boss).body(Map.of("username", "born-into", "enabled", true))
                .post(tenant.adminPath("/users"))
                .then()
                .statusCode(201);
        keycloak.admin().delete(defaultGroup).then().statusCode(204);
        map(user, "esp_user", "rope");
        partialImport(keycloak.adminToken(), imported).then().statusCode(200);
        keycloak.admin().put(inGroup).then().statusCode(204);
        as(boss).body(List.of(tenant.role("tenant_viewonly")))
                .post(mappings)
                .then()
                .statusCode(204);
        as(boss).put(tenant.adminPath("/users/" + user + "/groups/" + rungs))
                .then()
                .statusCode(204);
        effective(user, 0).then().body("roles.name", contains("esp_user", "tenant_viewonly"));
        as(boss).body(reserved).delete(mappings).then().statusCode(204);
        // To leave it is to be without it, and to come back is new.
        as(boss).delete(inGroup).then().statusCode(204);
        forbidden(as(boss).put(inGroup));
    }

    private Response partialImport(String token, Map<String, Object> user) {
        return as(token)
                .body(Map.of("ifResourceExists", "FAIL", "users", List.of(user)))
                .post(tenant.adminPath("/partialImport"));
    }

    @Test
    void mappersGiveNoReservedRoles() {
        as(boss).body(Map.of(
                        "alias",
                        "role-idp",
                        "providerId",
                        "oidc",
                        "enabled",
                        true,
                        "config",
                        Map.of(
                                "clientId",
                                "pbx",
                                "clientSecret",
                                "secret",
                                "authorizationUrl",
                                "https://login.example.test/auth",
                                "tokenUrl",
                                "https://login.example.test/token")))
                .post(tenant.adminPath("/identity-provider/instances"))
                .then()
                .statusCode(201);
        String mappers = tenant.adminPath("/identity-provider/instances/role-idp/mappers");
        Map<String, Object> mapper = Map.of(
                "name",
                "sly",
                "identityProviderAlias",
                "role-idp",
                "identityProviderMapper",
                "oidc-hardcoded-role-idp-mapper",
                "config",
                Map.of("role", "secops"));
        as(boss).body(mapper)
                .post(mappers)
                .then()
                .statusCode(403)
                .body("errorMessage", equalTo("Identity provider mapper sly: " + RESERVED));
        as(boss).body(with(mapper, "config", Map.of("role", "tenant_viewonly")))
                .post(mappers)
                .then()
                .statusCode(201);
        keycloak.admin().body(with(mapper, "name", "ours")).post(mappers).then().statusCode(201);

        // A mapper names what it gives: what comes to be called so later is what it gives then.
        String group = id(keycloak.admin().body(Map.of("name", "noc")).post(tenant.adminPath("/groups")));
        keycloak.admin()
                .body(List.of(tenant.role("esp_user")))
                .post(tenant.adminPath("/groups/" + group + "/role-mappings/realm"))
                .then()
                .statusCode(204);
        Map<String, Object> toGroup = with(mapper, "identityProviderMapper", "oidc-hardcoded-group-idp-mapper");
        as(boss).body(with(with(toGroup, "name", "planted"), "config", Map.of("group", "/helpers")))
                .post(mappers)
                .then()
                .statusCode(201);
        String renamed = tenant.adminPath("/groups/" + group);
        forbidden(as(boss).body(Map.of("name", "helpers")).put(renamed));
        as(boss).body(Map.of("name", "watchers")).put(renamed).then().statusCode(204);
        keycloak.admin().body(Map.of("name", "helpers")).put(renamed).then().statusCode(204);

        // One that gives a custom role goes on giving it by its new name.
        String custom = created(Map.of("name", "followed"));
        as(boss).body(with(with(mapper, "name", "follower"), "config", Map.of("role", "followed")))
                .post(mappers)
                .then()
                .statusCode(201);
        as(boss).body(Map.of("name", "followed_on"))
                .put(path("/roles/" + custom))
                .then()
                .statusCode(200);
        as(boss).get(mappers).then().body("find { it.name == 'follower' }.config.role", equalTo("followed_on"));
    }

    /** By its id, by the role that has it, on or off, and by what the role is made of. */
    @Test
    @Tag("database")
    void nobodyOfATenantGivesAPermissionOfThePlatform() {
        String thePlatforms = "You may not grant permission platform/write, which is the platform's";
        String permission = as(keycloak.adminToken())
                .body(Map.of("value", "platform/write", "tenant_id", number))
                .post(path("/permissions"))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        Map<String, Object> reference = Map.of("custom_permissions", List.of(Map.of("id", permission)));
        refused(create(boss, with(reference, "name", "by_id")), 403, FORBIDDEN, thePlatforms);
        String own = created(Map.of("name", "own_role"));
        refused(
                as(boss).body(with(reference, "name", "own_role")).put(path("/roles/" + own)),
                403,
                FORBIDDEN,
                thePlatforms);
        Map<String, Object> operator = Map.of(
                "email", "by-id@roles.test", "first_name", "Id", "password", PASSWORD, "repeatPassword", PASSWORD);
        refused(
                as(boss).body(with(operator, "custom_roles", List.of(with(reference, "name", "by_id"))))
                        .post(path("/signup")),
                400,
                "OPERATOR_INVALID_SIGNUP_ROLE",
                thePlatforms);
        keycloak.admin().get(tenant.adminPath("/roles/by_id")).then().statusCode(404);

        // The platform's people have made such roles.
        create(keycloak.adminToken(), with(reference, "name", "field_reference"))
                .then()
                .statusCode(200);
        create(keycloak.adminToken(), Map.of("name", "field_engineer", "permissions", values("platform/write")))
                .then()
                .statusCode(200);
        create(keycloak.adminToken(), Map.of("name", "field_reserve", "roles", names("esp_user"), "disabled", true))
                .then()
                .statusCode(200);
        String user = tenant.createUser("field", PASSWORD);
        String group = id(keycloak.admin().body(Map.of("name", "fielders")).post(tenant.adminPath("/groups")));
        for (String role : List.of("field_reference", "field_engineer", "field_reserve")) {
            List<Object> given = List.of(tenant.role(role));
            forbidden(as(boss).body(given).post(tenant.adminPath("/users/" + user + "/role-mappings/realm")));
            forbidden(as(boss).body(given).post(tenant.adminPath("/groups/" + group + "/role-mappings/realm")));
            forbidden(as(realmBoss).body(given).post(tenant.adminPath("/roles-by-id/" + own + "/composites")));
            refused(
                    as(boss).body(with(operator, "custom_roles", names(role))).post(path("/signup")),
                    400,
                    "OPERATOR_INVALID_SIGNUP_ROLE",
                    "You may not grant role " + role);
        }
        map(user, "field_engineer");
        assertThat(permissions(user, 0)).containsExactly("platform/write");

        // What a role or a permission is made of is looked at however it is written.
        String component = tenant.adminPath("/components/");
        Map<String, Object> made = as(realmBoss).get(component + own).path("");
        String reserved =
                "Permission platform/write is the platform's: an administrator of the master realm lets others"
                        + " have it";
        for (Map<String, Object> config : List.<Map<String, Object>>of(
                Map.of("permissions", List.of("platform/write")),
                Map.of("customPermissions", List.of("{\"value\":\"platform\\/write\"}")),
                Map.of("customPermissions", List.of("{\"id\":\"" + permission + "\"}")))) {
            as(realmBoss)
                    .body(with(made, "config", config))
                    .put(component + own)
                    .then()
                    .statusCode(403)
                    .body("errorMessage", equalTo(reserved));
        }
        String harmless = as(boss).body(Map.of("value", "harmless/read", "tenant_id", number))
                .post(path("/permissions"))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        Map<String, Object> kept = as(realmBoss).get(component + harmless).path("");
        as(realmBoss)
                .body(with(kept, "config", Map.of("permission", List.of("{\"value\":\"\\u0070latform/write\"}"))))
                .put(component + harmless)
                .then()
                .statusCode(403)
                .body("errorMessage", equalTo(reserved));
        as(boss).get(path("/permissions/" + harmless)).then().body("value", equalTo("harmless/read"));
        // To take it away is nobody's secret.
        created(Map.of("name", "no_platform", "disallow_permissions", values("platform/write")));
    }

    /** Whichever member names a base role; who has more already may be sent back. */
    @Test
    void rolesOfAnOperatorGoTogether() {
        Map<String, Object> operator = Map.of(
                "email", "together@roles.test", "first_name", "To", "password", PASSWORD, "repeatPassword", PASSWORD);
        refused(
                as(boss).body(with(
                                with(operator, "roles", names("tenant_super")),
                                "custom_roles",
                                names("tenant_viewonly")))
                        .post(path("/signup")),
                400,
                "AUTH_ROLE_INVALID_TENANT_SOLO_ROLE",
                "Role tenant_super is given alone, without other base roles");
        String reason = "r".repeat(5_000);
        List<Map<String, Object>> long14 = IntStream.range(0, 14)
                .<Map<String, Object>>mapToObj(i -> Map.of(
                        "value", "a" + i, "tenant_id", number, "disabled_reason", reason, "inactive_reason", reason))
                .toList();
        refused(
                as(boss).body(with(
                                operator,
                                "custom_roles",
                                List.of(Map.of("name", "long_one", "custom_permissions", long14))))
                        .post(path("/signup")),
                400,
                "AUTH_ROLE_INVALID",
                "The texts of a custom role have at most 65536 characters in all");
        Map<String, Object> withDesk = with(
                with(operator, "roles", names("tenant_super")),
                "custom_roles",
                List.of(Map.of("name", "desk_custom", "permissions", values("desk"))));
        String id = as(boss).body(withDesk)
                .post(path("/signup"))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        refused(
                as(boss).body(with(withDesk, "email", "again@roles.test")).post(path("/signup")),
                400,
                "AUTH_ROLE_INVALID_ROLE_NAME",
                "The tenant has a role desk_custom already; choose another name");

        map(id, "guest", "tenant_root", "tenant_iam_admin", "tenant_network_admin", "tenant_security_admin");
        map(id, "tenant_viewonly", "esp_user");
        sendBack(id);
        String mappings = tenant.adminPath("/users/" + id + "/role-mappings/realm");
        keycloak.admin()
                .body(keycloak.admin().get(mappings).asString())
                .delete(mappings)
                .then()
                .statusCode(204);
        sendBack(id);
    }

    private void sendBack(String id) {
        Map<String, Object> read = as(boss).get(path("/operators/" + id))
                .then()
                .statusCode(200)
                .extract()
                .path("");
        Map<String, Object> sent = Map.of(
                "_etag", read.get("_etag"), "roles", read.get("roles"), "custom_roles", read.get("custom_roles"));
        as(boss).body(sent)
                .put(path("/operators/" + id))
                .then()
                .statusCode(200)
                .body("roles", equalTo(read.get("roles")));
    }

    /** As the built-in roles of the PBX: not even an administrator of the master realm changes what they are. */
    @ParameterizedTest
    @CsvSource({"guest", "tenant_super", "esp_root"})
    void baseRolesStayAsTheyAre(String name) {
        Map<String, Object> role = tenant.role(name);
        String byId = tenant.adminPath("/roles-by-id/" + role.get("id"));
        List<Response> changes = List.of(
                keycloak.admin().body(with(role, "name", "renamed")).put(byId),
                keycloak.admin().body(with(role, "description", "Other")).put(byId),
                keycloak.admin()
                        .body(with(role, "attributes", Map.of("a", List.of("b"))))
                        .put(byId),
                keycloak.admin().body(List.of(tenant.role("Admin"))).post(byId + "/composites"),
                keycloak.admin().delete(byId));
        changes.forEach(change -> change.then()
                .statusCode(403)
                .body("errorMessage", equalTo("Role " + name + " is built in and cannot be changed or removed")));
        assertThat(tenant.role(name)).isEqualTo(role);
        String imitation = name.toUpperCase(Locale.ROOT);
        keycloak.admin()
                .body(Map.of("name", imitation))
                .post(tenant.adminPath("/roles"))
                .then()
                .statusCode(403)
                .body("errorMessage", equalTo("Role name " + imitation + " is reserved for the built-in role " + name));
    }

    /** The role and what it means are one thing, on whichever way one of them goes or changes. */
    @Test
    void theConsoleSeesTheSameRole() {
        String id = created(Map.of("name", "seen", "permissions", values("x"), "roles", names("guest")));
        Map<String, Object> role = tenant.role("seen");
        keycloak.admin()
                .body(with(role, "name", "Renamed role"))
                .put(tenant.adminPath("/roles-by-id/" + id))
                .then()
                .statusCode(204);
        as(boss).get(path("/roles/" + id)).then().statusCode(200).body("name", equalTo("Renamed role"));
        Map<String, Object> component =
                keycloak.admin().get(tenant.adminPath("/components/" + id)).path("");
        keycloak.admin()
                .body(with(component, "config", Map.of("permissions", List.of("x".repeat(501)))))
                .put(tenant.adminPath("/components/" + id))
                .then()
                .statusCode(400);
        keycloak.admin()
                .body(with(
                        component,
                        "config",
                        Map.of("permissions", List.of("y"), "baseRoles", List.of("tenant_viewonly"))))
                .put(tenant.adminPath("/components/" + id))
                .then()
                .statusCode(204);
        as(boss).get(path("/roles/" + id)).then().body("permissions.value", contains("y"));
        assertThat(composites(id)).containsExactly("tenant_viewonly");

        keycloak.admin().delete(tenant.adminPath("/roles-by-id/" + id)).then().statusCode(204);
        assertThat(component(id)).isEqualTo(404);
        String other = created(Map.of("name", "seen"));
        keycloak.admin().delete(tenant.adminPath("/components/" + other)).then().statusCode(204);
        keycloak.admin().get(tenant.adminPath("/roles-by-id/" + other)).then().statusCode(404);
        // A role that is built in does not come to be one.
        for (String name : List.of("Admin", "esp_root", "default-roles-" + tenant)) {
            keycloak.admin()
                    .body(with(with(component, "id", tenant.role(name).get("id")), "name", name))
                    .post(tenant.adminPath("/components"))
                    .then()
                    .statusCode(400)
                    .body("errorMessage", equalTo("Role " + name + " is built in and cannot be a custom role"));
        }
    }

    /** As a realm moves to another server, with other ids. */
    @Test
    void goAlongWithTheRealm() throws IOException {
        JsonNode permission = as(boss).body(
                        Map.of("value", "moved/open", "tenant_id", number, "disallow_permission", true))
                .post(path("/permissions"))
                .as(JsonNode.class);
        String id = created(Map.of(
                "name",
                "mover",
                "roles",
                names("tenant_viewonly"),
                "permissions",
                values("moved/open", "kept"),
                "custom_permissions",
                List.of(Map.of("id", permission.get("id").asText()))));
        String exported = keycloak.admin()
                .queryParam("exportClients", true)
                .queryParam("exportGroupsAndRoles", true)
                .post(tenant.adminPath("/partial-export"))
                .then()
                .statusCode(200)
                .extract()
                .asString();
        Map<String, String> ids = new HashMap<>();
        String moved = ID.matcher(exported)
                .replaceAll(found -> ids.computeIfAbsent(
                        found.group(), one -> UUID.randomUUID().toString()));
        ObjectNode realm = (ObjectNode) JSON.readTree(moved.replace(tenant.name(), "moved-roles.example.test"));
        ((ObjectNode) realm.get("attributes")).remove(List.of("pbx.tenantId", "pbx.sipDomainAliases"));
        ((ObjectNode) realm.get("attributes")).put("pbx.sipDomain", "moved-roles.example.test");
        ((ObjectNode) realm.get("components")).remove("org.keycloak.keys.KeyProvider");
        keycloak.admin().body(realm).post("/admin/realms").then().statusCode(201);

        Realm there = keycloak.realm("moved-roles.example.test");
        String user = there.createUser("mover", PASSWORD, "mover");
        String tenantId = keycloak.admin().get(there.adminPath("")).path("attributes.'pbx.tenantId'");
        String api = there.adminPath("/v2.0/api/tenants/" + tenantId);
        keycloak.admin()
                .get(api + "/roles/" + ids.get(id))
                .then()
                .statusCode(200)
                .body("tenant_id", equalTo(tenantId))
                .body("roles.name", contains("tenant_viewonly"))
                .body("custom_permissions.value", contains("moved/open"));
        keycloak.admin()
                .get(api + "/operators/" + user + "/effective_permissions")
                .then()
                .statusCode(200)
                .body("custom_roles.name", hasItem("mover"))
                .body("permissions.value", hasItem("kept"))
                .body("permissions.value", not(hasItem("moved/open")));
    }
}
