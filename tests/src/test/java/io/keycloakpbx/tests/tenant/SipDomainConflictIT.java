package io.keycloakpbx.tests.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One SIP domain, one realm: on every path on which a running server takes domains. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SipDomainConflictIT {

    private static final String TENANTS = "/admin/realms/master/tenants";
    private static final String TENANT = TENANTS + "/{domain}";
    private static final int ROUNDS = 2;
    private static final int CALLERS = 4;

    private final Keycloak keycloak;
    private final Realm tenant;
    private Realm other;

    SipDomainConflictIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    void makeOther() {
        other = keycloak.tenant();
    }

    @Test
    void aNewTenant() {
        conflict(
                create("second", "acme.example.com"),
                "SIP domain acme.example.com of realm second belongs to realm acme already; remove it from one of them");
        conflict(
                create("second", "second.example.test", "x.example.test", "SIP.acme.example.com"),
                "SIP domain sip.acme.example.com of realm second belongs to realm acme already; remove it from one of"
                        + " them");
        missing("second");
        keycloak.admin().get(TENANT, "second.example.test").then().statusCode(404);
    }

    @Test
    void aTenantThatChanges() {
        Map<String, Object> before = tenantAt(tenant.name());
        conflict(
                put(tenant.name(), Map.of("name", "Other", "sipDomain", "acme.example.com")),
                "SIP domain acme.example.com of realm " + tenant
                        + " belongs to realm acme already; remove it from one of them");
        conflict(
                put(tenant.name(), Map.of("sipDomainAliases", List.of("globex.example.com"))),
                "SIP domain globex.example.com of realm " + tenant
                        + " belongs to realm globex already; remove it from one of them");
        assertThat(tenantAt(tenant.name())).isEqualTo(before);
        belongsTo("acme.example.com", "acme");
        belongsTo("globex.example.com", "globex");
    }

    @Test
    void aRealmOfTheAdminApi() {
        conflict(
                realm("plain", Map.of("pbx.sipDomain", "ACME.example.com")),
                "SIP domain acme.example.com of realm plain belongs to realm acme already; remove it from one of them");
        conflict(
                realm(
                        "plain",
                        Map.of("pbx.sipDomain", "p.test", "pbx.sipDomainAliases", "q.test, sip.acme.example.com")),
                "SIP domain sip.acme.example.com of realm plain belongs to realm acme already; remove it from one of"
                        + " them");
        missing("plain");
        keycloak.admin().get(TENANT, "p.test").then().statusCode(404);
    }

    @Test
    void aRealmWithSomethingElseThanADomain() {
        refused(
                realm("plain", Map.of("pbx.sipDomain", "no domain")),
                "Attribute pbx.sipDomain of realm plain is not a SIP domain (host name, IP address or host:port of 1 to"
                        + " 280 characters): no domain");
        refused(
                realm("plain", Map.of("pbx.sipDomainAliases", "p.test")),
                "Realm plain has pbx.sipDomainAliases but no pbx.sipDomain; set pbx.sipDomain first");
        missing("plain");
    }

    /** What the admin console does when attributes are saved. */
    @Test
    void aRealmThatTheAdminConsoleChanges() {
        Realm realm = keycloak.createRealm("console");
        update(realm, "pbx.sipDomain", "console.example.test").statusCode(204);
        belongsTo("console.example.test", "console");
        assertThat(tenantId("console.example.test")).matches("[0-9]+");

        conflict(
                update(realm, "pbx.sipDomain", "acme.example.com"),
                "SIP domain acme.example.com of realm console belongs to realm acme already; remove it from one of"
                        + " them");
        refused(
                update(realm, "pbx.sipDomainAliases", "a.test,,b.test"),
                "Attribute pbx.sipDomainAliases of realm console is not a SIP domain (host name, IP address or"
                        + " host:port of 1 to 280 characters): ");
        // Nothing of what was refused is kept.
        assertThat(attribute(realm, "pbx.sipDomain")).isEqualTo("console.example.test");
        assertThat(attribute(realm, "pbx.sipDomainAliases")).isNull();
        belongsTo("acme.example.com", "acme");
        belongsTo("console.example.test", "console");
    }

    @Test
    void theIndexFollowsTheAttributes() {
        String number = tenantId(tenant.name());
        try {
            tenant.update(realm -> realm.withObjectProperty("attributes")
                    .put("pbx.sipDomain", "one.follows.test")
                    .put("pbx.sipDomainAliases", "two.follows.test, Three.follows.test"));
            assertThat(tenantId("one.follows.test")).isEqualTo(number);
            belongsTo("three.follows.test", tenant.name());

            // The primary domain and an alias change places.
            tenant.update(realm -> realm.withObjectProperty("attributes")
                    .put("pbx.sipDomain", "two.follows.test")
                    .put("pbx.sipDomainAliases", "one.follows.test"));
            belongsTo("one.follows.test", tenant.name());
            belongsTo("two.follows.test", tenant.name());
            unknown("three.follows.test");
            assertThat(tenantId("two.follows.test")).isEqualTo(number);
            keycloak.admin()
                    .get(TENANT, "one.follows.test")
                    .then()
                    .body("sipDomain", equalTo("two.follows.test"))
                    .body("sipDomainAliases", equalTo(List.of("one.follows.test")));

            // What one realm gives up, another may take.
            update(other, "pbx.sipDomain", "one.follows.test").statusCode(409);
            tenant.attribute("pbx.sipDomainAliases", null);
            update(other, "pbx.sipDomain", "one.follows.test").statusCode(204);
            belongsTo("one.follows.test", other.name());

            tenant.attribute("pbx.sipDomain", null);
            unknown("two.follows.test");
            tenant.attribute("pbx.sipDomain", "again.follows.test");
            assertThat(tenantId("again.follows.test")).isEqualTo(number);
        } finally {
            tenant.attribute("pbx.sipDomain", tenant.name());
            other.attribute("pbx.sipDomain", other.name());
        }
        unknown("one.follows.test");
        unknown("again.follows.test");
    }

    @Test
    void aRealmThatIsRenamedKeepsItsDomainsUntilItIsRemoved() {
        Realm realm = keycloak.createTenant("renamed.example.test", "alias.renamed.example.test");
        realm.update(representation -> representation.put("realm", "renamed-realm"));
        belongsTo("renamed.example.test", "renamed-realm");
        belongsTo("alias.renamed.example.test", "renamed-realm");

        keycloak.realm("renamed-realm").delete();
        unknown("renamed.example.test");
        unknown("alias.renamed.example.test");
        // They are free for others.
        update(tenant, "pbx.sipDomainAliases", "alias.renamed.example.test").statusCode(204);
        belongsTo("alias.renamed.example.test", tenant.name());
    }

    /** Not even one with more rights than a tenant's administrator has. */
    @Test
    void whoAdministersARealmCannotTakeADomain() {
        tenant.grantClientRoles(tenant.createUser("chief", "Chief-pw-1!"), "realm-management", "realm-admin");
        update(tenant, "pbx.sipDomainAliases", "kept.example.test").statusCode(204);
        String token = tenant.userToken("chief", "Chief-pw-1!");
        for (Map.Entry<String, String> change : List.of(
                Map.entry("pbx.sipDomain", "taken.example.test"),
                Map.entry("pbx.sipDomainAliases", "kept.example.test,taken.example.test"),
                Map.entry("pbx.sipDomainAliases", ""))) {
            update(token, tenant, change.getKey(), change.getValue())
                    .statusCode(403)
                    .body(
                            "errorMessage",
                            equalTo("Only an administrator of the master realm may change the SIP domains of realm "
                                    + tenant.name()));
        }
        unknown("taken.example.test");
        belongsTo(tenant.name(), tenant.name());
        belongsTo("kept.example.test", tenant.name());

        // The realm is theirs otherwise.
        update(token, tenant, "pbx.website", "https://changed.example.test").statusCode(204);
        assertThat(attribute(tenant, "pbx.website")).isEqualTo("https://changed.example.test");
    }

    /** Who loses is told so in words, whichever step of the creation it comes to first. */
    @Test
    @Tag("database")
    void ofTheSameNewTenantManyTimesOneIsMade() throws Exception {
        String domain = "same.race.example.test";
        Callable<Response> creation =
                () -> keycloak.admin().body(Map.of("sipDomain", domain)).post(TENANTS);
        List<Response> responses = Together.<Response>send(Collections.nCopies(CALLERS, creation));
        assertThat(responses).extracting(Response::statusCode).containsOnlyOnce(201);
        for (Response response : responses) {
            if (response.statusCode() != 201) {
                assertThat(response.statusCode()).as(response.asString()).isEqualTo(409);
                assertThat(response.<String>path("errorMessage"))
                        .isIn(
                                "Realm " + domain + " already exists",
                                "SIP domain " + domain + " of realm " + domain + " belongs to realm " + domain
                                        + " already; remove it from one of them");
            }
        }
        belongsTo(domain, domain);
    }

    @Test
    void ofTwoNewTenantsAtATimeOneWins() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String domain = round + ".race.example.test";
            String first = "race-a-" + round;
            String second = "race-b-" + round;
            List<Response> responses = Together.<Response>send(List.of(
                    () -> keycloak.admin()
                            .body(Map.of("realm", first, "sipDomain", domain))
                            .post(TENANTS),
                    () -> keycloak.admin()
                            .body(Map.of(
                                    "realm", second, "sipDomain", "own-" + domain, "sipDomainAliases", List.of(domain)))
                            .post(TENANTS)));
            boolean firstWon = responses.get(0).statusCode() == 201;
            String winner = firstWon ? first : second;
            String loser = firstWon ? second : first;
            responses.get(firstWon ? 0 : 1).then().statusCode(201);
            conflict(
                    responses.get(firstWon ? 1 : 0).then(),
                    "SIP domain " + domain + " of realm " + loser + " belongs to realm " + winner
                            + " already; remove it from one of them");
            missing(loser);
            belongsTo(domain, winner);
            if (firstWon) {
                unknown("own-" + domain);
            }
        }
    }

    @Test
    @Tag("database")
    void ofTwoChangesAtATimeOneWins() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String domain = round + ".change.example.test";
            Map<String, Object> change = Map.of("sipDomainAliases", List.of(domain));
            List<Response> responses = Together.<Response>send(List.of(
                    () -> keycloak.admin().body(change).put(TENANT, tenant.name()),
                    () -> keycloak.admin().body(change).put(TENANT, other.name())));
            assertThat(responses)
                    .extracting(Response::statusCode)
                    .as("round %d", round)
                    .containsExactlyInAnyOrder(204, 409);
            Realm winner = responses.get(0).statusCode() == 204 ? tenant : other;
            belongsTo(domain, winner.name());
        }
    }

    private ValidatableResponse create(String realm, String sipDomain, String... aliases) {
        return keycloak.admin()
                .body(Map.of("realm", realm, "sipDomain", sipDomain, "sipDomainAliases", List.of(aliases)))
                .post(TENANTS)
                .then();
    }

    private ValidatableResponse put(String domain, Map<String, Object> change) {
        return keycloak.admin().body(change).put(TENANT, domain).then();
    }

    private ValidatableResponse realm(String name, Map<String, String> attributes) {
        return keycloak.admin()
                .body(Map.of("realm", name, "enabled", true, "attributes", attributes))
                .post("/admin/realms")
                .then();
    }

    private ValidatableResponse update(Realm realm, String attribute, String value) {
        return update(keycloak.adminToken(), realm, attribute, value);
    }

    /** Sends the realm back with one attribute changed. */
    private ValidatableResponse update(String token, Realm realm, String attribute, String value) {
        ObjectNode representation = keycloak.http(token)
                .get(realm.adminPath(""))
                .then()
                .statusCode(200)
                .extract()
                .as(ObjectNode.class);
        representation.withObjectProperty("attributes").put(attribute, value);
        return keycloak.http(token)
                .contentType(ContentType.JSON)
                .body(representation)
                .put(realm.adminPath(""))
                .then();
    }

    private String attribute(Realm realm, String attribute) {
        return keycloak.admin()
                .get(realm.adminPath(""))
                .then()
                .statusCode(200)
                .extract()
                .path("attributes.'" + attribute + "'");
    }

    private Map<String, Object> tenantAt(String domain) {
        return keycloak.admin()
                .get(TENANT, domain)
                .then()
                .statusCode(200)
                .extract()
                .path("");
    }

    private String tenantId(String domain) {
        return (String) tenantAt(domain).get("tenantId");
    }

    private void belongsTo(String domain, String realm) {
        keycloak.admin().get(TENANT, domain).then().statusCode(200).body("realm", equalTo(realm));
    }

    private void unknown(String domain) {
        keycloak.admin().get(TENANT, domain).then().statusCode(404);
    }

    private void missing(String realm) {
        keycloak.admin().get("/admin/realms/" + realm).then().statusCode(404);
        keycloak.admin()
                .queryParam("clientId", realm + "-realm")
                .get("/admin/realms/master/clients")
                .then()
                .statusCode(200)
                .body("", equalTo(List.of()));
    }

    private static void conflict(ValidatableResponse response, String message) {
        response.statusCode(409).body("errorMessage", equalTo(message));
    }

    private static void refused(ValidatableResponse response, String message) {
        response.statusCode(400).body("errorMessage", equalTo(message));
    }
}
