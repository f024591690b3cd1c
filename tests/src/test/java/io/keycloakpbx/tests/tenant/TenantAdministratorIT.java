package io.keycloakpbx.tests.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.signin.Mailbox;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What who has the role Admin may do in its tenant, and what not; the tenant's own settings. */
@OnKeycloak
class TenantAdministratorIT {

    private static final String PASSWORD = "Boss-of-a-tenant-1!";
    private static final String NEEDS_ADMIN = "You do not have access: this needs the role Admin.";
    private static final String ASTERISKS = "**********";

    private static String bossToken;
    private static String staffToken;

    private final Keycloak keycloak;
    private final Realm tenant;

    TenantAdministratorIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    static void makeUsers(Realm tenant) {
        tenant.createUser("boss", PASSWORD, "Admin");
        tenant.createUser("staff", PASSWORD, "QueueManager");
        bossToken = tenant.userToken("boss", PASSWORD);
        staffToken = tenant.userToken("staff", PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/users",
                "/groups",
                "/roles",
                "/events",
                "/admin-events",
                "/identity-provider/instances",
                "/tenant",
                "/blocked-addresses",
                "/pbx-sign-ins/why?user=boss",
                "/pbx-operators",
                "/pbx-operator-roles",
                "/security-keys",
                "/extensions",
                "/pbx-groups",
                "/pbx-branches",
                "/pbx-permissions",
                "/pbx-data",
                "/communication_manager/rest/config/asterisk"
            })
    void reads(String path) {
        boss().get(tenant.adminPath(path)).then().statusCode(200);
        as(staffToken).get(tenant.adminPath(path)).then().statusCode(403);
        boss().get("/admin/realms/globex" + path).then().statusCode(403);
    }

    @Test
    @Tag("smoke")
    void administersUsersGroupsExtensionsAndIdentityProviders() {
        String user = id(
                boss().body(Map.of("username", "made-by-boss", "enabled", true)).post(tenant.adminPath("/users")));
        String path = tenant.adminPath("/users/" + user);
        boss().body(Map.of("type", "password", "value", "Made-by-boss-1!", "temporary", false))
                .put(path + "/reset-password")
                .then()
                .statusCode(204);
        for (String role : List.of("QueueManager", "Admin")) {
            boss().body(List.of(tenant.role(role)))
                    .post(path + "/role-mappings/realm")
                    .then()
                    .statusCode(204);
        }
        String group = id(boss().body(Map.of("name", "made by boss")).post(tenant.adminPath("/groups")));
        boss().put(path + "/groups/" + group).then().statusCode(204);
        boss().delete(tenant.adminPath("/attack-detection/brute-force/users/" + user))
                .then()
                .statusCode(204);
        boss().body(Map.of("name", "pbx of boss"))
                .post(tenant.adminPath("/communication_manager/rest/config/asterisk"))
                .then()
                .statusCode(201);
        boss().delete(tenant.adminPath("/blocked-addresses/192.0.2.1")).then().statusCode(404);
        makeProvider("corp");
        mapper("corp", "PBX role", Map.of("role", "QueueManager", "syncMode", "INHERIT"))
                .then()
                .statusCode(201);
        boss().delete(path).then().statusCode(204);
    }

    private void makeProvider(String alias) {
        boss().body(Map.of(
                        "alias",
                        alias,
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
    }

    private Response mapper(String provider, String name, Map<String, String> config) {
        return boss().body(Map.of(
                        "name",
                        name,
                        "identityProviderAlias",
                        provider,
                        "identityProviderMapper",
                        config.containsKey("group")
                                ? "oidc-hardcoded-group-idp-mapper"
                                : "oidc-hardcoded-role-idp-mapper",
                        "config",
                        config))
                .post(tenant.adminPath("/identity-provider/instances/" + provider + "/mappers"));
    }

    @Test
    void givesNobodyAdminRolesByAMapper() {
        makeProvider("sly");
        String message =
                "Identity provider mapper sly gives admin roles that you do not have; an administrator of the master"
                        + " realm may do it";
        refusedMapper(mapper("sly", "sly", Map.of("role", "realm-management.realm-admin")), message);

        String group = id(keycloak.admin().body(Map.of("name", "realm admins")).post(tenant.adminPath("/groups")));
        tenant.grantClientRolesTo("/groups/" + group, "realm-management", "realm-admin");
        String below = id(keycloak.admin()
                .body(Map.of("name", "below"))
                .post(tenant.adminPath("/groups/" + group + "/children")));
        assertThat(below).isNotEmpty();
        refusedMapper(mapper("sly", "sly", Map.of("group", "/realm admins/below")), message);

        // Nor by changing one that was harmless.
        Response made = mapper("sly", "sly", Map.of("role", "QueueManager"));
        made.then().statusCode(201);
        String path = tenant.adminPath("/identity-provider/instances/sly/mappers/" + id(made));
        Map<String, Object> changed = keycloak.admin().get(path).path("");
        changed.put("config", Map.of("role", "realm-management.realm-admin"));
        refusedMapper(boss().body(changed).put(path), message);
        keycloak.admin().get(path).then().body("config.role", equalTo("QueueManager"));
        // Nor by making another kind of mapper of it.
        changed.put("config", Map.of("role", "QueueManager", "group", "/realm admins"));
        changed.put("identityProviderMapper", "oidc-hardcoded-role-idp-mapper");
        keycloak.admin().body(changed).put(path).then().statusCode(204);
        changed.put("identityProviderMapper", "oidc-hardcoded-group-idp-mapper");
        refusedMapper(boss().body(changed).put(path), message);
        changed.put("config", Map.of("role", "realm-management.realm-admin"));
        changed.put("identityProviderMapper", "oidc-hardcoded-role-idp-mapper");
        // An administrator of the master realm may.
        keycloak.admin().body(changed).put(path).then().statusCode(204);
    }

    /** An app of the tenant is told who an administrator is, and cannot administer by it. */
    @Test
    void appsDoNotAdminister() {
        String app = keycloak.admin()
                .queryParam("clientId", "pbx-app")
                .get(tenant.adminPath("/clients"))
                .then()
                .statusCode(200)
                .extract()
                .path("[0].id");
        keycloak.admin()
                .queryParam("userId", tenant.userId("boss"))
                .queryParam("scope", "openid")
                .get(tenant.adminPath("/clients/" + app + "/evaluate-scopes/generate-example-access-token"))
                .then()
                .statusCode(200)
                .body("pbx_role", equalTo("Admin"))
                .body("realm_access.roles", not(hasItem("Admin")))
                .body("resource_access", not(hasKey("realm-management")));
    }

    private void refusedMapper(Response response, String message) {
        response.then().statusCode(403).body("errorMessage", equalTo(message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PUT | | {\"displayName\":\"Mine\"}",
                "PUT | | {\"enabled\":false}",
                "PUT | | {\"realm\":\"mine\"}",
                "PUT | | {\"attributes\":{\"pbx.sipDomain\":\"mine.example.test\"}}",
                "DELETE | | ",
                "GET | /clients?clientId=pbx-rest&search=false | ",
                "POST | /clients | {\"clientId\":\"mine\"}",
                "POST | /authentication/flows | {\"alias\":\"mine\",\"providerId\":\"basic-flow\",\"topLevel\":true}",
                "PUT | /client-policies/policies | {\"policies\":[]}",
                "PUT | /client-policies/profiles | {\"profiles\":[]}",
                "POST | /components | {\"name\":\"mine\",\"providerId\":\"rsa-generated\",\"providerType\":\"org.keycloak.keys.KeyProvider\"}",
                "GET | /components | ",
                "POST | /roles | {\"name\":\"mine\"}",
                "PUT | /users/profile | {\"attributes\":[]}",
                "POST | /partialImport | {\"users\":[]}",
                "POST | /partial-export | ",
                "DELETE | /events | ",
                "DELETE | /admin-events | ",
                "PUT | /events/config | {\"eventsEnabled\":false}"
            })
    void mayNot(String method, String path, String body) {
        RequestSpecification request = boss();
        if (body != null) {
            request.body(body);
        }
        request.request(method, tenant.adminPath(path == null ? "" : path))
                .then()
                .statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"realm-admin", "manage-realm", "manage-clients", "manage-events", "impersonation"})
    void givesNobodyAnAdminRoleThatItDoesNotHave(String role) {
        String client = keycloak.admin()
                .get(tenant.adminPath("/clients?clientId=realm-management"))
                .path("[0].id");
        Map<String, Object> representation = keycloak.admin()
                .get(tenant.adminPath("/clients/" + client + "/roles/" + role))
                .path("");
        boss().body(List.of(representation))
                .post(tenant.adminPath("/users/" + tenant.userId("boss") + "/role-mappings/clients/" + client))
                .then()
                .statusCode(403);
    }

    @Test
    void hasNoSayInTheMasterRealm() {
        boss().get("/admin/realms/master/tenants").then().statusCode(403);
        boss().body("{\"name\":\"Mine\"}")
                .put("/admin/realms/master/tenants/" + tenant.name())
                .then()
                .statusCode(403);
        boss().post("/admin/realms/master/tenants/" + tenant.name() + "/suspend")
                .then()
                .statusCode(403);
    }

    @Test
    void renamesUsersWhoCannotRenameThemselves() {
        String id = tenant.createUser("before-rename", PASSWORD);
        String path = tenant.adminPath("/users/" + id);
        Map<String, Object> user = boss().get(path).path("");
        user.put("username", "Admin");
        boss().body(user)
                .put(path)
                .then()
                .statusCode(400)
                .body("field", equalTo("username"))
                .body("errorMessage", equalTo("pbxReservedUsername"));
        user.put("username", "staff");
        boss().body(user).put(path).then().statusCode(409);
        user.put("username", "after-rename");
        boss().body(user).put(path).then().statusCode(204);
        boss().get(path).then().body("username", equalTo("after-rename"));

        String account = tenant.path("/account");
        String own = tenant.userToken("after-rename", PASSWORD);
        Map<String, Object> profile = new HashMap<>(as(own).accept(ContentType.JSON)
                .get(account)
                .then()
                .statusCode(200)
                .extract()
                .path(""));
        profile.keySet().retainAll(List.of("username", "email", "firstName", "lastName"));
        profile.put("username", "renamed-by-itself");
        profile.put("firstName", "Changed");
        as(own).accept(ContentType.JSON).body(profile).post(account);
        boss().get(path).then().body("username", equalTo("after-rename"));
        profile.put("username", "after-rename");
        as(own).accept(ContentType.JSON).body(profile).post(account).then().statusCode(204);
        boss().get(path).then().body("firstName", equalTo("Changed"));
    }

    @Test
    void changesTheTenantsOwnSettings() {
        Map<String, Object> server = new HashMap<>(Map.of(
                "host",
                "mail.example.test",
                "port",
                587,
                "from",
                "pbx@example.test",
                "fromDisplayName",
                "PBX of Example",
                "starttls",
                true,
                "auth",
                "true",
                "user",
                "pbx",
                "password",
                "Mail-secret-1!"));
        tenant.clearEvents();
        settings(Map.of(
                        "name",
                        "Example Ltd",
                        "website",
                        "https://example.test/",
                        "avatarUrl",
                        "https://example.test/logo.svg",
                        "smtpServer",
                        server,
                        "secondFactor",
                        true,
                        "redirectUris",
                        List.of("https://app.example.test/*", "com.example.app:/callback")))
                .statusCode(204);
        try {
            settings()
                    .body("name", equalTo("Example Ltd"))
                    .body("website", equalTo("https://example.test/"))
                    .body("avatarUrl", equalTo("https://example.test/logo.svg"))
                    .body("secondFactor", equalTo(true))
                    .body("redirectUris", contains("com.example.app:/callback", "https://app.example.test/*"))
                    .body("smtpServer.password", equalTo(ASTERISKS))
                    .body("smtpServer.port", equalTo("587"))
                    .body("smtpServer.fromDisplayName", equalTo("PBX of Example"));
            Realm.AdminEvent event = tenant.adminEvents("tenant").get(0);
            assertThat(event.resourceType()).isEqualTo("PBX_TENANT");
            assertThat(event.operationType()).isEqualTo("UPDATE");
            assertThat(event.representation()).contains("mail.example.test").doesNotContain("Mail-secret-1!");

            // The password is not told and stays, but only for the same server.
            server.put("password", ASTERISKS);
            server.put("fromDisplayName", "Example");
            settings(Map.of("smtpServer", server)).statusCode(204);
            settings().body("smtpServer.fromDisplayName", equalTo("Example"));
            for (Map.Entry<String, Object> other : Map.<String, Object>of(
                            "host", "evil.example.test", "port", 25, "starttls", false, "user", "other")
                    .entrySet()) {
                Map<String, Object> moved = new HashMap<>(server);
                moved.put(other.getKey(), other.getValue());
                refused(
                        Map.of("smtpServer", moved),
                        "smtpServer.password must be given anew where host, port, user, auth, ssl or starttls are other"
                                + " than before");
            }
            refused(
                    Map.of("smtpServer", Map.of()),
                    "secondFactor needs smtpServer: codes are mailed, and without them nobody could sign in. Set smtpServer,"
                            + " or set secondFactor to false");
        } finally {
            settings(Map.of("secondFactor", false, "smtpServer", Map.of(), "website", "", "redirectUris", List.of()))
                    .statusCode(204);
        }
        settings()
                .body("secondFactor", equalTo(false))
                .body("smtpServer", anEmptyMap())
                .body("website", nullValue())
                .body("redirectUris", equalTo(List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\":\" \"} | name must not be empty",
                "{\"website\":\"javascript:alert(1)\"} | website must be an http or https URL",
                "{\"avatarUrl\":\"data:image/png;base64,AA\"} | avatarUrl must be an http or https URL or a path that begins with /",
                "{\"avatarUrl\":\"/logo.png\"} | avatarUrl must be an http or https URL",
                "{\"secondFactor\":\"yes\"} | secondFactor must be true or false",
                "{\"sipDomain\":\"mine.example.test\"} | the request body has a member that is not one of avatarUrl, expected, identityProvidersCreateUsers, managed, name, passwordResetEndsSessions, redirectUris, revokeOnSteal, secondFactor, smtpServer, tenantId, twoFactorResendSeconds, website",
                "{\"basicAuth\":true} | the request body has a member that is not one of avatarUrl, expected, identityProvidersCreateUsers, managed, name, passwordResetEndsSessions, redirectUris, revokeOnSteal, secondFactor, smtpServer, tenantId, twoFactorResendSeconds, website",
                "{\"twoFactorResendSeconds\":601} | twoFactorResendSeconds must be a whole number from 1 to 600",
                "{\"twoFactorResendSeconds\":\"7\"} | twoFactorResendSeconds must be a whole number from 1 to 600",
                "{\"twoFactorResendSeconds\":1.5} | twoFactorResendSeconds must be a whole number from 1 to 600",
                "{\"revokeOnSteal\":\"yes\"} | revokeOnSteal must be true or false",
                "{\"managed\":[]} | managed must be an object",
                "{\"expected\":{\"expected\":{}}} | expected has a member that is not one of avatarUrl, identityProvidersCreateUsers, managed, name, passwordResetEndsSessions, redirectUris, revokeOnSteal, secondFactor, smtpServer, tenantId, twoFactorResendSeconds, website",
                "{\"tenantId\":\"1\"} | tenantId is given once; leave it out or as it is",
                "{\"redirectUris\":\"https://a.test/\"} | redirectUris must be a list of at most 50 strings",
                "{\"smtpServer\":\"mail\"} | smtpServer must be an object",
                "{\"smtpServer\":{\"debug\":\"true\"}} | smtpServer has a member that is not one of allowutf8, auth, envelopeFrom, from, fromDisplayName, host, password, port, replyTo, replyToDisplayName, ssl, starttls, user",
                "{\"smtpServer\":{\"from\":\"a@b.test\"}} | smtpServer.host is required",
                "{\"smtpServer\":{\"host\":\"a.test\"}} | smtpServer.from is required",
                "{\"smtpServer\":{\"host\":\"a b\",\"from\":\"a@b.test\"}} | smtpServer.host must be a host name or an IP address",
                "{\"smtpServer\":{\"host\":\"a.test\",\"from\":\"nobody\"}} | smtpServer.from must be an email address",
                "{\"smtpServer\":{\"host\":\"a.test\",\"from\":\"a@b.test\",\"replyTo\":\"x\"}} | smtpServer.replyTo must be an email address",
                "{\"smtpServer\":{\"host\":\"a.test\",\"from\":\"a@b.test\",\"port\":0}} | smtpServer.port must be a whole number from 1 to 65535",
                "{\"smtpServer\":{\"host\":\"a.test\",\"from\":\"a@b.test\",\"port\":\"65536\"}} | smtpServer.port must be a whole number from 1 to 65535",
                "{\"smtpServer\":{\"host\":\"a.test\",\"from\":\"a@b.test\",\"port\":{}}} | smtpServer.port must be a string",
                "{\"smtpServer\":{\"host\":\"a.test\",\"from\":\"a@b.test\",\"ssl\":\"yes\"}} | smtpServer.ssl must be true or false",
                "{\"smtpServer\":{\"host\":\"a.test\",\"from\":\"a@b.test\",\"fromDisplayName\":\"a\\nb\"}} | smtpServer.fromDisplayName must have no control or formatting characters",
                "{\"smtpServer\":{\"host\":\"a.test\",\"from\":\"a@b.test\",\"auth\":true}} | smtpServer.user is required",
                "{\"smtpServer\":{\"host\":\"a.test\",\"from\":\"a@b.test\",\"auth\":true,\"user\":\"u\"}} | smtpServer.password is required",
                "{\"secondFactor\":true} | secondFactor needs smtpServer: codes are mailed, and without them nobody could sign in. Set smtpServer, or set secondFactor to false"
            })
    void refusesBadSettings(String body, String message) {
        boss().body(body)
                .put(tenant.adminPath("/tenant"))
                .then()
                .statusCode(400)
                .body("errorMessage", equalTo(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example.test/",
                "https://*.example.test/",
                "https://app.example.test/a*",
                "https://app.example.test/?a=/*",
                "https://boss@app.example.test/",
                "https://app.example.test/#a",
                "javascript:alert(1)",
                "myapp:/callback",
                "com.example.app:/*",
                "/relative",
                "*",
                "a b"
            })
    void refusesAddressesThatAreNoApps(String uri) {
        boss().body(Map.of("redirectUris", List.of("http://localhost:3000/*", uri)))
                .put(tenant.adminPath("/tenant"))
                .then()
                .statusCode(400)
                .body(
                        "errorMessage",
                        equalTo(
                                "redirectUris[1] must be an https address, an http address of localhost, 127.0.0.1 or [::1],"
                                        + " or one of an app's own scheme such as com.example.app:/callback, without user name and"
                                        + " fragment; * may only be at the end of a path, as /*"));
        settings().body("redirectUris", equalTo(List.of()));
    }

    @Test
    void onlyTheTenantsAdministratorAndTheOperatorHaveTheSettings() {
        for (String token :
                List.of(staffToken, tenant.clientToken("pbx-integration", tenant.clientSecret("pbx-integration")))) {
            as(token)
                    .get(tenant.adminPath("/tenant"))
                    .then()
                    .statusCode(403)
                    .body("errorMessage", equalTo(NEEDS_ADMIN));
            as(token).body("{}").put(tenant.adminPath("/tenant")).then().statusCode(403);
            as(token).post(tenant.adminPath("/tenant/test-mail")).then().statusCode(403);
        }
        keycloak.http().get(tenant.adminPath("/tenant")).then().statusCode(401);
        boss().body("{\"name\":\"x\"}")
                .put("/admin/realms/globex/tenant")
                .then()
                .statusCode(403);
        boss().post("/admin/realms/globex/tenant/test-mail").then().statusCode(403);
        boss().body("{}").put(tenant.adminPath("/tenant")).then().statusCode(204);
        // Operators' clients need it in each path.
        String number = keycloak.admin().get(tenant.adminPath("")).path("attributes.'pbx.tenantId'");
        settings().body("tenantId", equalTo(number));
        settings(Map.of("tenantId", number)).statusCode(204);
        keycloak.admin().get(tenant.adminPath("/tenant")).then().statusCode(200);
        keycloak.admin()
                .get("/admin/realms/master/tenant")
                .then()
                .statusCode(404)
                .body("errorMessage", equalTo("This realm is no tenant: it has no SIP domain"));
        // Who may not have the settings is not told whether there are any.
        Realm master = keycloak.realm("master");
        master.createUser("wants-settings", PASSWORD);
        as(master.userToken("wants-settings", PASSWORD))
                .get("/admin/realms/master/tenant")
                .then()
                .statusCode(403)
                .body("errorMessage", equalTo(NEEDS_ADMIN));
    }

    /** Each is a realm attribute, and nothing of a request is kept where one of them is wrong. */
    @Test
    void changesHowPeopleSignIn() {
        Map<String, Object> byDefault = Map.of(
                "twoFactorResendSeconds",
                30,
                "passwordResetEndsSessions",
                true,
                "identityProvidersCreateUsers",
                false,
                "revokeOnSteal",
                false);
        Map<String, Object> changed = Map.of(
                "twoFactorResendSeconds",
                600,
                "passwordResetEndsSessions",
                false,
                "identityProvidersCreateUsers",
                true,
                "revokeOnSteal",
                true);
        holds(byDefault);
        Map<String, Object> wrong = new HashMap<>(changed);
        wrong.put("twoFactorResendSeconds", 0);
        settings(wrong)
                .statusCode(400)
                .body("field", equalTo("twoFactorResendSeconds"))
                .body("key", equalTo("pbxErrorNumber"))
                .body("params", equalTo(Map.of("min", "1", "max", "600")));
        holds(byDefault);
        settings(changed).statusCode(204);
        holds(changed);
        assertThat(attributes())
                .containsEntry("pbx.twoFactorResendSeconds", "600")
                .containsEntry("pbx.passwordResetEndsSessions", "false")
                .containsEntry("pbx.identityProvidersCreateUsers", "true")
                .containsEntry("pbx.revokeOnSteal", "true");
        settings(byDefault).statusCode(204);
        holds(byDefault);
    }

    /** What guards the server is neither told to the tenant's administrator nor set by it; whoever manages the realm does. */
    @Test
    void whatGuardsTheServerIsOfWhoManagesTheRealm() {
        settings().body("$", not(hasKey("managed")));
        for (Map<String, ?> change : List.of(
                Map.of("managed", Map.of("webAllowedAddresses", List.of("0.0.0.0/0"))),
                Map.of("managed", Map.of("basicAuth", false)),
                Map.of("name", "Never", "expected", Map.of("managed", Map.of("webFailedAuthAmount", 5))))) {
            settings(change)
                    .statusCode(403)
                    .body("errorMessage", equalTo("You do not have access: this needs the role manage-realm."))
                    .body("field", equalTo("managed"));
        }
        assertThat(attributes()).doesNotContainKeys("pbx.webAllowedAddresses", "pbx.basicAuth");
        Map<String, Object> told = operatorsSettings().extract().path("managed");
        assertThat(told)
                .containsEntry("webFailedAuthAmount", 5)
                .containsEntry("webBlacklistTimeInterval", 3_600)
                .containsEntry("webAllowedAddresses", List.of("127.0.0.0/8", "::1"))
                .containsEntry("basicAuth", false)
                .containsEntry("acceptSha1Passwords", false)
                .containsEntry("usernameRules", "refuse")
                .containsEntry("securityData", false)
                .containsEntry("description", "")
                .containsEntry("company", "")
                .containsEntry("passwordStrengthText", "")
                .containsEntry("passwordExpirationWarningDays", 0)
                .containsEntry("securityQuestions", 0)
                .containsEntry("enableIpAllowList", false)
                .containsEntry("ipAllowList", List.of())
                .containsEntry("sessionLogDays", 180)
                .containsEntry("auditLogDays", 365)
                .hasSize(16);
        managed(Map.of("managed", Map.of("description", "Never", "webAllowedAddresses", List.of("acme.test"))))
                .statusCode(400)
                .body("field", equalTo("managed.webAllowedAddresses[0]"))
                .body("key", equalTo("pbxErrorNetwork"))
                .body("params.network", equalTo("acme.test"));
        managed(Map.of("managed", Map.of("description", "Never", "company", " x")))
                .statusCode(400)
                .body("field", equalTo("managed.company"));
        managed(Map.of("managed", Map.of("usernameRules", "forget")))
                .statusCode(400)
                .body("errorMessage", equalTo("managed.usernameRules must be one of refuse, report"));
        managed(Map.of("managed", Map.of("sipDomain", "mine.example.test"))).statusCode(400);
        assertThat(attributes()).doesNotContainKeys("pbx.description", "pbx.company");
        managed(Map.of(
                        "managed",
                        Map.of(
                                "webFailedAuthAmount",
                                0,
                                "webAllowedAddresses",
                                List.of("127.0.0.0/8", "2001:db8::/32"),
                                "basicAuth",
                                true,
                                "usernameRules",
                                "report",
                                "company",
                                "settings of boss",
                                "ipAllowList",
                                List.of("192.0.2.0/24"))))
                .statusCode(204);
        assertThat(attributes())
                .containsEntry("pbx.webFailedAuthAmount", "0")
                .containsEntry("pbx.webAllowedAddresses", "127.0.0.0/8,2001:db8::/32")
                .containsEntry("pbx.basicAuth", "true")
                .containsEntry("pbx.usernameRules", "report")
                .containsEntry("pbx.company", "settings of boss")
                .containsEntry("pbx.ipAllowList", "192.0.2.0/24");
        // What is told is taken back, and the tenant's own administrator changes the rest as before.
        managed(Map.of("managed", told)).statusCode(204);
        assertThat(operatorsSettings().extract().<Map<String, Object>>path("managed"))
                .isEqualTo(told);
        assertThat(attributes()).doesNotContainKey("pbx.company");
        settings(Map.of("revokeOnSteal", false)).statusCode(204);
    }

    /** Nobody undoes what he has not seen. */
    @Test
    void ofTwoAdministratorsTheSecondIsTold() {
        settings(Map.of("website", "https://one.test", "redirectUris", List.of("https://one.test/")))
                .statusCode(204);
        Map<String, Object> seen = Map.of("website", "https://one.test", "redirectUris", List.of("https://one.test/"));
        Map<String, Object> first =
                Map.of("website", "https://two.test", "redirectUris", List.of("https://one.test/"), "expected", seen);
        settings(first).statusCode(204);
        settings(Map.of("name", "Never", "website", "https://three.test", "expected", seen))
                .statusCode(409)
                .body("field", equalTo("website"))
                .body("key", equalTo("pbxErrorOvertaken"))
                .body("params", equalTo(Map.of("shown", "https://one.test", "now", "https://two.test")))
                .body(
                        "errorMessage",
                        equalTo("website was https://one.test and is now https://two.test: somebody else has changed it"
                                + " meanwhile"));
        // The same once more, and what nobody has changed.
        settings(first).statusCode(204);
        settings(Map.of(
                        "redirectUris",
                        List.of(),
                        "expected",
                        Map.of("redirectUris", List.of("https://one.test/"), "smtpServer", Map.of())))
                .statusCode(204);
        settings().body("website", equalTo("https://two.test")).body("name", not(equalTo("Never")));
        settings(Map.of("website", "")).statusCode(204);
    }

    @Test
    void whoMayViewTheRealmSeesTheSettings() {
        tenant.grantClientRoles(tenant.createUser("reader", PASSWORD), "realm-management", "view-realm");
        String reader = tenant.userToken("reader", PASSWORD);
        as(reader)
                .get(tenant.adminPath("/tenant"))
                .then()
                .statusCode(200)
                .body("$", hasKey("managed"))
                .body("$", not(hasKey("redirectUris")));
        as(reader).body("{}").put(tenant.adminPath("/tenant")).then().statusCode(403);
        as(reader).post(tenant.adminPath("/tenant/test-mail")).then().statusCode(403);
    }

    private Map<String, String> attributes() {
        return keycloak.admin().get(tenant.adminPath("")).path("attributes");
    }

    private ValidatableResponse operatorsSettings() {
        return keycloak.admin().get(tenant.adminPath("/tenant")).then().statusCode(200);
    }

    private ValidatableResponse managed(Map<String, ?> change) {
        return keycloak.admin().body(change).put(tenant.adminPath("/tenant")).then();
    }

    private void holds(Map<String, Object> expected) {
        Map<String, Object> told = settings().extract().path("");
        assertThat(told).containsAllEntriesOf(expected);
    }

    @Test
    void triesTheMailServer() {
        ValidatableResponse none =
                boss().post(tenant.adminPath("/tenant/test-mail")).then();
        none.statusCode(400)
                .body("errorMessage", equalTo("The tenant has no mail server; set smtpServer"))
                .body("key", equalTo("pbxErrorNoMailServer"));
        try (Mailbox mailbox = new Mailbox()) {
            Map<String, String> server = new HashMap<>(mailbox.smtpServer("pbx", "Mail-secret-1!"));
            settings(Map.of("smtpServer", server)).statusCode(204);
            // What is sent back in place of the password keeps it: the mail server would refuse any other.
            server.put("password", ASTERISKS);
            settings(Map.of("smtpServer", server)).statusCode(204);
            boss().post(tenant.adminPath("/tenant/test-mail")).then().statusCode(204);
            assertThat(mailbox.to("boss@" + tenant.name() + ".test")).hasSize(1);
            assertThat(tenant.adminEvents("tenant/test-mail").get(0).operationType())
                    .isEqualTo("ACTION");
            keycloak.admin()
                    .post(tenant.adminPath("/tenant/test-mail"))
                    .then()
                    .statusCode(400)
                    .body(
                            "errorMessage",
                            equalTo("You have no email address that a mail could go to; set one for user admin"));
        }
        // Nobody listens there any more.
        boss().post(tenant.adminPath("/tenant/test-mail"))
                .then()
                .statusCode(400)
                .body(
                        "errorMessage",
                        equalTo(
                                "The mail server cannot be reached or did not take the mail. Check smtpServer: host and port,"
                                        + " ssl or starttls, user and password, from"));
        settings(Map.of("smtpServer", Map.of())).statusCode(204);
    }

    private RequestSpecification boss() {
        return as(bossToken);
    }

    private RequestSpecification as(String token) {
        return keycloak.http(token).contentType(ContentType.JSON);
    }

    private ValidatableResponse settings() {
        return boss().get(tenant.adminPath("/tenant"))
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"));
    }

    private ValidatableResponse settings(Map<String, ?> change) {
        return boss().body(change).put(tenant.adminPath("/tenant")).then();
    }

    private void refused(Map<String, ?> change, String message) {
        settings(change).statusCode(400).body("errorMessage", equalTo(message));
    }

    private static String id(Response created) {
        created.then().statusCode(201);
        String location = created.header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
