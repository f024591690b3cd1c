package io.keycloakpbx.tests.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.server.Database;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Settings;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is installed in a new tenant, and what is left of one that was deleted. */
@OnKeycloak
class TenantTemplateIT {

    private final Keycloak keycloak;

    /** Nothing is written to it: its rows are counted. */
    private final Realm tenant;

    TenantTemplateIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @Test
    void aNewTenantHasEverything() {
        hasEverything(tenant);
    }

    @Test
    void theTenantsOfTheDemoHaveEverything() {
        for (String name : List.of("acme", "globex")) {
            Realm demo = keycloak.realm(name);
            hasEverything(demo);
            // Keycloak gives imported users no default role by itself.
            for (String username : List.of("101", "102", "pbxadmin")) {
                hasDefaultRoles(demo, demo.userId(username));
            }
        }
    }

    @Test
    void aTenantsUserHasTheDefaultRolesAndADeletedTenantLeavesNothingInTheMasterRealm() {
        Realm gone = keycloak.tenant();
        hasDefaultRoles(gone, gone.createUser("101", "Template-101!"));
        String client = gone + "-realm";
        String id = masterClients(client)
                .body("clientId", contains(client))
                .extract()
                .path("[0].id");
        List<String> roles = keycloak.admin()
                .get("/admin/realms/master/clients/" + id + "/roles")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        assertThat(adminComposites()).containsAll(roles);

        keycloak.admin().delete("/admin/realms/master/tenants/" + gone).then().statusCode(204);

        masterClients(client).body("", equalTo(List.of()));
        assertThat(adminComposites()).doesNotContainAnyElementsOf(roles);
        keycloak.admin().get(gone.adminPath("")).then().statusCode(404);
    }

    /** Made in a session of its own, but made of the same rows. */
    @Test
    void isWhatKeycloakMakesOfTheTemplate() throws Exception {
        assumeTrue(Settings.DATABASE == Database.Kind.POSTGRES, "H2 lets nobody look while a server runs on it");
        ObjectNode template = (ObjectNode) new ObjectMapper()
                .readTree(Settings.CHECKOUT
                        .root()
                        .resolve("realm-config/template/tenant-realm.json")
                        .toFile());
        template.put("realm", "stock.equal.example.test").put("enabled", true);
        template.withObjectProperty("attributes")
                .put("pbx.sipDomain", "stock.equal.example.test")
                .put("pbx.template", "what a tenant remembers of its template");
        keycloak.admin().body(template).post("/admin/realms").then().statusCode(201);
        assertThat(rows(tenant))
                .isEqualTo(rows(keycloak.realm("stock.equal.example.test")))
                .hasSizeGreaterThan(10);
    }

    /** How many rows each table with a column REALM_ID has of a realm, and what the realm put into master. */
    private Map<String, Long> rows(Realm realm) throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        try (Connection connection =
                DriverManager.getConnection(keycloak.database().jdbcUrl())) {
            String id = one(connection, "select ID from REALM where NAME = ?", realm.name());
            List<String> tables = new ArrayList<>();
            try (ResultSet columns = connection.getMetaData().getColumns(null, null, "%", "realm_id")) {
                while (columns.next()) {
                    tables.add(columns.getString("TABLE_NAME"));
                }
            }
            for (String table : tables) {
                long count =
                        Long.parseLong(one(connection, "select count(*) from " + table + " where REALM_ID = ?", id));
                if (count > 0) {
                    rows.put(table, count);
                }
            }
            String managed = "from KEYCLOAK_ROLE r join CLIENT c on c.ID = r.CLIENT where c.CLIENT_ID = ?";
            rows.put(
                    "roles in master", Long.parseLong(one(connection, "select count(*) " + managed, realm + "-realm")));
            rows.put(
                    "roles within roles of master",
                    Long.parseLong(one(
                            connection,
                            "select count(*) from COMPOSITE_ROLE where CHILD_ROLE in (select r.ID " + managed + ")",
                            realm + "-realm")));
        }
        return rows;
    }

    private static String one(Connection connection, String query, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            try (ResultSet result = statement.executeQuery()) {
                assertThat(result.next()).isTrue();
                return result.getString(1);
            }
        }
    }

    private void hasEverything(Realm realm) {
        get(realm, "")
                .body("loginTheme", equalTo("pbx"))
                .body("accountTheme", equalTo("pbx"))
                .body("emailTheme", equalTo("pbx"))
                .body("sslRequired", equalTo("external"))
                .body("bruteForceProtected", equalTo(true))
                .body("failureFactor", equalTo(5))
                .body("permanentLockout", equalTo(false))
                .body(
                        "passwordPolicy",
                        equalTo("length(8) and maxLength(128) and notUsername(undefined) and notEmail(undefined)"))
                .body("eventsEnabled", equalTo(true))
                .body("adminEventsEnabled", equalTo(true))
                .body("adminEventsDetailsEnabled", equalTo(true))
                .body("revokeRefreshToken", equalTo(true))
                .body("directGrantFlow", equalTo("pbx direct grant"))
                .body("registrationAllowed", equalTo(false));
        get(realm, "/roles")
                .body(
                        "name",
                        hasItems(
                                "SystemAdmin",
                                "Dealer",
                                "Admin",
                                "QueueManager",
                                "StandardInternationalUser",
                                "StandardUser",
                                "Replicator"));
        get(realm, "/roles/default-roles-" + realm + "/composites").body("name", hasItem("StandardUser"));
        get(realm, "/clients").body("clientId", hasItems("pbx-app", "pbx-rest", "pbx-integration", "pbx-provisioning"));
        get(realm, "/clients?clientId=pbx-app")
                .body("[0].publicClient", equalTo(true))
                .body("[0].directAccessGrantsEnabled", equalTo(false))
                .body("[0].defaultClientScopes", hasItems("pbx", "pbx-permissions"))
                .body("[0].optionalClientScopes", hasItem("sip"));
        // PKCE of public clients.
        get(realm, "/client-policies/policies")
                .body("policies.find { it.name == 'pbx-public-clients' }.enabled", equalTo(true))
                .body("policies.find { it.name == 'pbx-public-clients' }.profiles", hasItem("pbx-pkce"))
                .body("policies.find { it.name == 'pbx-session-address' }.enabled", equalTo(true));
        get(realm, "/client-scopes")
                .body("name", hasItems("pbx", "pbx-permissions", "sip", "profile", "email", "roles"));
        get(realm, "/default-default-client-scopes").body("name", hasItems("pbx", "pbx-permissions"));
        String administrators = get(realm, "/groups?exact=true&search=administrators")
                .body("[0].description", equalTo("Users with superadmin privileges"))
                .extract()
                .path("[0].id");
        get(realm, "/groups/" + administrators + "/role-mappings/realm").body("name", contains("Admin"));
        get(realm, "/default-optional-client-scopes").body("name", hasItem("sip"));
        get(realm, "/authentication/flows")
                .body("alias", hasItems("pbx direct grant", "pbx browser", "pbx first broker login"));
        get(realm, "/authentication/required-actions")
                .body("find { it.alias == 'pbx-username-rule' }.enabled", equalTo(true))
                .body("find { it.alias == 'pbx-sign-in-restriction' }.enabled", equalTo(true));
        get(realm, "/users/profile")
                .body(
                        "attributes.find { it.name == 'username' }.validations",
                        equalTo(Map.of("pbx-username", Map.of(), "up-username-not-idn-homograph", Map.of())))
                .body(
                        "attributes.findAll { it.name.startsWith('pbx.') }.collect { it.name + it.permissions.view"
                                + " + it.permissions.edit + it.multivalued }",
                        contains(
                                "pbx.branch[admin][admin]false",
                                "pbx.permissions.enable[admin][admin]true",
                                "pbx.permissions.disable[admin][admin]true",
                                "pbx.allowedAddresses[admin][admin]true",
                                "pbx.sessionAddressLock[admin][admin]false",
                                "pbx.operator[admin][admin]false",
                                "pbx.operator.name[admin][admin]false",
                                "pbx.operator.addresses[admin][admin]false",
                                "pbx.operator.phoneNumbers[admin][admin]false",
                                "pbx.operator.secondaryEmails[admin][admin]false",
                                "pbx.operator.settings[admin][admin]false",
                                "pbx.description[admin][admin]false",
                                "pbx.userType[admin][admin]false",
                                "pbx.activationDate[admin][admin]false",
                                "pbx.expirationDate[admin][admin]false",
                                "pbx.canChangePassword[admin][admin]false",
                                "pbx.passwordDoesNotExpire[admin][admin]false",
                                "pbx.bypassIpAllowList[admin][admin]false"));
        // Simple consumers take the first key.
        keycloak.http()
                .get(realm.path("/protocol/openid-connect/certs"))
                .then()
                .statusCode(200)
                .body("keys[0].use", equalTo("sig"))
                .body("keys.use", not(hasItem("enc")));
    }

    private void hasDefaultRoles(Realm realm, String user) {
        get(realm, "/users/" + user + "/role-mappings/realm").body("name", hasItem("default-roles-" + realm));
        get(realm, "/users/" + user + "/role-mappings/realm/composite")
                .body("name", hasItems("StandardUser", "offline_access"));
    }

    private ValidatableResponse get(Realm realm, String path) {
        return keycloak.admin().get(realm.adminPath(path)).then().statusCode(200);
    }

    private ValidatableResponse masterClients(String clientId) {
        return keycloak.admin()
                .queryParam("clientId", clientId)
                .get("/admin/realms/master/clients")
                .then()
                .statusCode(200);
    }

    private List<String> adminComposites() {
        return keycloak.admin()
                .get("/admin/realms/master/roles/admin/composites")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }
}
