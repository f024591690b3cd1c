package io.keycloakpbx.tests.operator;

import static io.keycloakpbx.tests.operator.OperatorApi.PASSWORD;
import static io.keycloakpbx.tests.operator.OperatorApi.WAIT;
import static io.keycloakpbx.tests.operator.OperatorApi.body;
import static io.keycloakpbx.tests.operator.OperatorApi.errors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keycloakpbx.server.Database;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Settings;
import io.keycloakpbx.tests.Together;
import io.keycloakpbx.tests.signin.Mailbox;
import io.restassured.response.Response;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sign-ups of operators: what they take, what they refuse, and what they leave behind. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorSignUpIT {

    private static final String ROLES =
            "Role list size is invalid. Maximum of seven and at least one role must be specified";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final OperatorApi api;
    private final Mailbox mailbox = new Mailbox();
    /** A tenant without a mail server that works. */
    private Realm other;

    OperatorSignUpIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new OperatorApi(keycloak, tenant);
    }

    @BeforeAll
    void makeAdministrator() {
        mailbox.receive(tenant);
        tenant.createUser("boss", PASSWORD, "Admin");
        tenant.createUser("nobody", PASSWORD);
        other = keycloak.tenant();
    }

    @AfterAll
    void stopMail() {
        mailbox.close();
    }

    private String administrator() {
        return tenant.userToken("boss", PASSWORD);
    }

    /** Everything at its limit. */
    @Test
    @Tag("database")
    void anOperatorIsReadAsItWasSignedUp() {
        String text = "ä".repeat(100);
        Map<String, Object> address = Map.of(
                "city", text, "country", text, "post_code", text, "state", text, "street", text, "street2", text);
        Map<String, Object> phone = Map.of(
                "country_code",
                Integer.MAX_VALUE,
                "local_extension",
                101,
                "number",
                Long.MAX_VALUE,
                "types",
                Collections.nCopies(20, Map.of("value", text)));
        Map<String, Object> settings = Map.of("columns", List.of("a", "b"), "text", "x".repeat(100 * 1024 - 35));
        List<Map<String, String>> emails = Collections.nCopies(20, Map.of("email", "olga@" + "d".repeat(60) + ".test"));
        List<Map<String, String>> networks = Stream.iterate(1, i -> i + 1)
                .limit(100)
                .map(i -> Map.of("ipv4", "198.51.100." + (i + 100)))
                .toList();
        Map<String, Object> body = body("Olga.Oberg+x@sign-up.test");
        body.put("first_name", "O".repeat(100));
        body.put("last_name", "l".repeat(100));
        body.put("name", "n".repeat(210));
        body.put("requestId", "r".repeat(200));
        body.put("logout_others", true);
        body.put("addresses", Collections.nCopies(20, address));
        body.put("phone_numbers", Collections.nCopies(20, phone));
        body.put("secondary_emails", emails);
        body.put("ipv4_list", networks);
        body.put("enable_session_ip_lock", true);
        body.put("settings", settings);
        body.put("who_knows", Map.of("this", "member"));
        tenant.clearEvents();
        Response made = api.signUp(administrator(), body);
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(200);
        Map<String, Object> operator = made.then().statusCode(200).extract().path("");
        String id = (String) operator.get("id");
        assertThat(operator)
                .containsEntry("tenant_id", api.tenantId())
                .containsEntry("email", "olga.oberg+x@sign-up.test")
                .containsEntry("email_validated", false)
                .containsEntry("first_name", "O".repeat(100))
                .containsEntry("last_name", "l".repeat(100))
                .containsEntry("name", "n".repeat(210))
                .containsEntry("disabled", false)
                .containsEntry("roles", List.of(Map.of("name", "tenant_viewonly")))
                .containsEntry("custom_roles", List.of())
                .containsEntry("addresses", Collections.nCopies(20, address))
                .containsEntry("phone_numbers", Collections.nCopies(20, phone))
                .containsEntry("secondary_emails", emails)
                .containsEntry("ipv4_list", networks)
                .containsEntry("enable_session_ip_lock", true)
                .containsEntry("settings", settings)
                .containsEntry("verification_email_sent", true)
                .doesNotContainKeys("password", "repeatPassword", "who_knows");
        Map<String, Object> read = api.get(id).then().statusCode(200).extract().path("");
        operator.remove("verification_email_sent");
        assertThat(read).isEqualTo(operator);
        Map<String, Object> user =
                keycloak.admin().get(tenant.adminPath("/users/" + id)).path("");
        assertThat(user)
                .containsEntry("username", "olga.oberg_x")
                .containsEntry("requiredActions", List.of("VERIFY_EMAIL"))
                .containsEntry("emailVerified", false);
        assertThat(mailbox.to("olga.oberg+x@sign-up.test")).hasSize(1);
        assertThat(tenant.adminEvents("users/" + id)).singleElement().satisfies(event -> {
            assertThat(event.operationType()).isEqualTo("CREATE");
            assertThat(event.representation())
                    .contains("olga.oberg+x@sign-up.test")
                    .doesNotContain(PASSWORD, "assword");
        });
    }

    /** What is no word of ours, and has come past the rules, locks as well. */
    @Test
    void aSessionAddressLockIsShownAsItCounts() throws SQLException {
        assumeTrue(Settings.DATABASE == Database.Kind.POSTGRES, "H2 lets nobody write while a server runs on it");
        String id = api.signUp(body("locked@sign-up.test", "enable_session_ip_lock", true))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        try (Connection connection =
                        DriverManager.getConnection(keycloak.database().jdbcUrl());
                PreparedStatement update = connection.prepareStatement(
                        "update user_attribute set value = ? where user_id = ? and name = 'pbx.sessionAddressLock'")) {
            update.setString(2, id);
            for (Map.Entry<String, Boolean> written :
                    Map.of("yes", true, "False", false, "", false).entrySet()) {
                update.setString(1, written.getKey());
                assertThat(update.executeUpdate()).isEqualTo(1);
                api.get(id).then().statusCode(200).body("enable_session_ip_lock", equalTo(written.getValue()));
            }
        }
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        Map<String, Object> body = new HashMap<>();
        body.put("email", "no address");
        body.put("first_name", "Ol/ga");
        body.put("last_name", 7);
        body.put("password", "one");
        body.put("repeatPassword", "two");
        body.put("addresses", List.of(Map.of("city", "c".repeat(101))));
        body.put("secondary_emails", List.of(Map.of("email", "x")));
        body.put("ipv4_list", List.of(Map.of("ipv4", "300.1.1.1")));
        body.put("roles", List.of(Map.of("name", "Admin")));
        api.signUp(body)
                .then()
                .statusCode(400)
                .body(
                        "",
                        equalTo(errors(
                                "OPERATOR_EMAIL_INVALID",
                                "Invalid email no address. Please use a valid email address",
                                "OPERATOR_FNAME_INVALID",
                                "A valid first name is required",
                                "EMAIL_INVALID_0001",
                                "Invalid email x. Please use a valid email address",
                                "INVALID_IPV4_0001",
                                "Invalid IPv4 address 300.1.1.1. Please use an address or a network in CIDR notation",
                                "OPERATOR_INVALID_SIGNUP_REQUEST",
                                "password and repeatPassword differ",
                                "AUTH_ROLE_INVALID",
                                "Invalid role Admin. Please use one of the base roles",
                                "OPERATOR_LNAME_INVALID",
                                "last_name must be a string",
                                "OPERATOR_INVALID_SIGNUP_REQUEST",
                                "addresses[0].city must have at most 100 characters")));
    }

    static Stream<Arguments> refused() {
        List<Map<String, String>> roles = Stream.of(
                        "guest",
                        "tenant_iam_admin",
                        "tenant_network_admin",
                        "tenant_security_admin",
                        "tenant_viewonly",
                        "guest",
                        "guest",
                        "guest")
                .map(name -> Map.of("name", name))
                .toList();
        return Stream.of(
                Arguments.of("email", null, "OPERATOR_INVALID_OPERATOR_EMAIL", "An email address is required"),
                Arguments.of(
                        "email",
                        "a@" + "b".repeat(254),
                        "OPERATOR_EMAIL_INVALID",
                        "Invalid email a@" + "b".repeat(198) + "…. Please use a valid email address"),
                Arguments.of("first_name", null, "OPERATOR_FNAME_INVALID", "A valid first name is required"),
                Arguments.of("first_name", "", "OPERATOR_FNAME_INVALID", "A valid first name is required"),
                Arguments.of(
                        "first_name",
                        "f".repeat(101),
                        "OPERATOR_FNAME_INVALID",
                        "Invalid first name " + "f".repeat(101)
                                + ". Please use a first name which is 100 characters or less in length"),
                Arguments.of(
                        "last_name",
                        "l".repeat(50_000),
                        "OPERATOR_LNAME_INVALID",
                        "Invalid last name " + "l".repeat(200)
                                + "…. Please use a last name which is 100 characters or less in length"),
                Arguments.of("last_name", "l/", "OPERATOR_LNAME_INVALID", "A valid last name is required"),
                Arguments.of("name", "n".repeat(211), "OPERATOR_INVALID_SIGNUP_REQUEST", "A valid name is required"),
                Arguments.of("repeatPassword", null, "OPERATOR_INVALID_SIGNUP_REQUEST", "repeatPassword is required"),
                Arguments.of(
                        "repeatPassword",
                        "other",
                        "OPERATOR_INVALID_SIGNUP_REQUEST",
                        "password and repeatPassword differ"),
                Arguments.of("password", "", "OPERATOR_INVALID_SIGNUP_REQUEST", "password must not be empty"),
                Arguments.of(
                        "requestId",
                        "r".repeat(201),
                        "OPERATOR_INVALID_SIGNUP_REQUEST",
                        "requestId must have at most 200 characters"),
                Arguments.of(
                        "logout_others",
                        "yes",
                        "OPERATOR_INVALID_SIGNUP_REQUEST",
                        "logout_others must be true or false"),
                Arguments.of(
                        "addresses",
                        Collections.nCopies(21, Map.of()),
                        "OPERATOR_INVALID_ADDRESS_LIST_SIZE",
                        "Provide a valid address list. A maximum of twenty addresses can be specified"),
                Arguments.of(
                        "phone_numbers",
                        Collections.nCopies(21, Map.of()),
                        "OPERATOR_INVALID_PHONE_LIST_SIZE",
                        "Invalid phone list size. Maximum of twenty phones can be specified"),
                Arguments.of(
                        "phone_numbers",
                        List.of(Map.of("country_code", 1L + Integer.MAX_VALUE)),
                        "OPERATOR_INVALID_SIGNUP_REQUEST",
                        "phone_numbers[0].country_code must be a whole number from -2147483648 to 2147483647"),
                Arguments.of(
                        "secondary_emails",
                        Collections.nCopies(21, Map.of("email", "a@b.test")),
                        "OPERATOR_EMAIL_LIST_INVALID",
                        "Invalid email list size 21. Please use a valid email list"),
                Arguments.of(
                        "secondary_emails",
                        List.of(Map.of("email", "e".repeat(1_001))),
                        "EMAIL_INVALID_0002",
                        "Invalid email length. Please use 1 to 1000 characters"),
                Arguments.of(
                        "ipv4_list",
                        Collections.nCopies(101, Map.of("ipv4", "192.0.2.1")),
                        "OPERATOR_IPV4_INVALID",
                        "Invalid ipv4 list"),
                Arguments.of(
                        "settings",
                        Map.of("text", "s".repeat(100 * 1024)),
                        "OPERATOR_INVALID_SETTINGS_SIZE",
                        "Invalid data size for settings. Maximum of 100KB data size is allowed"),
                Arguments.of(
                        "settings",
                        nested(21),
                        "OPERATOR_INVALID_SETTINGS_SIZE",
                        "settings may be nested at most 20 levels deep"),
                Arguments.of("roles", roles, "OPERATOR_INVALID_ROLE_LIST_SIZE", ROLES),
                Arguments.of("roles", List.of(), "OPERATOR_INVALID_ROLE_LIST_SIZE", ROLES),
                Arguments.of(
                        "custom_roles",
                        Collections.nCopies(101, Map.of("name", "guest")),
                        "OPERATOR_INVALID_CUSTOM_ROLES_LIST_SIZE",
                        "Custom roles set is limited to 100 length"),
                Arguments.of(
                        "custom_roles",
                        List.of(Map.of("id", "no-such-role")),
                        "AUTH_ROLE_INVALID",
                        "The tenant has no custom role with the id no-such-role"),
                Arguments.of(
                        "custom_roles",
                        List.of(Map.of("name", "Admin")),
                        "AUTH_ROLE_INVALID",
                        "The tenant has no custom role with the name Admin"),
                Arguments.of(
                        "custom_roles",
                        List.of(Map.of(
                                "name",
                                "of_another",
                                "custom_permissions",
                                List.of(Map.of("value", "/a", "tenant_id", "4711")))),
                        "PERMISSION_TENANT_ID_MISMATCH",
                        "tenant_id of a custom permission must be that of the path"),
                Arguments.of(
                        "custom_roles",
                        List.of(Map.of("name", "of_nothing", "permissions", List.of(Map.of("value", "")))),
                        "PERMISSION_INVALID_0001",
                        "Invalid permission value. Please use 1 to 500 characters"));
    }

    private static Map<String, Object> nested(int levels) {
        Map<String, Object> settings = Map.of();
        for (int i = 1; i < levels; i++) {
            settings = Map.of("a", settings);
        }
        return settings;
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatBreaksARuleIsRefusedAndNothingMade(String member, Object value, String code, String message) {
        String email = "refused@sign-up.test";
        Map<String, Object> body = body(email, member, value);
        if (value == null) {
            body.remove(member);
        }
        if (member.equals("password")) {
            body.put("repeatPassword", "x");
        }
        api.signUp(body).then().statusCode(400).body("", equalTo(errors(code, message)));
        assertThat(isThere(email)).isFalse();
    }

    private boolean isThere(String email) {
        return keycloak.admin()
                        .queryParam("email", email)
                        .queryParam("exact", true)
                        .get(tenant.adminPath("/users"))
                        .then()
                        .statusCode(200)
                        .extract()
                        .<List<?>>path("")
                        .size()
                > 0;
    }

    @Test
    void ofVeryMuchThatIsWrongNotAllIsTold() {
        List<Object> wrong = Collections.nCopies(100_000, 1);
        Response refused = api.signUp(body(
                "much@sign-up.test",
                "custom_roles",
                List.of(Map.of("name", "much", "permissions", wrong), Map.of("name", "more", "permissions", wrong))));
        refused.then().statusCode(400);
        assertThat(refused.<List<?>>path("_error")).hasSize(100);
        keycloak.admin()
                .body("{\"name\":\"much\",\"permissions\":[" + "1,".repeat(30_000) + "1]}")
                .post(api.path("/roles"))
                .then()
                .statusCode(400)
                .body("_error.size()", equalTo(100));
    }

    @Test
    void aPasswordThatThePolicyRefusesIsRefusedInItsWords() {
        Map<String, Object> body = body("policy@sign-up.test", "password", "short");
        body.put("repeatPassword", "short");
        api.signUp(body)
                .then()
                .statusCode(400)
                .body("", equalTo(errors("OPERATOR_INVALID_SIGNUP_REQUEST", "Invalid password: minimum length 8.")));
        assertThat(isThere("policy@sign-up.test")).isFalse();
    }

    @Test
    void aBodyThatIsNoneIsRefused() {
        keycloak.admin()
                .body("[]")
                .post(api.path("/signup"))
                .then()
                .statusCode(400)
                .body("", equalTo(errors("OPERATOR_INVALID_SIGNUP_REQUEST", "the request body must be a JSON object")));
    }

    @Test
    @Tag("database")
    void anEmailAddressIsTakenInWhateverCase() {
        String exists = "An operator with this email address exists";
        String first = api.signedUp("taken@sign-up.test");
        api.signUp(body("Taken@Sign-Up.test"))
                .then()
                .statusCode(400)
                .body("", equalTo(errors("OPERATOR_SIGNUP_EXISTS", exists)));
        // Users who are no operators have email addresses, too.
        api.signUp(body("nobody@" + tenant.name() + ".test"))
                .then()
                .statusCode(400)
                .body("", equalTo(errors("OPERATOR_SIGNUP_EXISTS", exists)));
        List<Response> both = Together.send(2, i -> api.signUp(body("both@sign-up.test")));
        assertThat(both).extracting(Response::statusCode).containsExactlyInAnyOrder(200, 400);
        both.stream().filter(answer -> answer.statusCode() == 400).forEach(answer -> answer.then()
                .body("", equalTo(errors("OPERATOR_SIGNUP_EXISTS", exists))));
        // Those who are called the same at other domains are told apart.
        List<Response> others = Together.send(2, i -> api.signUp(body("taken@sign-up-" + i + ".test")));
        assertThat(others).extracting(Response::statusCode).containsOnly(200);
        assertThat(Stream.concat(Stream.of(first), others.stream().map(answer -> answer.<String>path("id")))
                        .map(id -> keycloak.admin()
                                .get(tenant.adminPath("/users/" + id))
                                .<String>path("username")))
                .containsExactlyInAnyOrder("taken", "taken-2", "taken-3");
    }

    @Test
    void theTenantIsThatOfThePath() {
        String other = keycloak.admin().get("/admin/realms/acme").path("attributes.'pbx.tenantId'");
        Map<String, List<String>> refusals = new LinkedHashMap<>();
        refusals.put(
                other,
                List.of("OPERATOR_INVALID_SUBJECT_TENANT_ID", "The tenant id in the path is not that of this realm"));
        List<String> malformed =
                List.of("TENANT_ID_INVALID_0001", "Invalid tenant id. Please use a number of at most 20 digits");
        refusals.put("1".repeat(21), malformed);
        refusals.put("12a", malformed);
        refusals.forEach((id, refusal) -> keycloak.admin()
                .body(body("elsewhere@sign-up.test"))
                .post(tenant.adminPath("/v2.0/api/tenants/" + id + "/signup"))
                .then()
                .statusCode(400)
                .body("", equalTo(errors(refusal.get(0), refusal.get(1)))));
        keycloak.admin()
                .body(body("elsewhere@sign-up.test"))
                .post("/admin/realms/master/v2.0/api/tenants/1/signup")
                .then()
                .statusCode(400)
                .body(
                        "",
                        equalTo(errors(
                                "OPERATOR_INVALID_TENANT_DATA",
                                "The realm is not a tenant: operators belong to tenants")));
        keycloak.http(administrator())
                .body(body("elsewhere@sign-up.test"))
                .post("/admin/realms/acme/v2.0/api/tenants/" + other + "/signup")
                .then()
                .statusCode(403);
    }

    @Test
    void whoMayNotManageUsersMakesNoOperators() {
        api.signUp(tenant.userToken("nobody", PASSWORD), body("not@sign-up.test"))
                .then()
                .statusCode(403)
                .body(
                        "",
                        equalTo(errors(
                                "OPERATOR_INSUFFICIENT_OPERATOR_PERMISSIONS",
                                "You do not have access: this needs the role manage-users.")));
        keycloak.http()
                .body(body("not@sign-up.test"))
                .post(api.path("/signup"))
                .then()
                .statusCode(401);
        assertThat(isThere("not@sign-up.test")).isFalse();
    }

    /** A reserved role, one of Keycloak's administration, and both inside others. */
    @Test
    void nobodyGivesRolesThatTheyCouldNotGive() {
        String token = administrator();
        String email = "climber@sign-up.test";
        Map<String, Object> direct = body(email, "roles", List.of(Map.of("name", "support_admin")));
        Map<String, Object> byName = body(email, "custom_roles", List.of(Map.of("name", "devops")));
        Map<String, Object> nested = body(
                email,
                "custom_roles",
                List.of(Map.of(
                        "name",
                        "climbers",
                        "roles",
                        List.of(Map.of("name", "esp_root")),
                        "permissions",
                        List.of(Map.of("value", "/a")))));
        Map<String, Object> likeOne = body(
                email,
                "custom_roles",
                List.of(Map.of("name", "system", "permissions", List.of(Map.of("value", "/a")))));
        Map<String, Map<String, Object>> bodies =
                Map.of("support_admin", direct, "devops", byName, "esp_root", nested, "system", likeOne);
        bodies.forEach((role, body) -> {
            Response refused = api.signUp(token, body);
            refused.then().statusCode(400);
            assertThat(refused.<List<Map<String, String>>>path("_error"))
                    .contains(Map.of(
                            "code", "OPERATOR_INVALID_SIGNUP_ROLE", "message", "You may not grant role " + role));
        });
        // A custom role into which somebody of the system level has put more.
        String id = roleWithMore();
        api.signUp(token, body(email, "custom_roles", List.of(Map.of("id", id))))
                .then()
                .statusCode(400)
                .body("", equalTo(errors("OPERATOR_INVALID_SIGNUP_ROLE", "You may not grant role with_more")));
        assertThat(isThere(email)).isFalse();
        keycloak.admin().get(tenant.adminPath("/roles/climbers")).then().statusCode(404);
        // Who could give it in Keycloak may.
        api.signUp(body("granted@sign-up.test", "custom_roles", List.of(Map.of("id", id))))
                .then()
                .statusCode(200)
                .body("custom_roles[0].id", equalTo(id))
                .body("custom_roles[0].name", equalTo("with_more"));
        api.signUp(direct).then().statusCode(200).body("roles", equalTo(List.of(Map.of("name", "support_admin"))));
    }

    private String roleWithMore() {
        api.signUp(body(
                        "maker@sign-up.test",
                        "custom_roles",
                        List.of(Map.of("name", "with_more", "permissions", List.of(Map.of("value", "/more"))))))
                .then()
                .statusCode(200);
        String id = keycloak.admin().get(tenant.adminPath("/roles/with_more")).path("id");
        String management = keycloak.admin()
                .queryParam("clientId", "realm-management")
                .get(tenant.adminPath("/clients"))
                .path("[0].id");
        Map<String, Object> more = keycloak.admin()
                .get(tenant.adminPath("/clients/" + management + "/roles/manage-realm"))
                .path("");
        keycloak.admin()
                .body(List.of(more))
                .post(tenant.adminPath("/roles-by-id/" + id + "/composites"))
                .then()
                .statusCode(204);
        return id;
    }

    @Test
    void aCustomRoleIsMadeAlongWithItsOperator() {
        Map<String, Object> definition = Map.of(
                "name",
                "tenant_viewonly",
                "permissions",
                List.of(Map.of("value", "/sites/read")),
                "disallow_permissions",
                List.of(Map.of("value", "/elements/write")),
                "custom_permissions",
                List.of(Map.of("value", "/reports", "tenant_id", api.tenantId(), "allowed_after_ms", 1)));
        Map<String, Object> body = body("with-role@sign-up.test", "custom_roles", List.of(definition, definition));
        body.remove("roles");
        tenant.clearEvents();
        Response made = api.signUp(administrator(), body);
        made.then().statusCode(200).body("roles", equalTo(List.of()));
        assertThat(made.<List<String>>path("custom_roles.name"))
                .containsExactly("tenant_viewonly_custom", "tenant_viewonly_custom_aa");
        assertThat(made.<List<String>>path("custom_roles.id"))
                .allSatisfy(id -> assertThat(tenant.adminEvents("v2.0/roles/" + id))
                        .singleElement()
                        .satisfies(event -> {
                            assertThat(event.operationType()).isEqualTo("CREATE");
                            assertThat(event.resourceType()).isEqualTo("PBX_OPERATOR_ROLE");
                            assertThat(event.representation()).contains("/sites/read", "/elements/write", "/reports");
                        }));
        api.signUp(
                        administrator(),
                        body("by-name@sign-up.test", "custom_roles", List.of(Map.of("name", "tenant_viewonly_custom"))))
                .then()
                .statusCode(200)
                .body("custom_roles.name", equalTo(List.of("tenant_viewonly_custom")));
    }

    @Test
    void aMailServerThatIsDownLosesNoOperator() {
        Mailbox.loseMailOf(other);
        OperatorApi down = new OperatorApi(keycloak, other);
        Response made = down.signUp(body("unheard@sign-up.test"));
        made.then().statusCode(200).body("verification_email_sent", equalTo(false));
        down.get(made.path("id")).then().statusCode(200).body("verification_email_sent", nullValue());
    }

    /** Whose sign-ups wait for their mail server keeps those of others neither from their turn nor from their mail. */
    @Test
    void aMailServerThatHangsKeepsNoOtherTenantWaiting() throws Exception {
        OperatorApi hung = new OperatorApi(keycloak, other);
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            other.update(realm -> realm.putObject("smtpServer")
                    .put("host", "127.0.0.1")
                    .put("port", Integer.toString(hanging.getLocalPort()))
                    .put("from", "pbx@mail.test"));
            List<CompletableFuture<Response>> waiting = Stream.of("h1", "h2", "h3", "h4")
                    .map(name -> CompletableFuture.supplyAsync(() -> hung.signUp(body(name + "@sign-up.test"))))
                    .toList();
            try (Socket unanswered = hanging.accept()) {
                api.signUp(body("calm@sign-up.test"))
                        .then()
                        .statusCode(200)
                        .body("verification_email_sent", equalTo(true));
                unanswered.setSoTimeout(1);
                assertThatThrownBy(() -> unanswered.getInputStream().read())
                        .as("the first mail waits for its greeting still")
                        .isInstanceOf(SocketTimeoutException.class);
                assertThat(waiting).anyMatch(answer -> !answer.isDone());
            }
            hanging.close();
            assertThat(waiting)
                    .extracting(answer -> answer.get(WAIT.toSeconds(), TimeUnit.SECONDS))
                    .extracting(Response::statusCode)
                    .containsOnly(200);
        }
        assertThat(mailbox.to("calm@sign-up.test")).hasSize(1);
    }

    @Test
    void aTenantWhoseUsersHaveNoAttributesOfOperatorsHasNone() {
        String path = other.adminPath("/users/profile");
        String profile = keycloak.admin().get(path).asString();
        withoutAttributesOfOperators(path);
        new OperatorApi(keycloak, other)
                .signUp(body("unknown@sign-up.test"))
                .then()
                .statusCode(400)
                .body(
                        "",
                        equalTo(
                                errors(
                                        "OPERATOR_INVALID_TENANT_DATA",
                                        "The tenant's users have no attribute pbx.operator. An upgrade of the tenant brings it")));
        assertThat(keycloak.admin()
                        .queryParam("email", "unknown@sign-up.test")
                        .get(other.adminPath("/users"))
                        .<List<?>>path(""))
                .isEmpty();
        keycloak.admin().body(profile).put(path).then().statusCode(200);
    }

    private void withoutAttributesOfOperators(String path) {
        Map<String, Object> profile = new HashMap<>(keycloak.admin().get(path).<Map<String, Object>>path(""));
        profile.remove("unmanagedAttributePolicy");
        profile.put(
                "attributes",
                ((List<Map<String, Object>>) profile.get("attributes"))
                        .stream()
                                .filter(attribute -> !((String) attribute.get("name")).startsWith("pbx.operator"))
                                .toList());
        keycloak.admin().body(profile).put(path).then().statusCode(200);
    }
}
