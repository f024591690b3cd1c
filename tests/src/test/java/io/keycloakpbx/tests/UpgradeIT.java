package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import io.keycloakpbx.server.Database;
import io.keycloakpbx.server.Distribution;
import io.keycloakpbx.server.KeycloakServer;
import io.keycloakpbx.tests.securitykey.SecurityKeys;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server of another Keycloak leaves its data to the one of this build: with the bundle's jars of then where they are given,
 * with those of today on the tables of the last release otherwise. It needs one more distribution, so it runs only where
 * {@code pbx.upgrade.from} says which; see docs/development.md.
 */
@OnKeycloak
@EnabledIfSystemProperty(named = "pbx.upgrade.from", matches = ".+")
@Order(Schedule.EARLY)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpgradeIT {

    private static final String FROM = System.getProperty("pbx.upgrade.from");
    private static final String JARS = System.getProperty("pbx.upgrade.jars", "");

    private static final String TENANTS = "/admin/realms/master/tenants";
    private static final String TENANT = TENANTS + "/{domain}";
    private static final String DOMAIN = "kept.upgraded.test";
    private static final String PASSWORD = "Kept-over-upgrade-1!";

    private final Keycloak shared;
    private Database database;
    private KeycloakServer server;
    private Keycloak keycloak;
    private Realm tenant;

    private Map<String, Object> ofBefore;
    private String refreshToken;
    private String extension;
    private Map<String, String> key;

    UpgradeIT(Keycloak shared) {
        this.shared = shared;
    }

    @BeforeAll
    void upgrade(@TempDir Path temporary) throws Exception {
        database = Settings.DATABASE.openScratch(temporary.resolve("database"));
        Path installed = Settings.CHECKOUT.root().resolve("tests/target/keycloak/upgrade-from-" + FROM);
        int port;
        try (Distribution before = Installation.install(FROM, Settings.DATABASE, jars(), installed);
                KeycloakServer running = on(before).start()) {
            port = running.baseUrl().getPort();
            fill(new Keycloak(new Borrowed(running)));
        }
        if (JARS.isEmpty() && Settings.DATABASE == Database.Kind.POSTGRES) {
            ReleasedSchema.restore(database.jdbcUrl());
        }
        new Tables(database).attribute("moves.upgraded.test", "pbx.sipDomain", "moved.upgraded.test");
        // At the same address: issuers have it in them.
        server = on(shared.distribution()).port(port).start();
        keycloak = new Keycloak(new Borrowed(server));
        tenant = keycloak.realm(DOMAIN);
    }

    private static List<Path> jars() throws IOException {
        if (JARS.isEmpty()) {
            return Settings.CHECKOUT.jars();
        }
        try (Stream<Path> files = Files.list(Path.of(JARS))) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            assertThat(jars).as("the two jars of the bundle in %s", JARS).hasSize(2);
            return jars;
        }
    }

    private KeycloakServer.Builder on(Distribution distribution) {
        return KeycloakServer.on(distribution, database)
                .startTimeout(Settings.START_TIMEOUT)
                .log(Settings.directory().resolve("upgrade.log"))
                .environment(CommandLine.QUICK_START.getKey(), CommandLine.QUICK_START.getValue());
    }

    /** By requests that were the same in the first release, and whose answers are not compared with today's description. */
    private void fill(Keycloak before) {
        made(before, TENANTS, Map.of("sipDomain", DOMAIN, "sipDomainAliases", List.of("alias." + DOMAIN)));
        made(before, TENANTS, Map.of("sipDomain", "moves.upgraded.test"));
        ofBefore = plain(before).get(TENANT, DOMAIN).path("");
        Realm realm = before.realm(DOMAIN);
        String user = realm.createUser("101", PASSWORD);
        realm.createUser("900", PASSWORD, "Admin");
        Response signedIn = RestAssured.given()
                .baseUri(before.baseUrl().toString())
                .contentType(ContentType.JSON)
                .body(Map.of("username", "101", "password", PASSWORD, "domain", DOMAIN))
                .post("/realms/master/api/auth/sign_in");
        refreshToken = signedIn.then().statusCode(200).extract().path("refresh_token");

        String servers = realm.adminPath("/communication_manager/rest/config/asterisk");
        String extensions = servers + "/" + made(before, servers, Map.of("name", "pbx")) + "/extensions";
        extension = extensions + "/" + made(before, extensions, Map.of("extension", "101"));
        plain(before)
                .body(Map.of("id", user, "username", "101", "password", "Not-used-here-1!"))
                .post(extension + "/managingUser")
                .then()
                .statusCode(200);
        key = RestAssured.given()
                .baseUri(before.baseUrl().toString())
                .header("Authorization", "Bearer " + SecurityKeys.integrationToken(before, realm))
                .contentType(ContentType.JSON)
                .body(Map.of("lifeSpan", 3600, "purpose", "upgrade", "value", "the value"))
                .post(realm.path("/security-keys"))
                .then()
                .statusCode(200)
                .extract()
                .path("");
    }

    private static RequestSpecification plain(Keycloak keycloak) {
        return RestAssured.given()
                .baseUri(keycloak.baseUrl().toString())
                .header("Authorization", "Bearer " + keycloak.adminToken())
                .contentType(ContentType.JSON);
    }

    /** The id of what was made, where it has one. */
    private static String made(Keycloak keycloak, String path, Map<String, Object> body) {
        return plain(keycloak)
                .body(body)
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    @AfterAll
    void stop() {
        try (Database openDatabase = database;
                KeycloakServer openServer = server) {
            assertThat(openDatabase).isNotNull();
            assertThat(openServer).isNotNull();
        }
    }

    @Test
    @Order(1)
    void theDatabaseIsThatOfToday() throws Exception {
        assertThat(new Tables(database).migratedTo()).contains(FROM, Settings.KEYCLOAK);
        assertThat(bundleTables(database)).containsExactlyElementsOf(bundleTables(shared.database()));
    }

    private static Set<String> bundleTables(Database database) throws Exception {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl())) {
            return ReleasedSchema.description(connection);
        }
    }

    @Test
    @Order(1)
    void sipDomainsLeadWhereTheAttributesSay() {
        for (String domain : List.of(DOMAIN, "alias." + DOMAIN)) {
            assertThat(tenant(domain).statusCode(200).extract().<Map<String, Object>>path(""))
                    .containsAllEntriesOf(ofBefore);
        }
        tenant("moved.upgraded.test").statusCode(200).body("realm", equalTo("moves.upgraded.test"));
        tenant("moves.upgraded.test").statusCode(404);
    }

    private ValidatableResponse tenant(String domain) {
        return keycloak.admin().get(TENANT, domain).then();
    }

    @Test
    @Order(1)
    void sessionsGoOnAndPeopleSignIn() {
        keycloak.http()
                .contentType(ContentType.JSON)
                .body(Map.of("refresh_token", refreshToken))
                .post(tenant.path("/api/auth/refresh_token"))
                .then()
                .statusCode(200);
        for (String domain : List.of(DOMAIN, "alias." + DOMAIN)) {
            assertThat(signIn(PASSWORD, domain)).isEqualTo(200);
        }
        assertThat(signIn("Wrong-" + PASSWORD, DOMAIN)).isEqualTo(400);
        tenant.userToken("101", PASSWORD);
    }

    private int signIn(String password, String domain) {
        return keycloak.http()
                .contentType(ContentType.JSON)
                .body(Map.of("username", "101", "password", password, "domain", domain))
                .post("/realms/master/api/auth/sign_in")
                .statusCode();
    }

    @Test
    @Order(1)
    void extensionsHaveTheirUsersAndKeysTheirValues() {
        keycloak.admin().get(extension + "/managingUser").then().statusCode(200).body("username", equalTo("101"));
        SecurityKeys.validate(
                        keycloak, tenant, SecurityKeys.integrationToken(keycloak, tenant), SecurityKeys.proof(key))
                .then()
                .statusCode(200)
                .body("value", equalTo("the value"));
    }

    @Test
    @Order(1)
    void tenantsHaveWhatNewOnesMustHave() {
        keycloak.admin()
                .get(tenant.adminPath("/authentication/flows/pbx direct grant/executions"))
                .then()
                .statusCode(200)
                .body("providerId", hasItems("pbx-address-lock", "pbx-direct-grant-password", "pbx-allowed-addresses"));
        tenant.tokenRequest("grant_type", "password", "client_id", "admin-cli", "username", "101", "password", PASSWORD)
                .then()
                .statusCode(400);
        keycloak.admin()
                .get(tenant.adminPath("/client-policies/policies"))
                .then()
                .statusCode(200)
                .body("policies.name", hasItem("pbx-session-address"));
        keycloak.http(tenant.userToken("900", PASSWORD))
                .get(tenant.adminPath("/users"))
                .then()
                .statusCode(200)
                .body("username", containsInAnyOrder("101", "900"));
    }

    @Test
    @Order(2)
    void tenantsComeUpToTheTemplateOfToday() {
        keycloak.admin().post(TENANT + "/upgrade", DOMAIN).then().statusCode(200);
        keycloak.admin()
                .post(TENANT + "/upgrade?dryRun=true", DOMAIN)
                .then()
                .statusCode(200)
                .body("differences.action", everyItem(equalTo("kept")));
        assertThat(signIn(PASSWORD, DOMAIN)).isEqualTo(200);
        keycloak.createTenant("new.upgraded.test");
    }
}
