package io.keycloakpbx.tests.securitydata;

import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.body;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.error;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.invalid;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.refusalOfRemoving;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.result;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** CostGuard's commands about users. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UserCommandsIT {

    private static final String PASSWORD = "User-commands-1!";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final CommandTenant own;
    private final SecurityServiceApi api;
    private final SecurityDataApi data;
    private int production;
    private int viewer;
    private int staff;
    private int provider;
    private String productionClient;
    private String manager;

    UserCommandsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.own = new CommandTenant(keycloak, tenant);
        this.api = own.service();
        this.data = own.data();
    }

    @BeforeAll
    void furnish() {
        productionClient = tenant.make(
                "/clients",
                Map.of("clientId", "Production", "bearerOnly", true, "attributes", Map.of("pbx.environment", "true")));
        tenant.make("/roles", Map.of("name", "Viewer"));
        tenant.make("/roles", Map.of("name", "Staff"));
        tenant.make(
                "/identity-provider/instances",
                Map.of(
                        "alias",
                        "partner",
                        "providerId",
                        "oidc",
                        "enabled",
                        true,
                        "config",
                        Map.of(
                                "clientId",
                                "tenant",
                                "clientSecret",
                                "secret",
                                "authorizationUrl",
                                "https://partner.test/auth",
                                "tokenUrl",
                                "https://partner.test/token")));
        production = number("Environment", "Name", "Production");
        viewer = number("Role", "Name", "Viewer");
        staff = number("Role", "Name", "Staff");
        provider = number("AuthorizationProvider", "Identifier", "partner");
        manager = data.tokenOf("the-manager", "manage-users");
    }

    private JsonNode first(String set, String filter) {
        return data.get(set, Map.of("$filter", filter))
                .then()
                .statusCode(200)
                .extract()
                .as(JsonNode.class)
                .path("value")
                .path(0);
    }

    private int number(String set, String member, String value) {
        return own.number(set, member + " eq '" + value + "'");
    }

    private int user(String name) {
        return number("User", "UserName", name);
    }

    private boolean isThere(String name) {
        return !first("User", "UserName eq '" + name + "'").isMissingNode();
    }

    private int create(String name) {
        return result(api.json("CreateUser", Map.of("UserName", name)))
                .path("User")
                .path("UserID")
                .intValue();
    }

    private Map<String, Object> all(String name) {
        Map<String, Object> request = new HashMap<>(Map.of(
                "UserName",
                name,
                "FirstName",
                "Ada",
                "LastName",
                "Lovelace",
                "Email",
                name + "@people.test",
                "Description",
                "Night shift",
                "UserTypeID",
                1,
                "ActivationDate",
                "9/9/2017 3:10:09 PM",
                "ExpirationDate",
                "2040-01-01T00:00:00+01:00"));
        request.putAll(Map.of(
                "CanChangePassword", false,
                "PasswordDoesNotExpire", true,
                "BypassIPAllowList", true,
                "IsDisabled", false,
                "MustChangePasswordAtLogOn", false,
                "Password", PASSWORD,
                "UserRoles", List.of(Map.of("EnvironmentID", production, "RoleID", viewer), Map.of("RoleID", staff)),
                "UserEnvironments", List.of(Map.of("EnvironmentID", production)),
                "UserIdentities",
                        List.of(Map.of(
                                "AuthorizationProviderID", provider, "Identity", "id-of-" + name, "Name", "ada@x"))));
        return request;
    }

    @Test
    void aUserIsMadeAsTheRequestSaysAndReadBack() {
        tenant.clearEvents();
        JsonNode result = result(api.json("CreateUser", all("u-all")));
        int number = user("u-all");
        JsonNode read = data.get("User(" + number + ")")
                .then()
                .statusCode(200)
                .extract()
                .as(JsonNode.class);
        assertThat(result.path("User")).isEqualTo(read);
        assertThat(result.path("RemoveSuccessful").booleanValue()).isFalse();
        assertThatObject(result.path("User"))
                .returns("u-all", user -> user.path("UserName").asText())
                .returns("Ada", user -> user.path("FirstName").asText())
                .returns("Lovelace", user -> user.path("LastName").asText())
                .returns("u-all@people.test", user -> user.path("Email").asText())
                .returns("Night shift", user -> user.path("Description").asText())
                .returns("Webservice User", user -> user.path("UserType").asText())
                .returns("9/9/2017 3:10:09 PM", user -> user.path("ActivationDate")
                        .asText())
                .returns("12/31/2039 11:00:00 PM", user -> user.path("ExpirationDate")
                        .asText())
                .returns(false, user -> user.path("CanChangePassword").asBoolean())
                .returns(true, user -> user.path("PasswordDoesNotExpire").asBoolean())
                .returns(true, user -> user.path("BypassIPAllowList").asBoolean())
                .returns(false, user -> user.path("IsDisabled").asBoolean())
                .returns("Active", user -> user.path("AccountStatus").asText());
        tenant.passwordGrant("u-all", PASSWORD).then().statusCode(200);
        keycloak.admin()
                .get(tenant.adminPath(
                        "/users/" + tenant.userId("u-all") + "/role-mappings/clients/" + productionClient))
                .then()
                .statusCode(200)
                .body("name", containsInAnyOrder("Viewer", "webservice"));
        assertThat(first("UserEnvironment", "UserID eq " + number).path("Name").asText())
                .isEqualTo("Production");
        keycloak.admin()
                .get(tenant.adminPath("/users/" + tenant.userId("u-all") + "/role-mappings/realm"))
                .then()
                .statusCode(200)
                .body("name", hasItem("Staff"));
        assertThatObject(first("UserIdentity", "UserID eq " + number))
                .returns("id-of-u-all", identity -> identity.path("Identity").asText())
                .returns("ada@x", identity -> identity.path("Name").asText());
        String id = tenant.userId("u-all");
        assertThat(tenant.adminEvents())
                .extracting(event -> event.operationType() + ' ' + event.resourceType() + ' ' + event.resourcePath())
                .contains(
                        "CREATE USER users/" + id,
                        "CREATE CLIENT_ROLE_MAPPING users/" + id + "/role-mappings/clients/" + productionClient,
                        "CREATE REALM_ROLE_MAPPING users/" + id + "/role-mappings/realm",
                        "CREATE USER users/" + id + "/federated-identity/partner");
        assertThat(tenant.adminEvents().toString()).doesNotContain(PASSWORD);
        assertThat(data.get("AuditLog?$top=500").asString()).contains("u-all").doesNotContain(PASSWORD);
    }

    @Test
    void whatAChangeLeavesOutStaysAndWhatIsEmptyGoes() {
        int number = result(api.json("CreateUser", all("u-change")))
                .path("User")
                .path("UserID")
                .intValue();
        JsonNode changed = result(api.json("ModifyUser", Map.of("UserID", number, "LastName", "Byron")))
                .path("User");
        assertThatObject(changed)
                .returns("Ada", user -> user.path("FirstName").asText())
                .returns("Byron", user -> user.path("LastName").asText())
                .returns("Night shift", user -> user.path("Description").asText())
                .returns(1, user -> user.path("UserTypeID").intValue());
        changed = result(api.json(
                        "ModifyUser",
                        Map.of(
                                "UserID",
                                number,
                                "Description",
                                "",
                                "ActivationDate",
                                "",
                                "ExpirationDate",
                                "",
                                "UserTypeID",
                                2,
                                "CanChangePassword",
                                true,
                                "PasswordDoesNotExpire",
                                false,
                                "BypassIPAllowList",
                                false,
                                "MustChangePasswordAtLogOn",
                                true,
                                "UserName",
                                "u-changed")))
                .path("User");
        assertThatObject(changed)
                .returns(true, user -> user.path("Description").isNull())
                .returns(true, user -> user.path("ActivationDate").isNull())
                .returns(true, user -> user.path("ExpirationDate").isNull())
                .returns("Application User", user -> user.path("UserType").asText())
                .returns(true, user -> user.path("CanChangePassword").asBoolean())
                .returns(false, user -> user.path("PasswordDoesNotExpire").asBoolean())
                .returns(false, user -> user.path("BypassIPAllowList").asBoolean())
                .returns(true, user -> user.path("MustChangePasswordAtLogOn").asBoolean())
                .returns("u-changed", user -> user.path("UserName").asText());
        assertThat(data.get("AuditLog?$top=500").asString()).contains("Byron");
    }

    @Test
    void aPasswordIsSetUnderThePolicy() {
        int number = create("u-password");
        assertThat(body(api.json("ModifyUser", Map.of("UserID", number, "Password", "short"))))
                .isEqualTo(refusalOfRemoving(invalid("User", "Password: Invalid password: minimum length 8.")));
        tenant.clearEvents();
        result(api.json("ModifyUser", Map.of("UserID", number, "Password", PASSWORD)));
        tenant.passwordGrant("u-password", PASSWORD).then().statusCode(200);
        assertThat(tenant.adminEvents())
                .extracting(Realm.AdminEvent::resourcePath)
                .containsExactly("users/" + tenant.userId("u-password") + "/reset-password");
    }

    @Test
    void requestsThatBreakRulesLeaveNothing() {
        create("u-there");
        keycloak.admin()
                .body(Map.of("email", "there@people.test"))
                .put(tenant.adminPath("/users/" + tenant.userId("u-there")))
                .then()
                .statusCode(204);
        Response wrong = api.json(
                "CreateUser",
                Map.of(
                        "UserTypeID",
                        3,
                        "ActivationDate",
                        "soon",
                        "IsDisabled",
                        "yes",
                        "UserRoles",
                        List.of(Map.of("EnvironmentID", production))));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(body(wrong).path("Messages"))
                .extracting(message -> message.path("Message").asText())
                .containsExactlyInAnyOrder(
                        "ActivationDate must be a point in time such as 2027-03-01T08:00:00Z or 3/1/2027 8:00:00 AM",
                        "UserTypeID must be a whole number from 1 to 2",
                        "IsDisabled must be true or false",
                        "UserRoles[0].RoleID is required",
                        "UserName is required");
        refused(
                400,
                invalid(
                        "User",
                        "UserName: User name: 1 to 64 letters, digits, underscores, hyphens, apostrophes or dots, and no"
                                + " dot at the start or end"),
                Map.of("UserName", "no good"));
        refused(
                409,
                error(500304, "User", 0, 0, "There is a user with this UserName already."),
                Map.of("UserName", "U-there"));
        refused(
                409,
                error(500304, "User", 0, 0, "There is a user with this Email already."),
                Map.of("UserName", "u-new", "Email", "There@people.test"));
        refused(
                404,
                error(500302, "Role", 99999, 1, "There is no Role with the ID 99999."),
                Map.of("UserName", "u-new", "UserRoles", List.of(Map.of("RoleID", 99999))));
        refused(
                404,
                error(500302, "Environment", 99999, 2, "There is no Environment with the ID 99999."),
                Map.of(
                        "UserName",
                        "u-new",
                        "UserEnvironments",
                        List.of(Map.of("EnvironmentID", production), Map.of("EnvironmentID", 99999))));
        refused(
                404,
                error(
                        500302,
                        "AuthorizationProvider",
                        99999,
                        1,
                        "There is no AuthorizationProvider with the ID 99999."),
                Map.of(
                        "UserName",
                        "u-new",
                        "UserIdentities",
                        List.of(Map.of("AuthorizationProviderID", 99999, "Identity", "x"))));
        refused(
                403,
                error(500306, "Domain", 99999, 0, "Users are made and changed in the domain of the base URL only."),
                Map.of("UserName", "u-new", "DomainID", 99999));
        refused(
                403,
                error(500306, "SecurityQuestion", 0, 0, "Security questions are switched off in this domain."),
                Map.of(
                        "UserName",
                        "u-new",
                        "SecurityQuestions",
                        List.of(Map.of("SecurityQuestionID", 1, "Answer", "x"))));
        refused(
                400,
                invalid("User", "Password: Invalid password: minimum length 8."),
                Map.of("UserName", "u-new", "Password", "short"));
        assertThat(isThere("u-new")).isFalse();
    }

    private void refused(int status, ObjectNode message, Map<String, ?> request) {
        Response answer = api.json("CreateUser", request);
        assertThat(answer.statusCode()).as("%s", answer.asString()).isEqualTo(status);
        assertThat(body(answer)).isEqualTo(refusalOfRemoving(message));
    }

    @Test
    void rolesAreGivenAndTakenAwayOnlyByWhoMayMapThem() {
        int number = create("u-roles");
        String id = tenant.userId("u-roles");
        tenant.make("/roles", Map.of("name", "Boss"));
        keycloak.admin()
                .body(List.of(roleOf("realm-management", "realm-admin")))
                .post(tenant.adminPath("/roles/Boss/composites"))
                .then()
                .statusCode(204);
        int boss = number("Role", "Name", "Boss");
        for (int environment : new int[] {0, production}) {
            Response answer = api.json(
                    manager,
                    "ModifyUser",
                    Map.of(
                            "UserID",
                            number,
                            "LastName",
                            "Changed",
                            "UserRoles",
                            List.of(Map.of("RoleID", boss, "EnvironmentID", environment))));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(body(answer))
                    .isEqualTo(refusalOfRemoving(
                            error(500301, "Role", boss, 1, "You may neither give role Boss nor take it away.")));
        }
        assertThat(first("User", "UserID eq " + number).path("LastName").isNull())
                .isTrue();
        assertThat(first("UserRole", "UserID eq " + number + " and RoleID eq " + boss)
                        .isMissingNode())
                .isTrue();

        result(api.json("ModifyUser", Map.of("UserID", number, "UserRoles", List.of(Map.of("RoleID", boss)))));
        Response taken = api.json(
                manager,
                "ModifyUser",
                Map.of("UserID", number, "UserRoles", List.of(Map.of("RoleID", boss, "Remove", true))));
        assertThat(taken.statusCode()).isEqualTo(403);

        tenant.clearEvents();
        result(api.json(
                manager,
                "ModifyUser",
                Map.of(
                        "UserID",
                        number,
                        "UserRoles",
                        List.of(Map.of("RoleID", viewer, "EnvironmentID", production), Map.of("RoleID", viewer)))));
        result(api.json(
                manager,
                "ModifyUser",
                Map.of(
                        "UserID",
                        number,
                        "UserRoles",
                        List.of(Map.of("RoleID", viewer, "EnvironmentID", production, "Remove", true)))));
        assertThat(tenant.adminEvents("users/" + id + "/role-mappings/*"))
                .extracting(event -> event.operationType() + ' ' + event.resourceType())
                .containsExactly(
                        "DELETE CLIENT_ROLE_MAPPING", "CREATE REALM_ROLE_MAPPING", "CREATE CLIENT_ROLE_MAPPING");
        assertThat(tenant.adminEvents("users/" + id)).isEmpty();
    }

    @Test
    void aRoleInAnEnvironmentIsMadeWhereItIsFirstNeeded() {
        tenant.make("/roles", Map.of("name", "Fresh"));
        int fresh = number("Role", "Name", "Fresh");
        int one = create("u-fresh-1");
        int two = create("u-fresh-2");
        tenant.clearEvents();
        List<Response> answers = Together.send(
                2,
                i -> api.json(
                        manager,
                        "ModifyUser",
                        Map.of(
                                "UserID",
                                i == 0 ? one : two,
                                "UserRoles",
                                List.of(Map.of("RoleID", fresh, "EnvironmentID", production)))));
        assertThat(answers).extracting(Response::statusCode).containsOnly(200);
        for (int user : new int[] {one, two}) {
            assertThat(first("UserRole", "UserID eq " + user + " and RoleID eq " + fresh)
                            .path("EnvironmentID")
                            .intValue())
                    .isEqualTo(production);
        }
        assertThat(tenant.adminEvents("clients/" + productionClient + "/roles/Fresh"))
                .extracting(event -> event.operationType() + ' ' + event.resourceType())
                .containsExactly("CREATE CLIENT_ROLE");
    }

    private Object roleOf(String clientId, String role) {
        String client = keycloak.admin()
                .queryParam("clientId", clientId)
                .get(tenant.adminPath("/clients"))
                .path("[0].id");
        return keycloak.admin()
                .get(tenant.adminPath("/clients/" + client + "/roles/" + role))
                .path("");
    }

    @Test
    void anIdentityIsOneUsers() {
        int one = create("u-identity-1");
        int other = create("u-identity-2");
        Map<String, Object> identity = Map.of("AuthorizationProviderID", provider, "Identity", "same");
        result(api.json("ModifyUser", Map.of("UserID", one, "UserIdentities", List.of(identity))));
        assertThat(body(api.json("ModifyUser", Map.of("UserID", other, "UserIdentities", List.of(identity)))))
                .isEqualTo(refusalOfRemoving(
                        error(500304, "AuthorizationProvider", provider, 1, "Another user has this identity.")));
        assertThat(body(api.json(
                        "ModifyUser",
                        Map.of(
                                "UserID",
                                one,
                                "UserIdentities",
                                List.of(Map.of("AuthorizationProviderID", provider, "Identity", "next"))))))
                .isEqualTo(refusalOfRemoving(error(
                        500304,
                        "AuthorizationProvider",
                        provider,
                        1,
                        "The user has another identity of this provider; remove it first.")));
        result(api.json(
                "ModifyUser",
                Map.of(
                        "UserID",
                        one,
                        "UserIdentities",
                        List.of(
                                Map.of("AuthorizationProviderID", provider, "Remove", true),
                                Map.of("AuthorizationProviderID", provider, "Identity", "next", "Name", "n")))));
        assertThat(first("UserIdentity", "UserID eq " + one).path("Identity").asText())
                .isEqualTo("next");
    }

    @Test
    void whoIsDisabledIsSignedOutAndWhoIsEnabledStartsAnew() {
        String id = tenant.createUser("u-disabled", PASSWORD);
        int number = user("u-disabled");
        String token = tenant.userToken("u-disabled", PASSWORD);
        BruteForce.fail(keycloak, tenant, id, 1, () -> tenant.passwordGrant("u-disabled", "wrong")
                .then()
                .statusCode(400));
        tenant.clearEvents();
        assertThat(result(api.json("ModifyUser", Map.of("UserID", number, "IsDisabled", true)))
                        .path("User")
                        .path("AccountStatus")
                        .asText())
                .isEqualTo("Disabled");
        assertThat(tenant.events())
                .filteredOn(event -> "LOGOUT".equals(event.type()))
                .singleElement()
                .returns(id, Realm.Event::userId)
                .returns("user_disabled", event -> event.details().get("reason"));
        assertThat(result(api.json("ModifyUser", Map.of("UserID", number, "IsDisabled", false)))
                        .path("User")
                        .path("AccountStatus")
                        .asText())
                .isEqualTo("Active");
        assertThat(BruteForce.status(keycloak, tenant, id)).containsEntry("numFailures", 0);
        assertThat(tenant.adminEvents("attack-detection/brute-force/users/" + id))
                .extracting(Realm.AdminEvent::operationType)
                .containsExactly("DELETE");
        // The session of before does not come back.
        keycloak.http(token)
                .get(tenant.path("/protocol/openid-connect/userinfo"))
                .then()
                .statusCode(401);
    }

    @Test
    void nobodyRemovesOrDisablesThemselves() {
        int self = user("the-manager");
        assertThat(body(api.json(manager, "ModifyUser", Map.of("UserID", self, "Remove", true))))
                .isEqualTo(refusalOfRemoving(error(500306, "User", self, 0, "Nobody removes themselves.")));
        assertThat(body(api.json(manager, "ModifyUser", Map.of("UserID", self, "IsDisabled", true))))
                .isEqualTo(refusalOfRemoving(error(500306, "User", self, 0, "Nobody disables themselves.")));
        result(api.json(manager, "ModifyUser", Map.of("UserID", self, "Description", "It is me")));
        int service = user("service-account-pbx-integration");
        assertThat(api.json("ModifyUser", Map.of("UserID", service, "Remove", true))
                        .statusCode())
                .isEqualTo(403);
        assertThat(isThere("service-account-pbx-integration")).isTrue();
    }

    @Test
    void aUserIsRemoved() {
        int number = create("u-gone");
        String id = tenant.userId("u-gone");
        tenant.clearEvents();
        assertThat(result(api.json(manager, "ModifyUser", Map.of("UserID", number, "Remove", true)))
                        .toString())
                .isEqualTo("{\"RemoveSuccessful\":true}");
        assertThat(isThere("u-gone")).isFalse();
        assertThat(tenant.adminEvents())
                .extracting(event -> event.operationType() + ' ' + event.resourcePath())
                .containsExactly("DELETE users/" + id);
        Response again = api.json(manager, "ModifyUser", Map.of("UserID", number, "Remove", true));
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(body(again)).isEqualTo(refusalOfRemoving(unknownUser(number)));
    }

    private static ObjectNode unknownUser(int number) {
        return unknown("User", number);
    }

    @Test
    void whatATenantsGuardsRefuseIsAMessage() {
        int number = create("u-guarded");
        int systemAdmin = number("Role", "Name", "SystemAdmin");
        String reason =
                "The roles SystemAdmin and Dealer belong to the system level and cannot be given to anybody in a"
                        + " tenant";
        List<Map<String, Object>> roles = List.of(Map.of("RoleID", systemAdmin));
        Response changed = api.json("ModifyUser", Map.of("UserID", number, "LastName", "Changed", "UserRoles", roles));
        assertThat(changed.statusCode()).isEqualTo(403);
        assertThat(body(changed)).isEqualTo(refusalOfRemoving(error(500306, "User", number, 0, reason)));
        assertThat(first("User", "UserID eq " + number).path("LastName").isNull())
                .isTrue();
        Response made = api.json("CreateUser", Map.of("UserName", "u-guarded-too", "UserRoles", roles));
        assertThat(made.statusCode()).isEqualTo(403);
        assertThat(body(made)).isEqualTo(refusalOfRemoving(error(500306, "User", 0, 0, reason)));
        assertThat(isThere("u-guarded-too")).isFalse();
        // What stands for it in an environment is told by the item.
        Response marked = api.json(
                "ModifyUser",
                Map.of(
                        "UserID",
                        number,
                        "UserRoles",
                        List.of(Map.of("RoleID", systemAdmin, "EnvironmentID", production))));
        assertThat(body(marked)).isEqualTo(refusalOfRemoving(error(500306, "Role", systemAdmin, 1, reason)));
        Response soap = api.soap(
                "ModifyUser",
                "<UserID>" + number + "</UserID><UserRoles><UserRoleReq><RoleID>" + systemAdmin
                        + "</RoleID></UserRoleReq></UserRoles>");
        assertThat(soap.statusCode()).as("%s", soap.asString()).isEqualTo(200);
        assertThat(soap.asString()).contains("<LoggingNumber>500306</LoggingNumber>", reason);
    }

    @Test
    void aPasswordThatIsSetIsNotAskedToBeChangedUnlessTheRequestSaysSo() {
        int number = create("u-lasting");
        assertThat(mustChange(Map.of("UserID", number, "Password", PASSWORD, "MustChangePasswordAtLogOn", true)))
                .isTrue();
        assertThat(mustChange(Map.of("UserID", number, "LastName", "Changed"))).isTrue();
        assertThat(mustChange(Map.of("UserID", number, "Password", PASSWORD + '2')))
                .isFalse();
        tenant.passwordGrant("u-lasting", PASSWORD + '2').then().statusCode(200);
    }

    private boolean mustChange(Map<String, ?> request) {
        return result(api.json("ModifyUser", request))
                .path("User")
                .path("MustChangePasswordAtLogOn")
                .booleanValue();
    }

    @Test
    void ofTwoWhoMakeOneUserAtOnceOneDoes() {
        List<Response> answers = Together.send(
                4, caller -> api.json("CreateUser", Map.of("UserName", "u-race", "Email", "race@people.test")));
        assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(200, 409, 409, 409);
    }

    @Test
    void soapMakesTheSame() {
        Response answer = api.soap(
                "CreateUser",
                "<Description>Größe</Description><UserName>u-soap</UserName><UserRoles><UserRoleReq><EnvironmentID>"
                        + production + "</EnvironmentID><RoleID>" + viewer + "</RoleID></UserRoleReq></UserRoles>");
        assertThat(answer.statusCode()).as("%s", answer.asString()).isEqualTo(200);
        assertThat(answer.asString()).contains("<UserName>u-soap</UserName>", "<Description>Größe</Description>");
        assertThat(first("UserRole", "UserID eq " + user("u-soap") + " and RoleID eq " + viewer)
                        .path("EnvironmentID")
                        .intValue())
                .isEqualTo(production);
    }
}
