package io.keycloakpbx.tests.operator;

import static io.keycloakpbx.tests.operator.OperatorRolesApi.FORBIDDEN;
import static io.keycloakpbx.tests.operator.OperatorRolesApi.PASSWORD;
import static io.keycloakpbx.tests.operator.OperatorRolesApi.id;
import static io.keycloakpbx.tests.operator.OperatorRolesApi.names;
import static io.keycloakpbx.tests.operator.OperatorRolesApi.refused;
import static io.keycloakpbx.tests.operator.OperatorRolesApi.values;
import static io.keycloakpbx.tests.operator.OperatorRolesApi.with;
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
import io.keycloakpbx.tests.DirectChange;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Base roles and custom roles of operators: what they are, and what they come to. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorRolesIT {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Keycloak keycloak;
    private final Realm tenant;
    private final OperatorRolesApi api;
    /** A token of somebody who administers nothing. */
    private String staff;

    OperatorRolesIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new OperatorRolesApi(keycloak, tenant);
    }

    @BeforeAll
    void makeUsers() {
        api.makeAdministrator();
        tenant.createUser("role-staff", PASSWORD, "QueueManager");
        staff = tenant.userToken("role-staff", PASSWORD);
    }

    @Test
    void baseRolesAndWhatTheyAllowAreTold() {
        api.boss()
                .get(api.path("/base_roles"))
                .then()
                .statusCode(200)
                .body("count", equalTo(23))
                .body("tenant_id", equalTo(api.tenantId()))
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
        api.boss()
                .get(api.path("/base_permissions"))
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
                        api.tenantId(),
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
        JsonNode made = api.create(sent).then().statusCode(200).extract().as(JsonNode.class);
        String id = made.get("id").asText();
        String permissionId = made.at("/custom_permissions/0/id").asText();
        assertThat(made.toString())
                .isEqualTo(("{'id':'" + id + "','tenant_id':'" + api.tenantId() + "','name':'night_shift',"
                                + "'description':'At night','roles':[{'name':'guest'},{'name':'tenant_viewonly'}],"
                                + "'permissions':[{'value':'a'},{'value':'b'}],"
                                + "'disallow_permissions':[{'value':'audit/read'}],"
                                + "'custom_permissions':[{'id':'" + permissionId + "','tenant_id':'" + api.tenantId()
                                + "','value':'/v2/[a-z]+','allowed_after_ms':1,'allowed_before_ms':9,"
                                + "'disallow_permission':true,'disabled':false,'inactive':false,'region':'eu'}],"
                                + "'disabled':false,'inactive':false}")
                        .replace('\'', '"'));
        assertThat(api.boss().get(api.path("/roles/" + id)).as(JsonNode.class)).isEqualTo(made);
        api.boss().get(api.path("/roles")).then().statusCode(200).body("items.name", hasItem("night_shift"));
        // It is a role like any other.
        assertThat(tenant.role("night_shift")).containsEntry("id", id).containsEntry("description", "At night");
        assertThat(api.composites(id)).containsExactlyInAnyOrder("guest", "tenant_viewonly");

        // What is not sent is no longer there; what is sent with its id keeps it.
        Map<String, Object> changed = Map.of(
                "name",
                "late_shift",
                "roles",
                names("guest"),
                "custom_permissions",
                List.of(made.at("/custom_permissions/0")));
        api.boss()
                .body(JSON.valueToTree(changed).toString())
                .put(api.path("/roles/" + id))
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("name", equalTo("late_shift"))
                .body("description", nullValue())
                .body("permissions", equalTo(List.of()))
                .body("custom_permissions.id", contains(permissionId));
        assertThat(api.composites(id)).containsExactly("guest");
        assertThat(tenant.role("late_shift")).containsEntry("id", id);
        for (String off : List.of("disabled", "inactive")) {
            api.boss()
                    .body(with(Map.of("name", "late_shift", "roles", names("guest")), off, true))
                    .put(api.path("/roles/" + id))
                    .then()
                    .statusCode(200)
                    .body("roles.name", contains("guest"))
                    .body(off, equalTo(true));
            assertThat(api.composites(id)).isEmpty();
        }

        api.boss().delete(api.path("/roles/" + id)).then().statusCode(200).body("id", equalTo(id));
        refused(
                api.boss().get(api.path("/roles/" + id)),
                404,
                "AUTH_ROLE_INVALID",
                "The tenant has no such custom role");
        refused(
                api.boss().delete(api.path("/roles/" + id)),
                404,
                "AUTH_ROLE_INVALID",
                "The tenant has no such custom role");
        refused(
                api.boss().body(sent).put(api.path("/roles/" + id)),
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

    @Test
    void allThatIsWrongIsToldAtOnceAndNothingIsMade() {
        api.create(Map.of(
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
                                "value", "a b", "tenant_id", "1", "allowed_after_ms", 2, "allowed_before_ms", 1))))
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
            api.boss()
                    .body(body)
                    .post(api.path("/roles"))
                    .then()
                    .statusCode(400)
                    .body("_error.size()", equalTo(1));
        }
        refused(
                api.create(Map.of("name", "too_long", "permissions", values("x".repeat(70_000)))),
                400,
                "AUTH_ROLE_INVALID",
                "the request body is longer than 65536 bytes");
        keycloak.admin().get(tenant.adminPath("/roles/Wrong")).then().statusCode(404);
    }

    @Test
    @Tag("database")
    void oneNameIsTakenOnce() {
        List<Response> answers =
                Together.send(3, caller -> api.create(Map.of("name", "wanted", "permissions", values("x" + caller))));
        assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(200, 400, 400);
        String taken = "The tenant has a role wanted already; choose another name";
        answers.stream()
                .filter(answer -> answer.statusCode() == 400)
                .forEach(answer -> refused(answer, 400, "AUTH_ROLE_INVALID_ROLE_NAME", taken));
        String other = api.created(Map.of("name", "other_name"));
        refused(
                api.boss().body(Map.of("name", "wanted")).put(api.path("/roles/" + other)),
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
                api.create(Map.of("name", "clerk")),
                400,
                "AUTH_ROLE_INVALID_ROLE_NAME",
                "The tenant has a role clerk already; choose another name");
        String clerk = (String) tenant.role("clerk").get("id");
        api.boss().get(api.path("/roles/" + clerk)).then().statusCode(404);
        api.boss().delete(api.path("/roles/" + clerk)).then().statusCode(404);
        api.boss()
                .delete(api.path("/roles/" + tenant.role("guest").get("id")))
                .then()
                .statusCode(404);
    }

    /** Whoever comes second finds it changed or gone, and nothing is left of it. */
    @Test
    @Tag("database")
    void changesAndRemovalsWaitForOneAnother() {
        for (int round = 0; round < 3; round++) {
            String id = api.created(Map.of("name", "fleeting"));
            List<Response> answers = Together.send(List.of(
                    () -> api.boss()
                            .body(Map.of("name", "fleeting", "roles", names("guest")))
                            .put(api.path("/roles/" + id)),
                    () -> api.boss().delete(api.path("/roles/" + id)),
                    () -> api.boss().delete(api.path("/roles/" + id))));
            assertThat(answers.get(0).statusCode()).isIn(200, 404);
            assertThat(answers.subList(1, 3)).extracting(Response::statusCode).containsExactlyInAnyOrder(200, 404);
            keycloak.admin().get(tenant.adminPath("/roles/fleeting")).then().statusCode(404);
            assertThat(api.component(id)).isEqualTo(404);
        }
    }

    /** All have read the realm themselves before the first of them is done. */
    @Test
    void whoHasReadTheRoleBeforeItWasRemovedFindsItGone() throws Exception {
        String id = api.created(Map.of("name", "passing", "roles", names("guest")));
        String another = api.created(Map.of("name", "staying", "roles", names("guest")));
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (DirectChange holder =
                new DirectChange(keycloak, "update REALM set NAME = NAME where NAME = ?", tenant.name())) {
            Future<Response> removal = threads.submit(reading(() -> api.boss().delete(api.path("/roles/" + id))));
            holder.awaitWaiting(1);
            Future<Response> second = threads.submit(reading(() -> api.boss().delete(api.path("/roles/" + id))));
            holder.awaitWaiting(2);
            Future<Response> change = threads.submit(reading(() -> change(another, "staying", "tenant_viewonly")));
            holder.awaitWaiting(3);
            holder.undo();
            List<Integer> removals = List.of(
                    removal.get(1, TimeUnit.MINUTES).statusCode(), second.get().statusCode());
            assertThat(removals).containsExactlyInAnyOrder(200, 404);
            assertThat(change.get().statusCode()).isEqualTo(200);
        } finally {
            threads.shutdownNow();
        }
        keycloak.admin().get(tenant.adminPath("/roles/passing")).then().statusCode(404);
        assertThat(api.component(id)).isEqualTo(404);
        api.boss().get(api.path("/roles/" + another)).then().body("roles.name", contains("tenant_viewonly"));
        api.boss().delete(api.path("/roles/" + another)).then().statusCode(200);
    }

    /** Each change makes a role's settings new: those that were read before are gone. */
    @Test
    void whoHasReadTheRoleBeforeItWasChangedWritesItWhole() throws Exception {
        String id = api.created(Map.of("name", "whole", "roles", names("guest")));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (DirectChange holder =
                new DirectChange(keycloak, "update REALM set NAME = NAME where NAME = ?", tenant.name())) {
            Future<Response> first = threads.submit(reading(() -> change(id, "whole", "tenant_viewonly")));
            holder.awaitWaiting(1);
            Future<Response> second = threads.submit(reading(() -> change(id, "whole", "tenant_super")));
            holder.awaitWaiting(2);
            holder.undo();
            assertThat(first.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(200);
            assertThat(second.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(200);
        } finally {
            threads.shutdownNow();
        }
        List<String> roles = api.boss().get(api.path("/roles/" + id)).path("roles.name");
        assertThat(roles).hasSize(1).isSubsetOf("tenant_viewonly", "tenant_super");
        api.boss().delete(api.path("/roles/" + id)).then().statusCode(200);
    }

    /** A request that finds the cache empty, and so reads the realm with its components itself. */
    private <T> Callable<T> reading(Callable<T> request) {
        return () -> {
            keycloak.admin().post(tenant.adminPath("/clear-realm-cache")).then().statusCode(204);
            return request.call();
        };
    }

    private Response change(String id, String name, String baseRole) {
        return api.boss().body(Map.of("name", name, "roles", names(baseRole))).put(api.path("/roles/" + id));
    }

    @Test
    @Tag("database")
    void aTenantsOwnPermissionsAreReferredTo() {
        Map<String, Object> sent = Map.of("value", "door/open", "tenant_id", api.tenantId(), "allowed_before_ms", 100);
        JsonNode made = api.boss()
                .body(sent)
                .post(api.path("/permissions"))
                .then()
                .statusCode(200)
                .extract()
                .as(JsonNode.class);
        String id = made.get("id").asText();
        assertThat(made.toString())
                .isEqualTo(("{'id':'" + id + "','tenant_id':'" + api.tenantId() + "','value':'door/open',"
                                + "'allowed_before_ms':100,'disallow_permission':false,'disabled':false,'inactive':false}")
                        .replace('\'', '"'));
        String role = api.created(Map.of("name", "porter", "custom_permissions", List.of(Map.of("id", id))));
        api.boss().get(api.path("/roles/" + role)).then().body("custom_permissions[0].value", equalTo("door/open"));
        String user = tenant.createUser("porter", PASSWORD, "porter");
        assertThat(api.permissions(user, 99)).containsExactly("door/open");
        assertThat(api.permissions(user, 100)).isEmpty();

        // All of it may be sent back as it was read, but not changed on that way.
        api.boss()
                .body(api.boss().get(api.path("/roles/" + role)).asString())
                .put(api.path("/roles/" + role))
                .then()
                .statusCode(200);
        String different = "Permission " + id
                + " of this tenant is another; change it there, or leave out the id or all but the id";
        refused(
                api.boss()
                        .body(Map.of(
                                "name",
                                "porter",
                                "custom_permissions",
                                List.of(Map.of("id", id, "value", "door/open", "tenant_id", api.tenantId()))))
                        .put(api.path("/roles/" + role)),
                400,
                "PERMISSIONS_INVALID_PERMISSION_ID",
                different);
        refused(
                api.create(Map.of("name", "lost", "custom_permissions", List.of(Map.of("id", role)))),
                400,
                "PERMISSIONS_INVALID_PERMISSION_ID",
                "There is no permission " + role + " in this tenant");
        refused(
                api.create(Map.of("name", "lost", "custom_permissions", List.of(Map.of("id", id), Map.of("id", id)))),
                400,
                "PERMISSIONS_NON_UNIQUE_CUSTOM_PERMISSIONS",
                "A custom permission is named once in a list");

        api.boss()
                .body(Map.of("value", "gate/open", "tenant_id", api.tenantId()))
                .put(api.path("/permissions/" + id))
                .then()
                .statusCode(200);
        assertThat(api.permissions(user, 100)).containsExactly("gate/open");
        String inUse = "A custom role refers to this permission; take it out of the role first";
        refused(api.boss().delete(api.path("/permissions/" + id)), 400, "PERMISSIONS_INVALID_PERMISSION_ID", inUse);
        keycloak.admin().delete(tenant.adminPath("/components/" + id)).then().statusCode(400);
        api.boss().get(api.path("/permissions")).then().body("items.id", hasItem(id));

        api.boss().delete(api.path("/roles/" + role)).then().statusCode(200);
        api.boss().delete(api.path("/permissions/" + id)).then().statusCode(200);
        refused(
                api.boss().get(api.path("/permissions/" + id)),
                404,
                "AUTH_ROLE_INVALID",
                "The tenant has no such permission");
        api.boss().body(sent).put(api.path("/permissions/" + id)).then().statusCode(404);
        api.boss()
                .body(Map.of("value", "a b"))
                .post(api.path("/permissions"))
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
                "value",
                "vault/open",
                "tenant_id",
                api.tenantId(),
                "allowed_after_ms",
                1_000,
                "allowed_before_ms",
                2_000);
        api.created(Map.of("name", "vault_keeper", "custom_permissions", List.of(window)));
        api.created(Map.of(
                "name",
                "no_changes",
                "disallow_permissions",
                values("devices/write"),
                "custom_permissions",
                List.of(Map.of(
                        "value",
                        "network/write",
                        "tenant_id",
                        api.tenantId(),
                        "disallow_permission",
                        true,
                        "allowed_after_ms",
                        1_500))));
        String off = api.created(Map.of(
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
        api.boss()
                .put(tenant.adminPath("/users/" + user + "/groups/" + below))
                .then()
                .statusCode(204);

        api.effective(user, 1_499)
                .then()
                .statusCode(200)
                .body("operator_id", equalTo(user))
                .body("tenant_id", equalTo(api.tenantId()))
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
        assertThat(api.permissions(user, 1_500)).contains("vault/open").doesNotContain("network/write", "off");
        assertThat(api.permissions(user, 2_000)).doesNotContain("vault/open", "network/write");
        assertThat(api.permissions(user, 999)).contains("network/write").doesNotContain("vault/open");

        // The token says what holds when it is issued, of who has such a role at all.
        assertThat(claim("keeper"))
                .isEqualTo(
                        "[\"devices/read\",\"extensions/read\",\"extensions/write\",\"groups/read\",\"network/read\","
                                + "\"servers/read\",\"servers/write\"]");
        assertThat(claim("role-staff")).isEmpty();
        refused(
                api.effective(user, "tomorrow"),
                400,
                "PERMISSIONS_INVALID_TIME",
                "at is milliseconds since 1970, of at most 15 digits");
        refused(api.effective("nobody", 1), 404, "SESSION_SUBJECT_NOT_FOUND", "The tenant has no such operator");
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
                api.as(staff).body("{}").request(method, api.path(rest)),
                403,
                FORBIDDEN,
                "You do not have access: this needs the role " + role + ".");
        api.boss()
                .body("{}")
                .request(method, "/admin/realms/globex/v2.0/api/tenants/" + api.tenantId() + rest)
                .then()
                .statusCode(403);
        refused(
                api.boss().body("{}").request(method, api.path(rest).replace(api.tenantId(), "12345678901234567890")),
                400,
                "OPERATOR_INVALID_SUBJECT_TENANT_ID",
                "The tenant id in the path is not that of this realm");
        refused(
                api.boss().body("{}").request(method, api.path(rest).replace(api.tenantId(), "x1")),
                400,
                "TENANT_ID_INVALID_0001",
                "Invalid tenant id. Please use a number of at most 20 digits");
    }

    /** Whichever member names a base role; who has more already may be sent back. */
    @Test
    void rolesOfAnOperatorGoTogether() {
        Map<String, Object> operator = Map.of(
                "email", "together@roles.test", "first_name", "To", "password", PASSWORD, "repeatPassword", PASSWORD);
        refused(
                api.boss()
                        .body(with(
                                with(operator, "roles", names("tenant_super")),
                                "custom_roles",
                                names("tenant_viewonly")))
                        .post(api.path("/signup")),
                400,
                "AUTH_ROLE_INVALID_TENANT_SOLO_ROLE",
                "Role tenant_super is given alone, without other base roles");
        String reason = "r".repeat(5_000);
        List<Map<String, Object>> long14 = IntStream.range(0, 14)
                .<Map<String, Object>>mapToObj(i -> Map.of(
                        "value",
                        "a" + i,
                        "tenant_id",
                        api.tenantId(),
                        "disabled_reason",
                        reason,
                        "inactive_reason",
                        reason))
                .toList();
        refused(
                api.boss()
                        .body(with(
                                operator,
                                "custom_roles",
                                List.of(Map.of("name", "long_one", "custom_permissions", long14))))
                        .post(api.path("/signup")),
                400,
                "AUTH_ROLE_INVALID",
                "The texts of a custom role have at most 65536 characters in all");
        Map<String, Object> withDesk = with(
                with(operator, "roles", names("tenant_super")),
                "custom_roles",
                List.of(Map.of("name", "desk_custom", "permissions", values("desk"))));
        String id = api.boss()
                .body(withDesk)
                .post(api.path("/signup"))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        refused(
                api.boss().body(with(withDesk, "email", "again@roles.test")).post(api.path("/signup")),
                400,
                "AUTH_ROLE_INVALID_ROLE_NAME",
                "The tenant has a role desk_custom already; choose another name");

        api.map(id, "guest", "tenant_root", "tenant_iam_admin", "tenant_network_admin", "tenant_security_admin");
        api.map(id, "tenant_viewonly", "esp_user");
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
        Map<String, Object> read = api.boss()
                .get(api.path("/operators/" + id))
                .then()
                .statusCode(200)
                .extract()
                .path("");
        Map<String, Object> sent = Map.of(
                "_etag", read.get("_etag"), "roles", read.get("roles"), "custom_roles", read.get("custom_roles"));
        api.boss()
                .body(sent)
                .put(api.path("/operators/" + id))
                .then()
                .statusCode(200)
                .body("roles", equalTo(read.get("roles")));
    }

    /** The role and what it means are one thing, on whichever way one of them goes or changes. */
    @Test
    void theConsoleSeesTheSameRole() {
        String id = api.created(Map.of("name", "seen", "permissions", values("x"), "roles", names("guest")));
        Map<String, Object> role = tenant.role("seen");
        keycloak.admin()
                .body(with(role, "name", "Renamed role"))
                .put(tenant.adminPath("/roles-by-id/" + id))
                .then()
                .statusCode(204);
        api.boss().get(api.path("/roles/" + id)).then().statusCode(200).body("name", equalTo("Renamed role"));
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
        api.boss().get(api.path("/roles/" + id)).then().body("permissions.value", contains("y"));
        assertThat(api.composites(id)).containsExactly("tenant_viewonly");

        keycloak.admin().delete(tenant.adminPath("/roles-by-id/" + id)).then().statusCode(204);
        assertThat(api.component(id)).isEqualTo(404);
        String other = api.created(Map.of("name", "seen"));
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
        JsonNode permission = api.boss()
                .body(Map.of("value", "moved/open", "tenant_id", api.tenantId(), "disallow_permission", true))
                .post(api.path("/permissions"))
                .as(JsonNode.class);
        String id = api.created(Map.of(
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
