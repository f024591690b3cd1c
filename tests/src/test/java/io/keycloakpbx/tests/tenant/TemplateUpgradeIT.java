package io.keycloakpbx.tests.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.server.Database;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Settings;
import io.keycloakpbx.tests.Together;
import io.restassured.http.ContentType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tenant that exists gets what its template has got since, and keeps what is its own. */
@OnKeycloak
class TemplateUpgradeIT {

    private static final String UPGRADE = "/admin/realms/master/tenants/{domain}/upgrade";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MEMORY = "pbx.template";
    private static final String OWN = "changed or made in the tenant";
    private static final String REMOVED = "removed in the tenant";

    private final Keycloak keycloak;
    private final Realm tenant;

    TemplateUpgradeIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    static void onPostgres() {
        assumeTrue(Settings.DATABASE == Database.Kind.POSTGRES, "H2 lets nobody write while a server runs on it");
    }

    @Test
    void bringsWhatTheTenantLacksAndWhatItHasOfAnEarlierTemplate() {
        assertThat(upgrade(tenant, true)).isEqualTo(json("{'dryRun':true,'differences':[]}"));
        assertThat(upgrade(tenant, false)).isEqualTo(json("{'dryRun':false,'differences':[]}"));
        assertThat(events(tenant)).isEmpty();

        // The customer's own.
        String app = idOf(tenant, "clients", "clientId", "pbx-app");
        put(tenant, "/clients/" + app, "description", "Our apps");
        put(tenant, "/clients/" + app, "redirectUris", List.of("https://app.upgrade.example.test/*"));
        keycloak.admin()
                .body(Map.of("newName", "ours"))
                .post(tenant.adminPath("/authentication/flows/browser/copy"))
                .then()
                .statusCode(201);
        tenant.update(realm -> realm.put("browserFlow", "ours"));
        String pbx = idOf(tenant, "client-scopes", "name", "pbx");
        String role = idOf(tenant, "client-scopes/" + pbx + "/protocol-mappers/models", "name", "PBX role");
        delete(tenant, "/client-scopes/" + pbx + "/protocol-mappers/models/" + role);
        // What an administrator has lost.
        delete(tenant, "/clients/" + idOf(tenant, "clients", "clientId", "pbx-provisioning"));
        delete(tenant, "/authentication/required-actions/pbx-username-rule");
        delete(tenant, "/authentication/required-actions/pbx-sign-in-restriction");
        keycloak.admin()
                .body(Map.of("policies", List.of()))
                .put(tenant.adminPath("/client-policies/policies"))
                .then()
                .statusCode(204);
        // What an earlier template had otherwise: a flow without its first step, another password policy, other words.
        String lock =
                idOf(tenant, "authentication/flows/pbx browser forms/executions", "providerId", "pbx-address-lock");
        delete(tenant, "/authentication/executions/" + lock);
        tenant.update(realm -> realm.put("passwordPolicy", "length(6)"));
        put(tenant, "/client-scopes/" + idOf(tenant, "client-scopes", "name", "sip"), "description", "A slim token");
        String rest = idOf(tenant, "clients", "clientId", "pbx-rest");
        put(tenant, "/clients/" + rest, "description", "Sign-in");
        put(tenant, "/clients/" + rest, "redirectUris", List.of("https://rest.upgrade.example.test/*"));
        for (JsonNode kept : upgrade(tenant, true).get("differences")) {
            if (List.of("pbx browser forms", "passwordPolicy", "sip", "pbx-rest")
                    .contains(kept.get("name").asText())) {
                assertThat(kept.get("action").asText()).isEqualTo("kept");
                remember(tenant, kept);
            }
        }

        List<String> before = export(tenant);
        JsonNode tried = upgrade(tenant, true);
        assertThat(export(tenant)).isEqualTo(before);
        assertThat(events(tenant)).isEmpty();
        List<String> told = told(tried);
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "change realm setting passwordPolicy null",
                        "kept flow binding browserFlow " + OWN,
                        "change client scope sip null",
                        "kept client scope's mapper pbx/PBX role " + REMOVED,
                        "change flow pbx browser forms null",
                        "kept client pbx-app " + OWN,
                        "change client pbx-rest null",
                        "add client pbx-provisioning " + REMOVED,
                        "add service account's role pbx-provisioning/realm-management/manage-users " + REMOVED,
                        "add service account's role pbx-provisioning/realm-management/view-users " + REMOVED,
                        "add client policy pbx-public-clients " + REMOVED,
                        "add client policy pbx-session-address " + REMOVED,
                        "add required action pbx-username-rule " + REMOVED,
                        "add required action pbx-sign-in-restriction " + REMOVED);
        assertThat(of(tried, "sip"))
                .isEqualTo(json("{'kind':'client scope','name':'sip','action':'change',"
                        + "'from':{'description':'A slim token'},"
                        + "'to':{'description':'A slim access token that fits into a SIP request over UDP'}}"));
        assertThat(of(tried, "pbx-app"))
                .isEqualTo(json("{'kind':'client','name':'pbx-app','action':'kept','from':{'description':'Our apps'},"
                        + "'to':{'description':'Web, desktop and mobile PBX apps and desk phones: authorization code with"
                        + " PKCE, device authorization'},'why':'" + OWN + "','key':'pbxWhyKeptOwn'}"));
        assertThat(of(tried, "browserFlow"))
                .isEqualTo(json("{'kind':'flow binding','name':'browserFlow','action':'kept','from':'ours',"
                        + "'to':'pbx browser','why':'" + OWN + "','key':'pbxWhyKeptOwn'}"));

        JsonNode done = upgrade(tenant, false);
        assertThat(done.get("differences")).isEqualTo(tried.get("differences"));
        assertThat(events(tenant)).hasSize(1);
        Realm.AdminEvent event = events(tenant).get(0);
        assertThat(event.operationType()).isEqualTo("ACTION");
        assertThat(event.resourceType()).isEqualTo("PBX_TENANT");
        assertThat(json(event.representation())).isEqualTo(done);

        assertThat(told(upgrade(tenant, false)))
                .containsExactlyInAnyOrderElementsOf(
                        told.stream().filter(line -> line.startsWith("kept")).toList());
        assertThat(events(tenant)).hasSize(1);
        get(tenant, "/clients/" + app, "redirectUris", List.of("https://app.upgrade.example.test/*"));
        get(tenant, "/clients/" + rest, "redirectUris", List.of("https://rest.upgrade.example.test/*"));
        get(tenant, "/clients/" + rest, "webOrigins", List.of());
        get(tenant, "", "browserFlow", "ours");
        get(tenant, "", "smtpServer", Map.of());
        works(tenant);
    }

    /** With the client that came back, too. */
    private void works(Realm realm) {
        realm.createUser("101", "Upgrade-of-101!");
        assertThat(realm.userToken("101", "Upgrade-of-101!")).isNotEmpty();
        String token = realm.clientToken("pbx-provisioning", realm.clientSecret("pbx-provisioning"));
        keycloak.http(token)
                .get(realm.adminPath("/users"))
                .then()
                .statusCode(200)
                .body("username", equalTo(List.of("101")));
        assertThat(keycloak.admin()
                        .get(realm.adminPath("/authentication/flows/pbx browser forms/executions"))
                        .then()
                        .statusCode(200)
                        .extract()
                        .<List<String>>path("findAll { it.level == 0 }.providerId"))
                .startsWith("pbx-address-lock", "pbx-username-password-form");
    }

    @Test
    void aTenantOfTheFirstReleaseGetsWhatIsNewOnceAndKeepsItsOwn() {
        Realm old = keycloak.tenant();
        memory(old, "");
        String app = idOf(old, "clients", "clientId", "pbx-app");
        put(old, "/clients/" + app, "description", "Our apps");
        old.update(realm -> realm.put("editUsernameAllowed", false));
        String pbx = idOf(old, "client-scopes", "name", "pbx");
        String role = idOf(old, "client-scopes/" + pbx + "/protocol-mappers/models", "name", "PBX role");
        delete(old, "/client-scopes/" + pbx + "/protocol-mappers/models/" + role);
        delete(old, "/clients/" + idOf(old, "clients", "clientId", "pbx-rest"));
        delete(old, "/clients/" + idOf(old, "clients", "clientId", "pbx-integration") + "/roles/issue-security-keys");
        String brokerFlow = "authentication/flows/pbx first broker login existing user/executions";
        delete(old, "/authentication/executions/" + idOf(old, brokerFlow, "providerId", "pbx-address-lock"));
        keycloak.admin()
                .post("/admin/realms/master/tenants/{domain}/suspend", old.name())
                .then()
                .statusCode(204);

        List<JsonNode> answers = Together.send(2, number -> upgrade(old, false));

        String[] kept = {
            "kept client pbx-app " + OWN,
            "kept client scope's mapper pbx/PBX role " + REMOVED,
            "kept client's role pbx-integration/issue-security-keys " + REMOVED,
            "kept service account's role pbx-integration/pbx-integration/issue-security-keys"
                    + " the tenant has no client's role pbx-integration/issue-security-keys"
        };
        assertThat(answers.stream().map(TemplateUpgradeIT::told))
                .satisfiesExactlyInAnyOrder(
                        first -> assertThat(first)
                                .contains(kept)
                                .contains(
                                        "change realm setting editUsernameAllowed null",
                                        "add client pbx-rest " + REMOVED,
                                        "kept flow pbx first broker login existing user " + OWN)
                                .hasSize(kept.length + 3),
                        second -> assertThat(second).containsExactlyInAnyOrder(kept));
        JsonNode lacking = of(upgrade(old, true), "pbx-integration/pbx-integration/issue-security-keys");
        assertThat(lacking.get("key").asText()).isEqualTo("pbxWhyKeptLacking");
        assertThat(lacking.get("params").get("kind").asText()).isEqualTo("client's role");
        assertThat(lacking.get("params").get("name").asText()).isEqualTo("pbx-integration/issue-security-keys");
        assertThat(events(old)).hasSize(1);
        get(old, "", "enabled", false);
        // No flow of a tenant is without it, as after a start of the server.
        assertThat(idOf(old, brokerFlow, "providerId", "pbx-address-lock")).isNotNull();
        get(old, "", "editUsernameAllowed", true);
        get(old, "/clients/" + app, "description", "Our apps");
        // Whatever an update sends does not make the tenant forget.
        String remembered = memory(old);
        old.update(realm -> ((ObjectNode) realm.get("attributes")).remove(MEMORY));
        assertThat(memory(old)).isEqualTo(remembered);
        old.attribute(MEMORY, "");
        assertThat(memory(old)).isEqualTo(remembered);
        old.attribute(MEMORY, "what it was before");
        assertThat(memory(old)).isEqualTo(remembered);
    }

    @Test
    void aRealmThatNoTemplateMadeGetsAllButRightsForItsOwnClients() {
        Realm own = keycloak.realm("own.upgrade.example.test");
        keycloak.admin()
                .body(json("{'realm':'own.upgrade.example.test','enabled':true,"
                                + "'attributes':{'pbx.sipDomain':'own.upgrade.example.test'},"
                                + "'roles':{'realm':[{'name':'guest','description':'Visitors'},{'name':'devops'}]},"
                                + "'clients':[{'clientId':'pbx-provisioning','serviceAccountsEnabled':true},"
                                + "{'clientId':'pbx-integration','serviceAccountsEnabled':false}],"
                                + "'users':[{'username':'service-account-pbx-provisioning','enabled':true,"
                                + "'serviceAccountClientId':'pbx-provisioning',"
                                + "'clientRoles':{'realm-management':['view-users']}}]}")
                        .toString())
                .post("/admin/realms")
                .then()
                .statusCode(201);
        String[] kept = {
            "kept service account's role pbx-provisioning/realm-management/manage-users"
                    + " the tenant has its own client pbx-provisioning",
            "kept service account's role pbx-integration/pbx-integration/issue-security-keys"
                    + " the tenant has its own client pbx-integration",
            "kept realm role guest the tenant does not remember it from a template",
            "kept realm role devops the tenant does not remember it from a template"
        };
        assertThat(told(upgrade(own, false)))
                .contains(kept)
                .contains(
                        "add realm role Admin null",
                        "add group administrators null",
                        "add group's role administrators/Admin null",
                        "add flow pbx browser forms null");
        String administrators = idOf(own, "groups", "name", "administrators");
        get(own, "/groups/" + administrators, "description", "Users with superadmin privileges");
        get(own, "/groups/" + administrators, "realmRoles", List.of("Admin"));
        assertThat(told(upgrade(own, false))).contains(kept).allMatch(line -> line.startsWith("kept"));
        String account = keycloak.admin()
                .get(own.adminPath(
                        "/clients/" + idOf(own, "clients", "clientId", "pbx-provisioning") + "/service-account-user"))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        get(
                own,
                "/users/" + account + "/role-mappings",
                "clientMappings.'realm-management'.mappings.name",
                List.of("view-users"));
        keycloak.admin()
                .get(own.adminPath("/roles/Admin/composites"))
                .then()
                .statusCode(200)
                .body("name", hasItems("manage-users", "view-events"));
        ownRolesOfTheNamesOfBaseRolesAreItsOwn(own);
    }

    /** They mean nothing, and whoever manages the realm gets them out of the way of the template's; there is no other way to these. */
    private void ownRolesOfTheNamesOfBaseRolesAreItsOwn(Realm own) {
        String operators =
                "/v2.0/api/tenants/" + keycloak.admin().get(own.adminPath("")).path("attributes.'pbx.tenantId'");
        String user = own.createUser("own-ops", "Own-ops-1!", "devops", "guest");
        String permissions = operators + "/operators/" + user + "/effective_permissions";
        get(own, permissions, "roles", List.of());
        get(own, operators + "/base_roles", "items.findAll { it.id == null }.name", List.of("guest", "devops"));
        own.grantClientRoles(own.createUser("own-boss", "Own-boss-1!"), "realm-management", "realm-admin");
        String boss = own.userToken("own-boss", "Own-boss-1!");
        Map<String, Object> devops = own.role("devops");
        Map<String, Object> marked = new HashMap<>(devops);
        marked.put("attributes", Map.of("pbx.baseRole", List.of("true")));
        String byId = own.adminPath("/roles-by-id/" + devops.get("id"));
        keycloak.http(boss)
                .contentType(ContentType.JSON)
                .body(marked)
                .put(byId)
                .then()
                .statusCode(403);
        assertThat(own.role("devops")).isEqualTo(devops);
        keycloak.http(boss)
                .contentType(ContentType.JSON)
                .body(Map.of("name", "our_devops", "description", "Ours"))
                .put(byId)
                .then()
                .statusCode(204);
        keycloak.http(boss).delete(own.adminPath("/roles/guest")).then().statusCode(204);
        for (Map<String, Object> again : List.of(Map.<String, Object>of("name", "devops"), marked)) {
            keycloak.http(boss)
                    .contentType(ContentType.JSON)
                    .body(again)
                    .post(own.adminPath("/roles"))
                    .then()
                    .statusCode(403);
        }
        assertThat(told(upgrade(own, false))).contains("add realm role guest null", "add realm role devops null");
        get(own, permissions, "roles", List.of());
        get(own, operators + "/base_roles", "items.findAll { it.id == null }.name", List.of());
        keycloak.admin().delete(own.adminPath("/roles/guest")).then().statusCode(403);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"dryrun=true,", "dryRun=true&force=true,", "dryRun=true,{}", ",{'dryRun':true}", ",dryRun=true"})
    void whatIsNoDryRunIsNoUpgrade(String query, String body) {
        var request = keycloak.admin();
        if (body != null) {
            request.body(body);
        }
        request.post("/admin/realms/master/tenants/" + tenant + "/upgrade" + (query == null ? "" : "?" + query))
                .then()
                .statusCode(400)
                .body(
                        "",
                        equalTo(Map.of(
                                "errorMessage",
                                "An upgrade takes nothing but the query parameter dryRun, and no body;"
                                        + " for a dry run send ?dryRun=true")));
    }

    @Test
    void twoAnswersToOneQuestionAreNone() {
        keycloak.admin()
                .queryParam("dryRun", "false", "true")
                .post(UPGRADE, tenant.name())
                .then()
                .statusCode(400)
                .body("", equalTo(Map.of("errorMessage", "dryRun must be true or false")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "TRUE", "1", "", "true "})
    void aDryRunIsOneOrIsNot(String dryRun) {
        keycloak.admin()
                .queryParam("dryRun", dryRun)
                .post(UPGRADE, tenant.name())
                .then()
                .statusCode(400)
                .body("", equalTo(Map.of("errorMessage", "dryRun must be true or false")));
    }

    @Test
    void anUnknownTenant() {
        keycloak.admin()
                .post(UPGRADE, "unknown.example.test")
                .then()
                .statusCode(404)
                .body(
                        "",
                        equalTo(Map.of(
                                "errorMessage",
                                "Could not find a tenant with this SIP domain",
                                "key",
                                "pbxErrorNoTenant")));
    }

    private JsonNode upgrade(Realm realm, boolean dryRun) {
        return json(keycloak.admin()
                .queryParam("dryRun", dryRun)
                .post(UPGRADE, realm.name())
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    private static List<String> told(JsonNode answer) {
        List<String> told = new ArrayList<>();
        answer.get("differences")
                .forEach(one -> told.add(String.join(
                        " ",
                        one.get("action").asText(),
                        one.get("kind").asText(),
                        one.get("name").asText(),
                        one.path("why").asText("null"))));
        return told;
    }

    private static JsonNode of(JsonNode answer, String name) {
        for (JsonNode one : answer.get("differences")) {
            if (one.get("name").asText().equals(name)) {
                return one;
            }
        }
        throw new AssertionError("Nothing is told of " + name);
    }

    /** Makes what the tenant says now what an earlier template said: the digests are what it remembers of that. */
    private void remember(Realm realm, JsonNode kept) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(Base64.getUrlDecoder().decode(memory(realm)));
        JsonNode from = kept.get("from");
        if (from.isObject()) {
            from.properties().forEach(member -> all.writeBytes(digest(kept, member.getKey(), member.getValue())));
        } else {
            all.writeBytes(digest(kept, "", from));
        }
        memory(realm, Base64.getUrlEncoder().withoutPadding().encodeToString(all.toByteArray()));
    }

    private String memory(Realm realm) {
        return keycloak.admin().get(realm.adminPath("")).then().extract().path("attributes.'" + MEMORY + "'");
    }

    /** Behind the server's back: it lets nobody write it. */
    private void memory(Realm realm, String value) {
        try (Connection connection =
                        DriverManager.getConnection(keycloak.database().jdbcUrl());
                PreparedStatement update = connection.prepareStatement("update REALM_ATTRIBUTE set VALUE = ?"
                        + " where NAME = ? and REALM_ID = (select ID from REALM where NAME = ?)")) {
            update.setString(1, value);
            update.setString(2, MEMORY);
            update.setString(3, realm.name());
            assertThat(update.executeUpdate()).isEqualTo(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        keycloak.admin().post(realm.adminPath("/clear-realm-cache")).then().statusCode(204);
    }

    private static byte[] digest(JsonNode of, String member, JsonNode value) {
        String text =
                String.join("\0", of.get("kind").asText(), "", of.get("name").asText(), member, "", value.toString());
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)), 6);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private List<Realm.AdminEvent> events(Realm realm) {
        return keycloak.realm("master").adminEvents("tenants/" + realm + "/upgrade");
    }

    /** All that is said, in whatever order: that of sets is another one after a realm was read anew. */
    private List<String> export(Realm realm) {
        String all = keycloak.admin()
                .queryParam("exportClients", true)
                .queryParam("exportGroupsAndRoles", true)
                .post(realm.adminPath("/partial-export"))
                .then()
                .statusCode(200)
                .extract()
                .asString();
        return Arrays.stream(all.split("[\\[\\]{},]")).sorted().toList();
    }

    private String idOf(Realm realm, String list, String member, String value) {
        return keycloak.admin()
                .get(realm.adminPath("/" + list))
                .then()
                .statusCode(200)
                .extract()
                .path("find { it." + member + " == '" + value + "' }.id");
    }

    private void put(Realm realm, String path, String member, Object value) {
        Map<String, Object> body = keycloak.admin()
                .get(realm.adminPath(path))
                .then()
                .statusCode(200)
                .extract()
                .path("");
        body.put(member, value);
        keycloak.admin().body(body).put(realm.adminPath(path)).then().statusCode(204);
    }

    private void delete(Realm realm, String path) {
        keycloak.admin().delete(realm.adminPath(path)).then().statusCode(204);
    }

    private void get(Realm realm, String path, String member, Object value) {
        keycloak.admin().get(realm.adminPath(path)).then().statusCode(200).body(member, equalTo(value));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.startsWith("{'") ? text.replace('\'', '"') : text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
