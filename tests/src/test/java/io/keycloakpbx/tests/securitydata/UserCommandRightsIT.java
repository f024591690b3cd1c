package io.keycloakpbx.tests.securitydata;

import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.body;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.error;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.forbidden;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.refusal;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.refusalOfRemoving;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whom callers of commands about users may change, and what they may not. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UserCommandRightsIT {

    private static final String PASSWORD = "User-commands-1!";
    private static final String PERMISSION = "All changed values require the user management permission appropriate for"
            + " the type of user being modified.";

    private final Keycloak keycloak;
    private final CommandTenant own;
    private final SecurityServiceApi api;
    private final SecurityDataApi data;

    UserCommandRightsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.own = new CommandTenant(keycloak, tenant);
        this.api = own.service();
        this.data = own.data();
    }

    @Test
    void whoMayNotManageUsersIsNotToldWhoThereIs() {
        int number = own.done("CreateUser", "UserName", "u-secret")
                .path("User")
                .path("UserID")
                .intValue();
        String viewing = data.tokenOf("the-viewer", "view-users");
        for (int asked : new int[] {number, 99999}) {
            Response answer = api.json(viewing, "ModifyUser", Map.of("UserID", asked, "LastName", "X"));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(body(answer)).isEqualTo(refusalOfRemoving(forbidden("User", PERMISSION)));
        }
        assertThat(body(api.json(viewing, "CreateUser", Map.of("UserName", "u-x"))))
                .isEqualTo(refusalOfRemoving(forbidden("User", PERMISSION)));
        assertThat(result(api.json(viewing, "UserLookup", Map.of("UserID", number)))
                        .path("User")
                        .path("UserName")
                        .asText())
                .isEqualTo("u-secret");
        String nobody = data.tokenOf("the-nobody");
        for (int asked : new int[] {number, 99999}) {
            Response answer = api.json(nobody, "UserLookup", Map.of("UserID", asked));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(body(answer)).isEqualTo(refusal(forbidden("User", "View users permission is required.")));
        }
    }

    /** A delegate who may see whom fine-grained permissions say, and one who only manages them: lists show the latter nobody. */
    @Test
    void aDelegateManagesWhomFineGrainedPermissionsSayAndNeedNotBeShownTheUser() {
        Realm other = keycloak.tenant();
        SecurityServiceApi service = new SecurityServiceApi(keycloak, other);
        SecurityDataApi sets = new SecurityDataApi(keycloak, other);
        service.switchOn();
        String mine = other.createUser("u-mine", PASSWORD);
        other.createUser("u-not-mine", PASSWORD);
        String delegate = other.createUser("u-delegate", PASSWORD);
        other.permit(delegate, mine);
        String token = other.userToken("u-delegate", PASSWORD);
        int number = sets.get("User", Map.of("$filter", "UserName eq 'u-mine'")).path("value[0].UserID");
        int notMine =
                sets.get("User", Map.of("$filter", "UserName eq 'u-not-mine'")).path("value[0].UserID");
        result(service.json(token, "ModifyUser", Map.of("UserID", number, "LastName", "Changed")));
        for (int asked : new int[] {notMine, 99999}) {
            assertThat(body(service.json(token, "ModifyUser", Map.of("UserID", asked, "LastName", "X"))))
                    .isEqualTo(refusalOfRemoving(forbidden("User", PERMISSION)));
        }
        // Managing is not giving roles.
        assertThat(service.json(
                                token,
                                "ModifyUser",
                                Map.of("UserID", number, "UserRoles", List.of(Map.of("RoleID", 1))))
                        .statusCode())
                .isEqualTo(403);
        // The tokens of one tenant are nothing to another.
        String manager = data.tokenOf("the-manager", "manage-users");
        assertThat(service.json(manager, "ModifyUser", Map.of("UserID", number, "LastName", "X"))
                        .statusCode())
                .isEqualTo(401);

        // What a command has done is told all the same.
        String unseeing = sets.tokenOf("u-unseeing", "query-users");
        other.permit(other.userId("u-unseeing"), "Users", other.userId("u-not-mine"), List.of("manage"));
        assertThatObject(result(service.json(unseeing, "ModifyUser", Map.of("UserID", notMine, "LastName", "Again")))
                        .path("User"))
                .returns("u-not-mine", user -> user.path("UserName").asText())
                .returns("Again", user -> user.path("LastName").asText());
        assertThat(body(service.json(unseeing, "UserLookup", Map.of("UserID", notMine))))
                .isEqualTo(refusal(forbidden("User", "View users permission is required.")));
    }

    @Test
    void whatTheUserProfileKeepsFromAdministratorsIsNotTakenAwayEither() {
        Realm other = keycloak.tenant();
        SecurityServiceApi service = new SecurityServiceApi(keycloak, other);
        service.switchOn();
        int number = result(service.json(
                        "CreateUser",
                        Map.of("UserName", "u-kept", "FirstName", "Ada", "LastName", "Byron", "Description", "Kept")))
                .path("User")
                .path("UserID")
                .intValue();
        ObjectNode profile = keycloak.admin()
                .get(other.adminPath("/users/profile"))
                .then()
                .statusCode(200)
                .extract()
                .as(ObjectNode.class);
        profile.put("unmanagedAttributePolicy", "ADMIN_VIEW");
        for (Iterator<JsonNode> attributes = profile.path("attributes").iterator(); attributes.hasNext(); ) {
            JsonNode attribute = attributes.next();
            if ("firstName".equals(attribute.path("name").asText())) {
                ((ObjectNode) attribute)
                        .withObjectProperty("permissions")
                        .putArray("edit")
                        .removeAll();
            } else if ("pbx.description".equals(attribute.path("name").asText())) {
                attributes.remove();
            }
        }
        keycloak.admin()
                .body(profile)
                .put(other.adminPath("/users/profile"))
                .then()
                .statusCode(200);
        assertThat(body(service.json("ModifyUser", Map.of("UserID", number, "Description", ""))))
                .isEqualTo(refusalOfRemoving(error(
                        500306,
                        "User",
                        number,
                        0,
                        "Description: The user profile of this domain lets nobody change it here.")));
        for (String name : List.of("", "Grace")) {
            assertThat(body(service.json("ModifyUser", Map.of("UserID", number, "FirstName", name))))
                    .isEqualTo(refusalOfRemoving(error(
                            500306,
                            "User",
                            number,
                            0,
                            "FirstName: The user profile of this domain lets nobody change it here.")));
        }
        assertThatObject(result(service.json("ModifyUser", Map.of("UserID", number, "LastName", "")))
                        .path("User"))
                .returns("Ada", user -> user.path("FirstName").asText())
                .returns(true, user -> user.path("LastName").isNull())
                .returns("Kept", user -> user.path("Description").asText());
    }

    @Test
    void onlyRolesThatUsersAreGivenAreGiven() throws SQLException {
        Realm other = keycloak.tenant();
        CommandTenant commands = new CommandTenant(keycloak, other);
        other.make("/roles", Map.of("name", "webservice"));
        int environment = commands.environment("Production");
        int webservice = commands.number("Role", "Name eq 'webservice'");
        int number = commands.done("CreateUser", "UserName", "u-mark")
                .path("User")
                .path("UserID")
                .intValue();
        CommandTenant.refused(
                commands.json(
                        "ModifyUser",
                        "UserID",
                        number,
                        "UserRoles",
                        List.of(Map.of("EnvironmentID", environment, "RoleID", webservice))),
                403,
                error(
                        500306,
                        "Role",
                        webservice,
                        1,
                        "Role webservice is of all environments: in one of them, UserEnvironments says who is there."));
        assertThat(commands.<Integer>values("UserEnvironment", "UserID", "UserID eq " + number))
                .isEmpty();
        commands.done("ModifyUser", "UserID", number, "UserRoles", List.of(Map.of("RoleID", webservice)));
        // What everybody has is numbered where the log tells of it, and shown nowhere.
        Map<String, Object> byDefault = new HashMap<>(other.role("default-roles-" + other.name()));
        byDefault.put("description", "What everybody has");
        keycloak.admin()
                .body(byDefault)
                .put(other.adminPath("/roles-by-id/" + byDefault.get("id")))
                .then()
                .statusCode(204);
        int everybodys = numberOfRole(other, "default-roles-" + other.name());
        for (int in : new int[] {0, environment}) {
            CommandTenant.refused(
                    commands.json(
                            "ModifyUser",
                            "UserID",
                            number,
                            "UserRoles",
                            List.of(Map.of("EnvironmentID", in, "RoleID", everybodys))),
                    404,
                    error(500302, "Role", everybodys, 1, "There is no Role with the ID " + everybodys + "."));
        }
    }

    private int numberOfRole(Realm realm, String role) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(keycloak.database().jdbcUrl());
                PreparedStatement select =
                        connection.prepareStatement("select NUMBER_ID from PBX_NUMBER where KEYCLOAK_ID = ?")) {
            select.setString(1, (String) realm.role(role).get("id"));
            try (ResultSet rows = select.executeQuery()) {
                assertThat(rows.next()).as(role).isTrue();
                return rows.getInt(1);
            }
        }
    }
}
