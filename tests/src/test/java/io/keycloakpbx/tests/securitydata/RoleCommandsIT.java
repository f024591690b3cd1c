package io.keycloakpbx.tests.securitydata;

import static io.keycloakpbx.tests.securitydata.CommandTenant.members;
import static io.keycloakpbx.tests.securitydata.CommandTenant.refused;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.error;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.forbidden;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.invalid;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Roles are made, changed and removed by commands, and permissions are put into them. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoleCommandsIT {

    private static final String TYPE = "Role";
    private static final String DENIED = "You do not have access: this needs the role manage-realm.";

    private final Keycloak keycloak;
    private final Realm realm;
    private final CommandTenant tenant;
    private int read;
    private int write;

    RoleCommandsIT(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.tenant = new CommandTenant(keycloak, realm);
    }

    @BeforeAll
    void makePermissions() {
        keycloak.admin()
                .body(Map.of("clientId", "pbx-permissions"))
                .post(realm.adminPath("/clients"))
                .then()
                .statusCode(201);
        String client = tenant.client("pbx-permissions").path("id").textValue();
        for (String name : List.of("Read invoices", "Write invoices")) {
            keycloak.admin()
                    .body(Map.of("name", name))
                    .post(realm.adminPath("/clients/" + client + "/roles"))
                    .then()
                    .statusCode(201);
        }
        read = permission("Read invoices");
        write = permission("Write invoices");
    }

    private int permission(String name) {
        return tenant.number("Permission", "Name eq '" + name + "'");
    }

    private int made(String name) {
        return tenant.done("CreateRole", "Name", name).path(TYPE).path("RoleID").intValue();
    }

    private ObjectNode expected(int id, Object... permissions) {
        ObjectNode entity = tenant.entity(TYPE, id).deepCopy();
        var list = entity.putArray("RolePermissions");
        for (int i = 0; i < permissions.length; i += 2) {
            list.addObject()
                    .put("Permission", (String) permissions[i])
                    .put("PermissionID", (int) permissions[i + 1])
                    .put("Remove", false);
        }
        return entity;
    }

    @Test
    void oneIsMadeChangedAndRemovedByJson() {
        realm.clearEvents();
        JsonNode made = tenant.done(
                "CreateRole",
                "Name",
                "Accounting",
                "Description",
                "Who does accounts",
                "RolePermissions",
                List.of(members("PermissionID", read)));
        int id = made.path(TYPE).path("RoleID").intValue();
        assertThat(made.path(TYPE)).isEqualTo(expected(id, "Read invoices", read));
        assertThat(made.path("RemoveSuccessful").booleanValue()).isFalse();
        assertThat(tenant.<String>values("RolePermission", "Name", "RoleID eq " + id))
                .containsExactly("Read invoices");
        String role = (String) realm.role("Accounting").get("id");

        JsonNode changed = tenant.done(
                "ModifyRole",
                "RoleID",
                id,
                "Name",
                "Bookkeeping",
                "RolePermissions",
                List.of(members("PermissionID", read, "Remove", true), members("PermissionID", write)));
        assertThat(changed.path(TYPE)).isEqualTo(expected(id, "Write invoices", write));
        assertThat(changed.path(TYPE).path("Name").textValue()).isEqualTo("Bookkeeping");
        assertThat(changed.path(TYPE).path("Description").textValue()).isEqualTo("Who does accounts");
        // What is there already is no change.
        tenant.done(
                "ModifyRole",
                "RoleID",
                id,
                "Name",
                "Bookkeeping",
                "RolePermissions",
                List.of(members("PermissionID", write), members("PermissionID", read, "Remove", true)));

        JsonNode removed = tenant.done("ModifyRole", "RoleID", id, "Remove", true);
        assertThat(removed.path(TYPE)).isEqualTo(changed.path(TYPE));
        assertThat(removed.path("RemoveSuccessful").booleanValue()).isTrue();
        assertThat(tenant.has(TYPE, id)).isFalse();
        String path = "roles-by-id/" + role;
        assertThat(tenant.events())
                .containsExactlyInAnyOrder(
                        "CREATE REALM_ROLE roles/Accounting",
                        "CREATE REALM_ROLE " + path + "/composites",
                        "UPDATE REALM_ROLE " + path,
                        "CREATE REALM_ROLE " + path + "/composites",
                        "DELETE REALM_ROLE " + path + "/composites",
                        "DELETE REALM_ROLE " + path);
        assertThat(tenant.log("roles/" + role)).hasSize(3);
        assertThat(tenant.log("roles/" + role).get(1)).contains("Bookkeeping");
        assertThat(tenant.log("roles/" + role + "/composites")).hasSize(3);
        assertThat(tenant.<Integer>values("AuditLog", "ObjectID", "ObjectType eq 'Role' and ObjectID eq " + id))
                .hasSize(6);
        refused(tenant.json("ModifyRole", "RoleID", id, "Remove", true), 404, unknown(TYPE, id));
    }

    @Test
    void oneIsMadeBySoap() {
        String answer = tenant.service()
                .soap(
                        SecurityServiceApi.SOAP_11,
                        keycloak.adminToken(),
                        "CreateRole",
                        "<RolePermissions><RolePermission><PermissionID>" + read
                                + "</PermissionID></RolePermission><RolePermission><PermissionID>" + write
                                + "</PermissionID></RolePermission></RolePermissions><Name>Soap</Name>")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        int id = tenant.number(TYPE, "Name eq 'Soap'");
        // By number.
        String permissions = Stream.of(Map.entry(read, "Read invoices"), Map.entry(write, "Write invoices"))
                .sorted(Map.Entry.comparingByKey())
                .map(permission -> "<RolePermission><Permission>" + permission.getValue()
                        + "</Permission><PermissionID>" + permission.getKey()
                        + "</PermissionID><Remove>false</Remove></RolePermission>")
                .collect(Collectors.joining());
        assertThat(answer)
                .contains("<Messages/><Result><RemoveSuccessful>false</RemoveSuccessful><Role><Company>")
                .contains("<Name>Soap</Name><RoleID>" + id + "</RoleID><RolePermissions>" + permissions
                        + "</RolePermissions></Role></Result>");
    }

    @Test
    void whatIsWrongIsToldAtOnce() {
        refused(
                tenant.json("CreateRole", "Description", 5, "RolePermissions", List.of(members("Remove", "so"))),
                400,
                invalid(TYPE, "Name is required"),
                invalid(TYPE, "Description must be a string"),
                error(500303, TYPE, 0, 1, "RolePermissions[0].PermissionID is required"),
                error(500303, TYPE, 0, 1, "RolePermissions[0].Remove must be true or false"));
        refused(
                tenant.json(
                        "CreateRole",
                        "Name",
                        "Half",
                        "RolePermissions",
                        List.of(members("PermissionID", read), members("PermissionID", 99_999))),
                404,
                error(500302, "Permission", 99_999, 2, "There is no Permission with the ID 99999."));
        assertThat(tenant.<String>values(TYPE, "Name", "Name eq 'Half'")).isEmpty();
        int id = made("Whole");
        refused(
                tenant.json(
                        "ModifyRole",
                        "RoleID",
                        id,
                        "Description",
                        "lost",
                        "RolePermissions",
                        List.of(members("PermissionID", 99_999))),
                404,
                error(500302, "Permission", 99_999, 1, "There is no Permission with the ID 99999."));
        assertThat(tenant.entity(TYPE, id).path("Description").isNull()).isTrue();
    }

    @Test
    void aNameIsTakenOnce() {
        made("Taken");
        refused(
                tenant.json("CreateRole", "Name", "Taken"),
                409,
                error(500304, TYPE, 0, 0, "There is a role called Taken already."));
        int id = made("Renamed");
        refused(
                tenant.json("ModifyRole", "RoleID", id, "Name", "Taken"),
                409,
                error(500304, TYPE, id, 0, "There is a role called Taken already."));
        for (String name : List.of("offline_access", "uma_authorization", "webservice")) {
            refused(
                    tenant.json("CreateRole", "Name", name),
                    403,
                    error(500306, TYPE, 0, 0, "The name " + name + " is reserved."));
            refused(
                    tenant.json("ModifyRole", "RoleID", id, "Name", name),
                    403,
                    error(500306, TYPE, id, 0, "The name " + name + " is reserved."));
        }
    }

    @Test
    void ofEightThatAreMadeAtOnceThereIsOne() {
        List<Response> answers = Together.send(8, number -> tenant.json("CreateRole", "Name", "At once"));
        assertThat(answers).extracting(Response::statusCode).containsOnlyOnce(200);
        answers.stream()
                .filter(answer -> answer.statusCode() != 200)
                .forEach(answer ->
                        refused(answer, 409, error(500304, TYPE, 0, 0, "There is a role called At once already.")));
        assertThat(tenant.<Integer>values(TYPE, "RoleID", "Name eq 'At once'")).hasSize(1);
    }

    /** What guards the roles of tenants says it at the end; it is a message all the same, and nothing is done. */
    @Test
    void builtInRolesStayAsTheyAre() {
        int id = tenant.number(TYPE, "Name eq 'QueueManager'");
        ObjectNode reason =
                error(500306, TYPE, id, 0, "Role QueueManager is built in and cannot be changed or removed");
        refused(tenant.json("ModifyRole", "RoleID", id, "Description", "mine"), 403, reason);
        refused(tenant.json("ModifyRole", "RoleID", id, "Name", "Mine"), 403, reason);
        refused(tenant.json("ModifyRole", "RoleID", id, "Remove", true), 403, reason);
        refused(
                tenant.json("ModifyRole", "RoleID", id, "RolePermissions", List.of(members("PermissionID", read))),
                403,
                reason);
        // As it is, it may be sent back.
        tenant.done("ModifyRole", "RoleID", id, "Name", "QueueManager");
        Response imitation = tenant.json("CreateRole", "Name", "QUEUEMANAGER");
        assertThat(imitation.statusCode()).isEqualTo(403);
        assertThat(imitation.<String>path("Messages[0].Message"))
                .isEqualTo("Role name QUEUEMANAGER is reserved for the built-in role QueueManager");
        assertThat(tenant.<String>values(TYPE, "Name", "Name eq 'QUEUEMANAGER'"))
                .isEmpty();
        assertThat(tenant.<String>values("AuditLog", "LogData", "substringof('QUEUEMANAGER',LogData)"))
                .isEmpty();
    }

    @Test
    void nobodyGivesByARoleWhatTheyLack() {
        int manageUsers = permission("manage-users");
        String manager = tenant.tokenOf("role-manager", "manage-realm");
        int id = SecurityServiceApi.result(tenant.jsonWith(manager, "CreateRole", "Name", "Managed"))
                .path(TYPE)
                .path("RoleID")
                .intValue();
        refused(
                tenant.jsonWith(
                        manager,
                        "ModifyRole",
                        "RoleID",
                        id,
                        "RolePermissions",
                        List.of(members("PermissionID", manageUsers))),
                403,
                error(
                        500301,
                        "Permission",
                        manageUsers,
                        1,
                        "You may not put permission manage-users into a role, nor take it out."));
        // Nor what is inside of a permission.
        String client = tenant.client("pbx-permissions").path("id").textValue();
        keycloak.admin()
                .body(Map.of("name", "Everything"))
                .post(realm.adminPath("/clients/" + client + "/roles"))
                .then()
                .statusCode(201);
        keycloak.admin()
                .body(List.of(managementRole("manage-users")))
                .post(realm.adminPath("/clients/" + client + "/roles/Everything/composites"))
                .then()
                .statusCode(204);
        int everything = permission("Everything");
        refused(
                tenant.jsonWith(
                        tenant.tokenOf("client-and-role-manager", "manage-realm", "manage-clients"),
                        "ModifyRole",
                        "RoleID",
                        id,
                        "RolePermissions",
                        List.of(members("PermissionID", read), members("PermissionID", everything))),
                403,
                error(
                        500301,
                        "Permission",
                        everything,
                        2,
                        "You may not put permission Everything into a role, nor take it out."));
        assertThat(tenant.<String>values("RolePermission", "Name", "RoleID eq " + id))
                .isEmpty();
        String both = tenant.tokenOf("role-and-user-manager", "manage-realm", "manage-clients", "manage-users");
        SecurityServiceApi.result(tenant.jsonWith(
                both,
                "ModifyRole",
                "RoleID",
                id,
                "RolePermissions",
                List.of(members("PermissionID", manageUsers), members("PermissionID", read))));
        assertThat(tenant.<String>values("RolePermission", "Name", "RoleID eq " + id))
                .containsExactlyInAnyOrder("manage-users", "Read invoices");
        realm.createUser("role-admin", "Role-admin-1!", "Admin");
        for (String token : List.of(
                tenant.tokenOf("role-viewer", "view-realm", "manage-clients", "manage-users"),
                realm.userToken("role-admin", "Role-admin-1!"))) {
            refused(tenant.jsonWith(token, "CreateRole", "Name", "Denied"), 403, forbidden(TYPE, DENIED));
            for (int asked : List.of(id, 99_999)) {
                refused(
                        tenant.jsonWith(token, "ModifyRole", "RoleID", asked, "Remove", true),
                        403,
                        forbidden(TYPE, DENIED));
            }
        }
        assertThat(tenant.<String>values(TYPE, "Name", "Name eq 'Denied'")).isEmpty();
        assertThat(tenant.has(TYPE, id)).isTrue();
    }

    private Map<String, Object> managementRole(String name) {
        String management = tenant.client("realm-management").path("id").textValue();
        return keycloak.admin()
                .get(realm.adminPath("/clients/" + management + "/roles/" + name))
                .then()
                .statusCode(200)
                .extract()
                .path("");
    }

    @Test
    void whoHasARoleInAnEnvironmentHasItAfterItIsRenamed() {
        tenant.environment("Renaming");
        String client = tenant.client("Renaming").path("id").textValue();
        int id = made("Operator");
        String user = realm.createUser("operator-there", "Operator-there-1!");
        mark(client, "Operator");
        realm.grantClientRoles(user, "Renaming", "Operator");
        tenant.done("ModifyRole", "RoleID", id, "Name", "Dispatcher");
        assertThat(tenant.<String>values("UserRole", "Name", "Environment eq 'Renaming' and RoleID eq " + id))
                .containsExactly("Dispatcher");
        mark(client, "Lurking");
        refused(
                tenant.json("ModifyRole", "RoleID", id, "Name", "Lurking"),
                409,
                error(500304, TYPE, id, 0, "Environment Renaming has a role called Lurking already."));
        refused(
                tenant.json("CreateRole", "Name", "Lurking"),
                409,
                error(500304, TYPE, 0, 0, "Environment Renaming has a role called Lurking already."));
        assertThat(tenant.<String>values(TYPE, "Name", "Name eq 'Lurking'")).isEmpty();
        tenant.done("ModifyRole", "RoleID", id, "Remove", true);
        // One that is made later by the same name is another.
        int later = made("Dispatcher");
        assertThat(tenant.<String>values("UserRole", "UserName", "RoleID eq " + later))
                .isEmpty();
    }

    private void mark(String environment, String name) {
        keycloak.admin()
                .body(Map.of("name", name))
                .post(realm.adminPath("/clients/" + environment + "/roles"))
                .then()
                .statusCode(201);
    }

    @Test
    void aRoleOfAnotherRealmIsUnknown() {
        Realm other = keycloak.createRealm("roles-of-another");
        CommandTenant theirs = new CommandTenant(keycloak, other);
        theirs.partialImport(
                "roles",
                Map.of(
                        "realm",
                        IntStream.range(0, 150)
                                .mapToObj(i -> Map.of("name", "Theirs " + i))
                                .toList()));
        int last = theirs.highest(TYPE);
        assertThat(last).isGreaterThanOrEqualTo(150);
        refused(tenant.json("ModifyRole", "RoleID", last, "Remove", true), 404, unknown(TYPE, last));
        assertThat(theirs.has(TYPE, last)).isTrue();
        // Nor does a token of one realm open the other.
        String manager = tenant.tokenOf("role-manager-here", "manage-realm");
        assertThat(theirs.jsonWith(manager, "CreateRole", "Name", "x").statusCode())
                .isEqualTo(401);
    }

    @Test
    void keycloaksOwnRolesAreNone() {
        for (String name : List.of("offline_access", "default-roles-" + realm.name())) {
            assertThat(tenant.<String>values(TYPE, "Name", "Name eq '" + name + "'"))
                    .isEmpty();
        }
        SecurityServiceApi master = new SecurityServiceApi(keycloak, keycloak.realm("master"));
        assertThat(master.json("CreateRole", members("Name", "x")).statusCode()).isEqualTo(404);
    }
}
