package io.keycloakpbx.tests.username;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import io.keycloakpbx.tests.FormBrowser;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Settings;
import io.restassured.response.ValidatableResponse;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users who come from elsewhere, past every validator: a bad name does not sign in. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignUsersIT {

    private static final String PASSWORD = "Foreign-user-1!";
    private static final String PEOPLE = "ou=people,dc=example,dc=test";

    private static final String KEPT = "The user's directory keeps this, and lets nobody change it here";

    private final Keycloak keycloak;
    private final Realm tenant;

    /** Has users of a company. */
    private Realm brokering;

    private Realm company;

    ForeignUsersIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    void makeCompany() {
        company = keycloak.createRealm("company");
        brokering = keycloak.tenant();
        trustCompany();
    }

    @Test
    void aUserOfAnLdapServer() throws Exception {
        try (Directory directory = new Directory()) {
            SignIns signIns = new SignIns(keycloak, tenant, tenant.name());
            signIns.work("o'brien", PASSWORD);
            signIns.areRefused("mary smith", PASSWORD, UsernameRulesIT.WORDS);
            signIns.areRefused("root", PASSWORD, "This user name is reserved for system administration");
        }
    }

    /** Roles that are only read from the directory are in no table, and no event tells of them. */
    @ParameterizedTest
    @ValueSource(strings = {"READ_ONLY", "LDAP_ONLY", "IMPORT"})
    void aDirectoryGivesNobodyARoleOfTheSystemLevel(String mode) throws Exception {
        try (Directory directory = new Directory()) {
            directory.roles(mode, "o'brien");

            SignIns signIns = new SignIns(keycloak, tenant, tenant.name());
            signIns.work("mary", PASSWORD);
            if (mode.equals("IMPORT")) {
                signIns.work("o'brien", PASSWORD);
                assertThat(roles(tenant, "o'brien")).contains("StandardUser").doesNotContain("SystemAdmin");
                String path = "/users/" + tenant.userId("o'brien") + "/role-mappings/realm";
                post(tenant, path, List.of(tenant.role("SystemAdmin"))).statusCode(403);
                post(tenant, path, List.of(tenant.role("Admin"))).statusCode(204);
                assertThat(roles(tenant, "o'brien")).contains("Admin").doesNotContain("SystemAdmin");
            } else {
                assertThat(keycloak.admin()
                                .queryParam("user", "o'brien")
                                .get(tenant.adminPath("/pbx-sign-ins/why"))
                                .<List<Map<String, Object>>>path("findings"))
                        .contains(Map.of(
                                "severity",
                                "error",
                                "key",
                                "pbxWhySystemLevelRole",
                                "params",
                                Map.of("name", "o'brien"),
                                "fix",
                                "edit-user"));
                String words = "This account has a role of system administration";
                signIns.areRefused("o'brien", PASSWORD, words);
                SignIns.areRefused(
                        signIns.page("kc_action", "pbx-username-rule")
                                .submit("username", "o'brien", "password", PASSWORD),
                        words);
            }
        }
    }

    /** A request that merely comes across such a user is about another one, and does its work. */
    @Test
    void anAdministratorsRequestIsRefusedOnlyWhereItIsAboutSuchAUser() throws Exception {
        try (Directory directory = new Directory()) {
            directory.roles("IMPORT", "o'brien");
            post(
                            tenant,
                            "/partialImport",
                            Map.of(
                                    "ifResourceExists",
                                    "SKIP",
                                    "users",
                                    List.of(Map.of("username", "o'brien"), Map.of("username", "zoe"))))
                    .statusCode(200)
                    .body("added", equalTo(1))
                    .body("skipped", equalTo(1));
            assertThat(tenant.userId("zoe")).isNotNull();
            assertThat(roles(tenant, "o'brien")).doesNotContain("SystemAdmin");

            String systemAdmin = "/users/" + tenant.userId("o'brien") + "/role-mappings/realm";
            post(tenant, systemAdmin, List.of(tenant.role("SystemAdmin")))
                    .statusCode(403)
                    .body("errorMessage", notNullValue());
            assertThat(roles(tenant, "o'brien")).doesNotContain("SystemAdmin");
        }
    }

    /** A list asks for the passwords of all who have a row at once, wherever the user comes from. */
    @Test
    void aListOfARealmWithADirectoryTellsWhenPasswordsWereSet() throws Exception {
        try (Directory directory = new Directory()) {
            tenant.createUser("local", PASSWORD);
            String servers = "/communication_manager/rest/config/asterisk";
            String server = post(tenant, servers, Map.of("name", "pbx"))
                    .statusCode(201)
                    .extract()
                    .path("id");
            keycloak.admin()
                    .get(tenant.adminPath(servers + "/" + server + "/users"))
                    .then()
                    .statusCode(200)
                    .body("find { it.username == 'local' }.lastPasswordChangedAt", notNullValue())
                    .body("find { it.username == 'mary' }.displayName", equalTo("First Last"))
                    .body("find { it.username == 'mary' }.lastPasswordChangedAt", nullValue());
        }
    }

    /** Directories do not count whom they have, and know of no extensions. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thePeopleOfADirectoryAreFoundByNameAndByExtension(boolean imported) throws Exception {
        try (Directory directory = new Directory(imported, "READ_ONLY")) {
            people("search", "mary", "max", "1")
                    .body("", hasSize(1))
                    .header("X-Total-Count", Integer::parseInt, greaterThanOrEqualTo(1));
            String mary = people("search", "mary").extract().path("find { it.username == 'mary' }.id");
            assertThat(mary.startsWith("f:")).isEqualTo(!imported);
            String servers = "/communication_manager/rest/config/asterisk";
            String server = post(tenant, servers, Map.of("name", "imported " + imported))
                    .statusCode(201)
                    .extract()
                    .path("id");
            String number = imported ? "6101" : "6102";
            String extensions = servers + "/" + server + "/extensions";
            String extension = post(tenant, extensions, Map.of("extension", number))
                    .statusCode(201)
                    .extract()
                    .path("id");
            post(
                            tenant,
                            extensions + "/" + extension + "/managingUser",
                            Map.of("id", mary, "username", "mary", "password", PASSWORD))
                    .statusCode(200);
            people("search", number)
                    .header("X-Total-Count", equalTo("1"))
                    .body("username", equalTo(List.of("mary")))
                    .body("[0].extensions.extension", equalTo(List.of(number)));
            people("search", number, "first", "1").body("", hasSize(0));
        }
    }

    private ValidatableResponse people(String... query) {
        var request = keycloak.admin();
        for (int i = 0; i < query.length; i += 2) {
            request.queryParam(query[i], query[i + 1]);
        }
        return request.get(tenant.adminPath("/pbx-people")).then().statusCode(200);
    }

    /** Where Keycloak may write what the directory does not keep. */
    @Test
    void aUserOfADirectoryMayDoWhatGroupsAndValuesSay() throws Exception {
        Map<String, Object> says = Map.of(
                "pbx.permissions.enable", List.of("900Dialing", "AutoAttendant"),
                "pbx.permissions.disable", List.of("Mobile"));
        String group = post(tenant, "/groups", Map.of("name", "dialers", "attributes", says))
                .statusCode(201)
                .extract()
                .header("Location")
                .replaceAll(".*/", "");
        try (Directory directory = new Directory(true, "UNSYNCED")) {
            String mary = tenant.userId("mary");
            keycloak.admin()
                    .put(tenant.adminPath("/users/" + mary + "/groups/" + group))
                    .then()
                    .statusCode(204);
            say(5712, "AutoAttendant", "DISABLE").statusCode(200);

            String permissions = tenant.adminPath("/users-permissions");
            keycloak.admin()
                    .get(permissions + "/" + mary)
                    .then()
                    .statusCode(200)
                    .body("permissions.find { it.name == '900Dialing' }.reason", equalTo("GROUP"))
                    .body("permissions.find { it.name == 'Mobile' }.enabled", equalTo(false))
                    .body("permissions.find { it.name == 'AutoAttendant' }.reason", equalTo("USER"));
            List<String> enabled = keycloak.admin()
                    .queryParam("search", "mary@example.test")
                    .get(permissions)
                    .path("[0].permissions");
            assertThat(enabled).contains("900Dialing", "LocalDialing").doesNotContain("Mobile", "AutoAttendant");
            mayDo(enabled);
        }
    }

    /** Keycloak has no row of them, and the directory takes nothing. */
    @Test
    void whatNobodyCanWriteIsNotChanged() throws Exception {
        try (Directory directory = new Directory(false, "READ_ONLY")) {
            say(6713, "Mobile", "DISABLE")
                    .statusCode(409)
                    .body("response.code", equalTo("ERROR_UPDATE_FAILED"))
                    .body("response.data.additionalMessage", equalTo(KEPT));
            mayDo(keycloak.admin()
                    .get(tenant.adminPath("/users-permissions/" + tenant.userId("mary")))
                    .path("permissions.findAll { it.reason in ['DEFAULT', 'ALWAYS'] && it.enabled }.name"));
        }
    }

    @Test
    void aRoleThatADirectoryKeepsIsNotTakenAway() throws Exception {
        try (Directory directory = new Directory()) {
            directory.roles("READ_ONLY", "o'brien");
            say(4711, "superadmin", "")
                    .statusCode(409)
                    .body("response.code", equalTo("ERROR_UPDATE_FAILED"))
                    .body("response.data.additionalMessage", equalTo(KEPT));
        }
    }

    @Test
    void aPasswordThatADirectoryKeepsIsNotChanged() throws Exception {
        try (Directory directory = new Directory()) {
            String number = keycloak.admin().get(tenant.adminPath("")).path("attributes.'pbx.tenantId'");
            String other = "Other-pw-12!";
            keycloak.http(tenant.userToken("mary", PASSWORD))
                    .contentType("application/json")
                    .body(Map.of("oldPassword", PASSWORD, "password", other, "repeatPassword", other))
                    .post(tenant.adminPath("/v2.0/api/tenants/" + number + "/accounts/password/change"))
                    .then()
                    .statusCode(400)
                    .body("_error.code", equalTo(List.of("ACCOUNT_INVALID_PASSWORD_CHANGE")))
                    .body(
                            "_error.message",
                            equalTo(List.of(
                                    "The user's directory keeps the password, and lets nobody change it here")));
        }
    }

    @Test
    void anOperatorWhomADirectoryKeepsIsNotChanged() throws Exception {
        try (Directory directory = new Directory()) {
            directory.mapper(
                    "hardcoded-attribute-mapper",
                    option("user.model.attribute", "pbx.operator"),
                    option("attribute.value", "true"));
            String id = tenant.userId("mary");
            String number = keycloak.admin().get(tenant.adminPath("")).path("attributes.'pbx.tenantId'");
            String operator = tenant.adminPath("/v2.0/api/tenants/" + number + "/operators/" + id);
            Map<String, Object> read = keycloak.admin()
                    .get(operator)
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("");
            tenant.clearEvents();
            keycloak.admin()
                    .body(Map.of(
                            "_etag",
                            read.get("_etag"),
                            "first_name",
                            "Other",
                            "roles",
                            List.of(Map.of("name", "tenant_viewonly"))))
                    .put(operator)
                    .then()
                    .statusCode(400)
                    .body("_error.code", equalTo(List.of("OPERATOR_INVALID_CANNOT_SET_READONLY_FIELDS")))
                    .body("_error.message", equalTo(List.of("firstName: The field firstName is read only.")));
            // The role that came along is not given either.
            assertThat(keycloak.admin().get(operator).<Map<String, Object>>path(""))
                    .isEqualTo(read);
            assertThat(tenant.adminEvents("users/" + id)).isEmpty();
        }
    }

    /** What Keycloak keeps of such a user is changed as that of others. */
    @Test
    void commandsChangeWhatTheDirectoryDoesNotKeep() throws Exception {
        try (Directory directory = new Directory()) {
            String id = tenant.userId("mary");
            number(7714);
            securityData(true);
            tenant.clearEvents();
            for (String member : List.of("LastName", "Email", "Description")) {
                isKept(member + ": The user's directory lets nobody change it here.", member, "other@example.test");
            }
            isKept(KEPT + '.', "Password", "Other-pw-12!");
            assertThat(tenant.adminEvents()).isEmpty();

            command("ModifyUser", "UserID", 7714, "IsDisabled", true)
                    .statusCode(200)
                    .body("Result.User.AccountStatus", equalTo("Disabled"))
                    .body("Result.User.LastName", equalTo("Last"));
            command("ModifyUser", "UserID", 7714, "IsDisabled", false).statusCode(200);
            command("CreateAuthorizationCode", "Lifespan", 60, "UserName", "mary")
                    .statusCode(200);
            assertThat(tenant.adminEvents().stream().map(event -> event.operationType() + ' ' + event.resourcePath()))
                    .containsExactlyInAnyOrder(
                            "UPDATE users/" + id, "UPDATE users/" + id, "ACTION users/" + id + "/authorization-code");
        } finally {
            securityData(false);
        }
    }

    /** With it on, whoever is imported has a number at once, and gets no other. */
    private void securityData(boolean on) {
        tenant.update(realm -> realm.withObjectProperty("attributes")
                .put("pbx.securityData", Boolean.toString(on))
                .put("pbx.securityQuestions", "1"));
    }

    private void isKept(String text, String member, String value) {
        command("ModifyUser", "UserID", 7714, member, value)
                .statusCode(403)
                .body(equalTo(
                        "{\"Messages\":[{\"ItemID\":7714,\"ItemIndex\":0,\"ItemType\":\"User\",\"LoggingNumber\":500306,"
                                + "\"Message\":\"" + text
                                + "\",\"Type\":\"Error\"}],\"Result\":{\"RemoveSuccessful\":false}}"));
    }

    /** Such a user is in no set, and so nobody, though there may be a number. */
    @Test
    void whoIsInADirectoryOnlyIsNobodyToCommands() throws Exception {
        try (Directory directory = new Directory(false, "READ_ONLY")) {
            number(8715);
            securityData(true);
            tenant.clearEvents();
            String unknown = "There is no User with the ID 8715.";
            for (String operation : List.of("ModifyUser", "UserLookup")) {
                command(operation, "UserID", 8715, "LastName", "Other")
                        .statusCode(404)
                        .body("Messages.Message", equalTo(List.of(unknown)));
            }
            command("ModifyUser", "UserID", 8715, "Remove", true)
                    .statusCode(404)
                    .body("Messages.Message", equalTo(List.of(unknown)));
            command(
                            "VerifySecurityAnswers",
                            "UserID",
                            8715,
                            "SecurityAnswers",
                            List.of(Map.of("SecurityQuestionID", 1, "Answer", "Rex")))
                    .statusCode(200)
                    .body("Result.Verified", equalTo(false));
            command("CreateAuthorizationCode", "Lifespan", 60, "UserName", "mary")
                    .statusCode(403)
                    .body(
                            "Messages.Message",
                            equalTo(List.of("The user is kept in a directory, and has no codes here.")));
            assertThat(tenant.adminEvents()).isEmpty();
        } finally {
            securityData(false);
        }
    }

    /** Calls a command, with members of its request by names and values in turn. */
    private ValidatableResponse command(String operation, Object... members) {
        Map<String, Object> request = new HashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            request.put((String) members[i], members[i + 1]);
        }
        return keycloak.admin()
                .body(Map.of("Request", request))
                .post(tenant.path("/securityservice/" + operation))
                .then();
    }

    /** Gives mary a number. The next ones may be given to others meanwhile. */
    private void number(int number) {
        Map<String, Object> numbered = Map.of("kind", "USER", "number", number, "id", tenant.userId("mary"));
        post(tenant, "/pbx-data", Map.of("servers", List.of(), "numbers", List.of(numbered)))
                .statusCode(200);
    }

    /** Gives mary a number, and says something of her. */
    private ValidatableResponse say(int number, String permission, String value) {
        number(number);
        return keycloak.http(keycloak.adminToken())
                .contentType("text/xml")
                .body("<user><permissions><setting><name>" + permission + "</name><value>" + value
                        + "</value></setting></permissions></user>")
                .put(tenant.adminPath("/sipxconfig/rest/user-permission/" + number))
                .then();
    }

    private void mayDo(List<String> enabled) {
        keycloak.http(tenant.userToken("mary", PASSWORD))
                .get(tenant.path("/permissions/me"))
                .then()
                .statusCode(200)
                .body("findAll { it.enabled }.name", equalTo(enabled));
    }

    private List<String> roles(Realm realm, String username) {
        return keycloak.admin()
                .get(realm.adminPath("/users/" + realm.userId(username) + "/role-mappings/realm/composite"))
                .path("name");
    }

    @Test
    void aUserOfAnIdentityProvider() {
        company.createUser("mary+company", PASSWORD);
        company.createUser("alice", PASSWORD);

        SignIns.areRefused(signIn("mary+company"), UsernameRulesIT.WORDS);
        // Keycloak has made the user, and refuses it again.
        assertThat(brokering.userId("mary+company")).isNotNull();
        SignIns.areRefused(signIn("mary+company"), UsernameRulesIT.WORDS);
        SignIns.areRefused(signIn("mary+company", "kc_action", "pbx-username-rule"), UsernameRulesIT.WORDS);

        assertThat(signIn("alice").parameter("code")).isNotNull();
        assertThat(signIn("alice", "kc_action", "pbx-username-rule").parameter("code"))
                .isNotNull();
    }

    /** Also where an app asks for the required action that keeps the user out. */
    @Test
    void aUserOfAnIdentityProviderWhoMayNotSignInFromHere() {
        company.createUser("far", PASSWORD);
        assertThat(signIn("far").parameter("code")).isNotNull();
        String path = brokering.adminPath("/users/" + brokering.userId("far"));
        ObjectNode user = keycloak.admin().get(path).as(ObjectNode.class);
        user.putObject("attributes").putArray("pbx.allowedAddresses").add("192.0.2.1");
        keycloak.admin().body(user).put(path).then().statusCode(204);

        String words = "You may not sign in from this address.";
        SignIns.areRefused(signIn("far"), words);
        SignIns.areRefused(signIn("far", "kc_action", "pbx-sign-in-restriction"), words);
    }

    /** A mapper of the provider would give everybody a role of the system level. */
    @Test
    void anIdentityProvidersMapperGivesNobodyARoleOfTheSystemLevel() {
        company.createUser("climber", PASSWORD);
        String mappers = "/identity-provider/instances/company/mappers";
        String mapper = post(
                        brokering,
                        mappers,
                        Map.of(
                                "name",
                                "everybody",
                                "identityProviderAlias",
                                "company",
                                "identityProviderMapper",
                                "oidc-hardcoded-role-idp-mapper",
                                "config",
                                Map.of("syncMode", "FORCE", "role", "SystemAdmin")))
                .statusCode(201)
                .extract()
                .header("Location");
        try {
            for (int i = 0; i < 2; i++) {
                assertThat(signIn("climber").parameter("code")).isNotNull();
                assertThat(roles(brokering, "climber")).contains("StandardUser").doesNotContain("SystemAdmin");
            }
        } finally {
            keycloak.admin()
                    .delete(brokering.adminPath(mappers + mapper.substring(mapper.lastIndexOf('/'))))
                    .then()
                    .statusCode(204);
        }
    }

    /** Further parameters of the request in turn. */
    private FormBrowser.Page signIn(String username, String... parameters) {
        String[] all = Stream.concat(Stream.of("kc_idp_hint", "company"), Stream.of(parameters))
                .toArray(String[]::new);
        return new SignIns(keycloak, brokering, brokering.name())
                .page(all)
                .submit("username", username, "password", PASSWORD);
    }

    /** Without the page that reviews a new user's profile: that page has the validator. */
    private void trustCompany() {
        post(
                        company,
                        "/clients",
                        Map.of(
                                "clientId",
                                "tenant",
                                "secret",
                                "secret-of-the-tenant",
                                "redirectUris",
                                List.of(brokering.issuer() + "/broker/company/endpoint")))
                .statusCode(201);
        post(
                        brokering,
                        "/authentication/flows",
                        Map.of("alias", "create", "providerId", "basic-flow", "topLevel", true, "builtIn", false))
                .statusCode(201);
        post(
                        brokering,
                        "/authentication/flows/create/executions/execution",
                        Map.of("provider", "idp-create-user-if-unique"))
                .statusCode(201);
        String executions = brokering.adminPath("/authentication/flows/create/executions");
        Map<String, Object> execution = keycloak.admin().get(executions).path("[0]");
        execution.put("requirement", "REQUIRED");
        keycloak.admin().body(execution).put(executions).then().statusCode(204);
        String endpoints = company.issuer() + "/protocol/openid-connect/";
        post(
                        brokering,
                        "/identity-provider/instances",
                        Map.of(
                                "alias",
                                "company",
                                "providerId",
                                "oidc",
                                "enabled",
                                true,
                                "firstBrokerLoginFlowAlias",
                                "create",
                                "config",
                                Map.ofEntries(
                                        Map.entry("issuer", company.issuer()),
                                        Map.entry("authorizationUrl", endpoints + "auth"),
                                        Map.entry("tokenUrl", endpoints + "token"),
                                        Map.entry("jwksUrl", endpoints + "certs"),
                                        Map.entry("useJwksUrl", "true"),
                                        Map.entry("validateSignature", "true"),
                                        Map.entry("clientId", "tenant"),
                                        Map.entry("clientSecret", "secret-of-the-tenant"),
                                        Map.entry("clientAuthMethod", "client_secret_post"),
                                        Map.entry("defaultScope", "openid profile email"))))
                .statusCode(201);
    }

    private ValidatableResponse post(Realm realm, String path, Object body) {
        return keycloak.admin().body(body).post(realm.adminPath(path)).then();
    }

    private static InMemoryDirectoryServer ldap() throws LDAPException, LDIFException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=test");
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("loopback", InetAddress.getLoopbackAddress(), 0, null));
        InMemoryDirectoryServer ldap = new InMemoryDirectoryServer(config);
        ldap.add("dn: dc=example,dc=test", "objectClass: domain", "dc: example");
        ldap.add("dn: " + PEOPLE, "objectClass: organizationalUnit", "ou: people");
        for (String uid : List.of("o'brien", "mary", "mary smith", "root")) {
            ldap.add(
                    "dn: uid=" + uid + "," + PEOPLE,
                    "objectClass: inetOrgPerson",
                    "uid: " + uid,
                    "cn: First",
                    "sn: Last",
                    "mail: " + uid.replaceAll("[^a-z]", "-") + "@example.test",
                    "userPassword: " + PASSWORD);
        }
        ldap.startListening();
        return ldap;
    }

    private static Map.Entry<String, List<String>> option(String name, String value) {
        return Map.entry(name, List.of(value));
    }

    /** A directory whose users the tenant has as long as it is there. Skips the test where the server is a container. */
    private final class Directory implements AutoCloseable {

        private final InMemoryDirectoryServer ldap;
        private final String component;

        Directory() throws LDAPException, LDIFException {
            this(true, "READ_ONLY");
        }

        Directory(boolean imported, String editMode) throws LDAPException, LDIFException {
            assumeFalse(Settings.IN_CONTAINER, "the LDAP server listens on this machine's loopback");
            ldap = ldap();
            String location = post(
                            tenant,
                            "/components",
                            Map.of(
                                    "name",
                                    "directory",
                                    "providerId",
                                    "ldap",
                                    "providerType",
                                    "org.keycloak.storage.UserStorageProvider",
                                    "config",
                                    Map.ofEntries(
                                            option("vendor", "other"),
                                            option("connectionUrl", "ldap://127.0.0.1:" + ldap.getListenPort()),
                                            option("usersDn", PEOPLE),
                                            option("authType", "none"),
                                            option("editMode", editMode),
                                            option("usernameLDAPAttribute", "uid"),
                                            option("rdnLDAPAttribute", "uid"),
                                            option("uuidLDAPAttribute", "entryUUID"),
                                            option("userObjectClasses", "inetOrgPerson"),
                                            option("importEnabled", Boolean.toString(imported)),
                                            option("enabled", "true"))))
                    .statusCode(201)
                    .extract()
                    .header("Location");
            component = location.substring(location.lastIndexOf('/') + 1);
        }

        /** Gives the tenant roles too: mary is a QueueManager and an Admin, and another a SystemAdmin. */
        void roles(String mode, String systemAdmin) throws LDAPException, LDIFException {
            String roles = "ou=roles,dc=example,dc=test";
            ldap.add("dn: " + roles, "objectClass: organizationalUnit", "ou: roles");
            ldap.add(
                    "dn: cn=SystemAdmin," + roles,
                    "objectClass: groupOfNames",
                    "cn: SystemAdmin",
                    "member: uid=" + systemAdmin + "," + PEOPLE);
            for (String role : List.of("QueueManager", "Admin")) {
                ldap.add(
                        "dn: cn=" + role + "," + roles,
                        "objectClass: groupOfNames",
                        "cn: " + role,
                        "member: uid=mary," + PEOPLE);
            }
            mapper(
                    "role-ldap-mapper",
                    option("roles.dn", roles),
                    option("role.name.ldap.attribute", "cn"),
                    option("role.object.classes", "groupOfNames"),
                    option("membership.ldap.attribute", "member"),
                    option("membership.attribute.type", "DN"),
                    option("membership.user.ldap.attribute", "uid"),
                    option("mode", mode),
                    option("user.roles.retrieve.strategy", "LOAD_ROLES_BY_MEMBER_ATTRIBUTE"),
                    option("use.realm.roles.mapping", "true"));
        }

        /** Takes over more of its users. */
        @SafeVarargs
        final void mapper(String provider, Map.Entry<String, List<String>>... options) {
            post(
                            tenant,
                            "/components",
                            Map.of(
                                    "name",
                                    provider,
                                    "parentId",
                                    component,
                                    "providerId",
                                    provider,
                                    "providerType",
                                    "org.keycloak.storage.ldap.mappers.LDAPStorageMapper",
                                    "config",
                                    Map.ofEntries(options)))
                    .statusCode(201);
        }

        /** Keycloak removes the directory's users with it. */
        @Override
        public void close() {
            keycloak.admin()
                    .delete(tenant.adminPath("/components/" + component))
                    .then()
                    .statusCode(204);
            ldap.close();
        }
    }
}
