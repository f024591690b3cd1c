package io.keycloakpbx.tests.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What belongs to the operator is out of reach of whoever is of the tenant, whatever its token says. */
@OnKeycloak
class OperatorsFactsIT {

    private static final String TENANTS = "/admin/realms/master/tenants";
    private static final String TENANT = TENANTS + "/{domain}";
    private static final String PASSWORD = "Operators-facts-1!";
    private static final String CHIEF = "chief";
    private static final String INTEGRATION = "pbx-integration";

    private final Keycloak keycloak;
    private final Realm tenant;

    OperatorsFactsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    /** Both may do in the realm all that Keycloak lets its own administrators do. */
    @BeforeAll
    static void makeAdministrators(Keycloak keycloak, Realm tenant) {
        tenant.grantClientRoles(tenant.createUser(CHIEF, PASSWORD), "realm-management", "realm-admin");
        String integration = keycloak.admin()
                .get(tenant.adminPath("/clients/{client}/service-account-user"), client(keycloak, tenant, INTEGRATION))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        tenant.grantClientRoles(integration, "realm-management", "realm-admin");
        // A token for years would otherwise outlive every suspension.
        tenant.update(realm -> realm.put("accessTokenLifespan", 31_536_000)
                .put("ssoSessionMaxLifespan", 63_072_000)
                .put("ssoSessionIdleTimeout", 63_072_000));
    }

    @AfterEach
    void resume() {
        suspend("the tenants resource", false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"the tenants resource", "the Admin API"})
    void aSuspendedTenantIsClosedAndNothingComesBack(String way) {
        Response online = tenant.passwordGrant(CHIEF, PASSWORD);
        Response offline = offline();
        List<String> tokens = List.of(online.path("access_token"), offline.path("access_token"), integration());
        tokens.forEach(token -> users(token).statusCode(200));

        suspend(way, true);
        tokens.forEach(token -> {
            users(token).statusCode(401);
            saved(tenant, token, realm -> realm.put("enabled", true)).statusCode(401);
            keycloak.http(token).get(tenant.path("/extensions/me")).then().statusCode(closed());
        });
        keycloak.admin().get(TENANT, tenant.name()).then().body("enabled", equalTo(false));

        suspend(way, false);
        tokens.forEach(token -> {
            users(token).statusCode(401);
            keycloak.http(token).get(tenant.path("/extensions/me")).then().statusCode(401);
        });
        refreshed(online).statusCode(400);
        refreshed(offline).statusCode(400);
        // Who signs in now works, even within the very second.
        users(tenant.userToken(CHIEF, PASSWORD)).statusCode(200);
    }

    /** As an admin console does that has read the realm before. */
    @Test
    void whoSavesAnOldCopyOfARealmRevivesNoTokens() {
        String token = integration();
        ObjectNode copy = keycloak.admin().get(tenant.adminPath("")).as(ObjectNode.class);
        suspend("the tenants resource", true);
        keycloak.admin().body(copy).put(tenant.adminPath("")).then().statusCode(204);
        keycloak.admin().get(tenant.adminPath("")).then().body("enabled", equalTo(true));
        users(token).statusCode(401);
    }

    @Test
    void aTenantIsSuspendedRenamedAndDeletedByTheOperatorOnly() {
        for (String token : List.of(tenant.userToken(CHIEF, PASSWORD), integration())) {
            forbidden(saved(tenant, token, realm -> realm.put("enabled", false)), "suspend or resume");
            forbidden(saved(tenant, token, realm -> realm.put("realm", "better-name")), "rename");
            forbidden(
                    saved(tenant, token, realm -> attributes(realm).put("pbx.sipDomain", "taken.facts.test")),
                    "change the SIP domains of");
            forbidden(
                    saved(tenant, token, realm -> attributes(realm).put("pbx.sipDomain", "")),
                    "change the SIP domains of");
            forbidden(
                    saved(tenant, token, realm -> attributes(realm).put("pbx.tenantId", "4711")),
                    "change the tenant number of");
            forbidden(keycloak.http(token).delete(tenant.adminPath("")).then(), "delete");
            // What is the tenant's own goes on.
            saved(tenant, token, realm -> realm.put("displayName", "Own Ltd")).statusCode(204);
        }
        keycloak.admin()
                .get(TENANT, tenant.name())
                .then()
                .statusCode(200)
                .body("realm", equalTo(tenant.name()))
                .body("name", equalTo("Own Ltd"))
                .body("enabled", equalTo(true));
    }

    @Test
    void theSystemLevelIsNoTenant() {
        Realm master = keycloak.realm("master");
        String refusal =
                "Realm master is the system level and cannot be a tenant; give the SIP domain to a realm of its own";
        for (String attribute : List.of("pbx.sipDomain", "pbx.sipDomainAliases")) {
            saved(master, keycloak.adminToken(), realm -> attributes(realm).put(attribute, "system.facts.test"))
                    .statusCode(400)
                    .body("errorMessage", equalTo(refusal));
        }
        keycloak.admin().get(TENANT, "system.facts.test").then().statusCode(404);
        keycloak.admin().post(TENANT + "/suspend", "system.facts.test").then().statusCode(404);
        keycloak.admin().delete(TENANT, "system.facts.test").then().statusCode(404);
        keycloak.admin().get(master.adminPath("")).then().body("attributes.'pbx.sipDomain'", nullValue());
        // Other changes of master are nobody's concern.
        keycloak.admin()
                .body(Map.of("realm", "master"))
                .put(master.adminPath(""))
                .then()
                .statusCode(204);
    }

    @Test
    void aToolThatKnowsItsOwnAttributesOnlyLeavesATenantATenant() {
        Realm other = keycloak.tenant();
        other.attribute("pbx.sipDomainAliases", "alias.tool.facts.example.test");
        Map<String, Object> before = tenant(other.name());
        keycloak.admin()
                .body(Map.of(
                        "realm", other.name(), "displayName", "Tool Ltd", "attributes", Map.of("costCentre", "42")))
                .put(other.adminPath(""))
                .then()
                .statusCode(204);
        Map<String, Object> expected = new HashMap<>(before);
        expected.put("name", "Tool Ltd");
        assertThat(tenant("alias.tool.facts.example.test")).isEqualTo(expected);
        keycloak.admin()
                .get(other.adminPath(""))
                .then()
                .body("attributes.costCentre", equalTo("42"))
                .body("attributes.'pbx.tenantId'", equalTo(before.get("tenantId")));

        // Giving up is said: first an alias, then all.
        other.attribute("pbx.sipDomainAliases", "");
        keycloak.admin().get(TENANT, "alias.tool.facts.example.test").then().statusCode(404);
        keycloak.admin()
                .body(Map.of("attributes", Map.of("pbx.sipDomain", "")))
                .put(other.adminPath(""))
                .then()
                .statusCode(204);
        keycloak.admin().get(TENANT, other.name()).then().statusCode(404);
        keycloak.admin().get(other.adminPath("")).then().body("attributes.'pbx.sipDomain'", nullValue());
    }

    /** Whoever saves a realm is told, rather than whoever signs in later. */
    @Test
    void numbersAmongTheAttributesAreNumbers() {
        String attribute = "pbx.webBlacklistTimeInterval";
        imported("numbers-of-import", Map.of("pbx.sipDomain", "import.numbers.test", attribute, "soon"))
                .statusCode(400)
                .body(
                        "errorMessage",
                        equalTo("Attribute " + attribute
                                + " of realm numbers-of-import must be a whole number from 1 to 2678400: soon"));
        for (String value : List.of("soon", "0", "99999999999999999999", "1.5")) {
            saved(tenant, keycloak.adminToken(), realm -> attributes(realm).put(attribute, value))
                    .statusCode(400)
                    .body(
                            "errorMessage",
                            equalTo("Attribute " + attribute + " of realm " + tenant
                                    + " must be a whole number from 1 to 2678400: " + value));
        }
        saved(tenant, keycloak.adminToken(), realm -> attributes(realm).put(attribute, "60"))
                .statusCode(204);
    }

    @Test
    void aTenantsNumberIsGivenOnceAndIsNobodyElses() {
        String number = (String) tenant(tenant.name()).get("tenantId");
        saved(tenant, keycloak.adminToken(), realm -> attributes(realm).put("pbx.tenantId", "4711"))
                .statusCode(400)
                .body(
                        "errorMessage",
                        equalTo("Attribute pbx.tenantId of realm " + tenant
                                + " is given once, by the server; leave it out or as it is"));
        saved(tenant, keycloak.adminToken(), realm -> attributes(realm).put("pbx.tenantId", ""))
                .statusCode(204);
        assertThat(tenant(tenant.name())).containsEntry("tenantId", number);

        // A copy of the realm's file.
        imported("number-copy", Map.of("pbx.sipDomain", "copy.number.facts.test", "pbx.tenantId", number))
                .statusCode(201);
        String other = (String) tenant("copy.number.facts.test").get("tenantId");
        assertThat(other).matches("[0-9]{1,16}").isNotEqualTo(number);
        keycloak.admin().get("/admin/realms/number-copy").then().body("attributes.'pbx.tenantId'", equalTo(other));
        // A tenant that moves here brings its number.
        imported("number-moved", Map.of("pbx.sipDomain", "moved.number.facts.test", "pbx.tenantId", "987654321"))
                .statusCode(201);
        assertThat(tenant("moved.number.facts.test"))
                .containsEntry("tenantId", "987654321")
                .containsEntry("realm", "number-moved");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pbx.website | javascript:alert(1) | an http or https URL",
                "pbx.avatarUrl | data:image/png;base64,AAAA | an http or https URL or a path that begins with /",
                "pbx.avatarUrl | //evil.test/logo | an http or https URL or a path that begins with /"
            })
    void whatATenantShowsIsHeldToTheRulesOnEveryWay(String attribute, String value, String rule) {
        imported("rules-of-import", Map.of("pbx.sipDomain", "import.rules.test", attribute, value))
                .statusCode(400)
                .body("errorMessage", equalTo("Attribute " + attribute + " of realm rules-of-import must be " + rule));
        keycloak.admin().get("/admin/realms/rules-of-import").then().statusCode(404);
        saved(tenant, tenant.userToken(CHIEF, PASSWORD), realm -> attributes(realm)
                        .put(attribute, value))
                .statusCode(400)
                .body("errorMessage", equalTo("Attribute " + attribute + " of realm " + tenant + " must be " + rule));
        keycloak.http()
                .queryParam("domain", tenant.name())
                .get("/realms/master/api/info")
                .then()
                .statusCode(200)
                .body(not(containsString(value)));
    }

    private static Matcher<Integer> closed() {
        return both(greaterThanOrEqualTo(400)).and(lessThan(500));
    }

    private void suspend(String way, boolean suspended) {
        if (way.equals("the tenants resource")) {
            keycloak.admin()
                    .post(TENANT + (suspended ? "/suspend" : "/resume"), tenant.name())
                    .then()
                    .statusCode(204);
        } else {
            tenant.update(realm -> realm.put("enabled", !suspended));
        }
    }

    /** A token of the integration's service account. */
    private String integration() {
        return tenant.clientToken(INTEGRATION, tenant.clientSecret(INTEGRATION));
    }

    private static String client(Keycloak keycloak, Realm tenant, String clientId) {
        return keycloak.admin()
                .queryParam("clientId", clientId)
                .get(tenant.adminPath("/clients"))
                .then()
                .statusCode(200)
                .extract()
                .path("[0].id");
    }

    /** Tokens of an app that may go on without the user being there. */
    private Response offline() {
        String scope = keycloak.admin()
                .get(tenant.adminPath("/client-scopes"))
                .then()
                .statusCode(200)
                .extract()
                .path("find { it.name == 'offline_access' }.id");
        keycloak.admin()
                .put(
                        tenant.adminPath("/clients/{client}/optional-client-scopes/{scope}"),
                        client(keycloak, tenant, "pbx-rest"),
                        scope)
                .then()
                .statusCode(204);
        Response answer = tenant.tokenRequest(
                "grant_type",
                "password",
                "client_id",
                "pbx-rest",
                "client_secret",
                tenant.clientSecret("pbx-rest"),
                "username",
                CHIEF,
                "password",
                PASSWORD,
                "scope",
                "openid offline_access");
        answer.then().statusCode(200);
        return answer;
    }

    private ValidatableResponse refreshed(Response tokens) {
        return tenant.tokenRequest(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        "pbx-rest",
                        "client_secret",
                        tenant.clientSecret("pbx-rest"),
                        "refresh_token",
                        tokens.path("refresh_token"))
                .then();
    }

    private ValidatableResponse users(String token) {
        return keycloak.http(token).get(tenant.adminPath("/users")).then();
    }

    private ValidatableResponse saved(Realm realm, String token, Consumer<ObjectNode> change) {
        ObjectNode representation = keycloak.admin().get(realm.adminPath("")).as(ObjectNode.class);
        change.accept(representation);
        return keycloak.http(token)
                .contentType(ContentType.JSON)
                .body(representation)
                .put(realm.adminPath(""))
                .then();
    }

    private static ObjectNode attributes(ObjectNode realm) {
        return realm.withObjectProperty("attributes");
    }

    private ValidatableResponse imported(String name, Map<String, String> attributes) {
        return keycloak.admin()
                .body(Map.of("realm", name, "enabled", true, "attributes", attributes))
                .post("/admin/realms")
                .then();
    }

    private Map<String, Object> tenant(String domain) {
        return keycloak.admin()
                .get(TENANT, domain)
                .then()
                .statusCode(200)
                .extract()
                .path("");
    }

    private void forbidden(ValidatableResponse response, String change) {
        response.statusCode(403)
                .body(
                        "errorMessage",
                        equalTo("Only an administrator of the master realm may " + change + " realm " + tenant));
    }
}
