package io.keycloakpbx.tests.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may do what with tenants: Keycloak's own permissions decide. */
@OnKeycloak
class TenantAuthorizationIT {

    private static final String TENANTS = "/admin/realms/master/tenants";
    private static final String ACME = TENANTS + "/acme.example.com";
    private static final String GLOBEX = TENANTS + "/globex.example.com";
    private static final String UNKNOWN = TENANTS + "/unknown.example.test";
    private static final String PASSWORD = "Operator-of-master-1!";

    private final Keycloak keycloak;
    private final Realm master;
    private final Realm tenant;
    private String operator;

    TenantAuthorizationIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.master = keycloak.realm("master");
    }

    @AfterEach
    void removeOperator() {
        if (operator != null) {
            master.deleteUser(operator);
        }
    }

    @Test
    void nobodyWithoutAToken() {
        for (String path : List.of(TENANTS, ACME, UNKNOWN)) {
            keycloak.http().get(path).then().statusCode(401);
            keycloak.http("no.token.atall").get(path).then().statusCode(401);
            keycloak.http().delete(path).then().statusCode(401);
            keycloak.http()
                    .contentType(ContentType.JSON)
                    .body("{}")
                    .put(path)
                    .then()
                    .statusCode(401);
        }
        keycloak.http().post(ACME + "/suspend").then().statusCode(401);
        keycloak.http().post(ACME + "/upgrade").then().statusCode(401);
        keycloak.http()
                .contentType(ContentType.JSON)
                .body(Map.of("sipDomain", "new.example.test"))
                .post(TENANTS)
                .then()
                .statusCode(401);
        assertThat(acmeIsEnabled()).isTrue();
    }

    @Test
    void aTenantsOwnAdministratorIsNoneHere() {
        String token = keycloak.realm("acme").userToken("pbxadmin", "Pbx-demo-admin!");
        // The token is good in its own realm.
        keycloak.http(token).get("/admin/realms/acme/users").then().statusCode(200);
        forbidden(token, TENANTS, ACME, ACME + "/summary", GLOBEX, UNKNOWN);
        keycloak.http(token).post(ACME + "/upgrade").then().statusCode(403);
        keycloak.http(token).get("/admin/realms/acme/tenants").then().statusCode(404);
    }

    @Test
    void anOrdinaryUserOfTheMasterRealm() {
        operator = master.createUser("nobody", PASSWORD);
        forbidden(token("nobody"), TENANTS, ACME, GLOBEX, UNKNOWN);
    }

    @Test
    void whoMayViewOneTenantSeesThatOneOnly() {
        operator = master.createUser("viewer", PASSWORD);
        grant("acme-realm", "view-realm");
        String token = token("viewer");
        keycloak.http(token).get(ACME).then().statusCode(200).body("realm", equalTo("acme"));
        keycloak.http(token).get(GLOBEX).then().statusCode(403);
        keycloak.http(token)
                .get(ACME + "/summary")
                .then()
                .statusCode(403)
                .body(
                        "",
                        equalTo(Map.of(
                                "errorMessage",
                                "You do not have access: this needs the role manage-realm.",
                                "key",
                                "pbxErrorLacksRole",
                                "params",
                                Map.of("role", "manage-realm"))));
        // Nor does it learn which domains there are.
        keycloak.http(token).get(UNKNOWN).then().statusCode(403);
        keycloak.http(token).get(TENANTS).then().statusCode(403);
        json(token).body("{\"name\":\"x\"}").put(ACME).then().statusCode(403);
        keycloak.http(token).delete(ACME).then().statusCode(403);
        keycloak.http(token).post(ACME + "/suspend").then().statusCode(403);
        keycloak.http(token).post(ACME + "/resume").then().statusCode(403);
        keycloak.http(token)
                .post(ACME + "/upgrade?dryRun=true")
                .then()
                .statusCode(403)
                .body("errorMessage", equalTo("You do not have access: this needs the role manage-realm."));
        json(token)
                .body(Map.of("sipDomain", "new.example.test"))
                .post(TENANTS)
                .then()
                .statusCode(403)
                .body("errorMessage", equalTo("You do not have access: this needs the role create-realm."));
        assertThat(acmeIsEnabled()).isTrue();
    }

    @Test
    void whoMayViewTheMasterRealmLists() {
        operator = master.createUser("lister", PASSWORD);
        grant("master-realm", "view-realm");
        String token = token("lister");
        keycloak.http(token).get(TENANTS).then().statusCode(200);
        keycloak.http(token).get(TENANTS + "?warnings=true&enabled=true").then().statusCode(200);
        keycloak.http(token).get(ACME + "/summary").then().statusCode(403);
        keycloak.http(token).get(UNKNOWN).then().statusCode(404);
        keycloak.http(token).get(ACME).then().statusCode(403);
        json(token)
                .body(Map.of("sipDomain", "new.example.test"))
                .post(TENANTS)
                .then()
                .statusCode(403);
    }

    @Test
    void whoMayManageOneTenantManagesThatOneOnly() {
        operator = master.createUser("manager", PASSWORD);
        grant(tenant.name() + "-realm", "manage-realm");
        String token = token("manager");
        String managed = TENANTS + "/" + tenant.name();
        keycloak.http(token).post(managed + "/suspend").then().statusCode(204);
        keycloak.admin().get(managed).then().statusCode(200).body("enabled", equalTo(false));
        keycloak.http(token).post(managed + "/resume").then().statusCode(204);
        keycloak.http(token).get(managed + "/summary").then().statusCode(200);
        keycloak.http(token).get(GLOBEX + "/summary").then().statusCode(403);
        json(token).body("{}").put(GLOBEX).then().statusCode(403);
        keycloak.http(token).delete(GLOBEX).then().statusCode(403);
        keycloak.http(token).post(GLOBEX + "/suspend").then().statusCode(403);
        keycloak.http(token).post(managed + "/upgrade").then().statusCode(200);
        keycloak.http(token).post(GLOBEX + "/upgrade").then().statusCode(403);
    }

    @Test
    void whoMayMakeRealmsManagesTheTenantsThatItMade() {
        operator = master.createUser("founder", PASSWORD, "create-realm");
        json(token("founder"))
                .body(Map.of("sipDomain", "founded.example.test"))
                .post(TENANTS)
                .then()
                .statusCode(201);
        // The roles are new: a token from before does not have them.
        String token = token("founder");
        String founded = TENANTS + "/founded.example.test";
        keycloak.http(token).get(founded).then().statusCode(200);
        json(token).body(Map.of("name", "Founded")).put(founded).then().statusCode(204);
        keycloak.http(token).post(founded + "/suspend").then().statusCode(204);
        keycloak.http(token).get(TENANTS).then().statusCode(403);
        keycloak.http(token).get(ACME).then().statusCode(403);
        keycloak.http(token).delete(ACME).then().statusCode(403);
        keycloak.http(token).delete(founded).then().statusCode(204);
    }

    private void forbidden(String token, String... paths) {
        for (String path : paths) {
            keycloak.http(token).get(path).then().statusCode(403);
        }
        json(token).body(Map.of("name", "Taken")).put(ACME).then().statusCode(403);
        keycloak.http(token).delete(ACME).then().statusCode(403);
        keycloak.http(token).post(ACME + "/suspend").then().statusCode(403);
        json(token)
                .body(Map.of("sipDomain", "new.example.test"))
                .post(TENANTS)
                .then()
                .statusCode(403);
        keycloak.admin().get(TENANTS + "/new.example.test").then().statusCode(404);
        assertThat(acmeIsEnabled()).isTrue();
    }

    private boolean acmeIsEnabled() {
        return keycloak.admin().get(ACME).then().statusCode(200).extract().path("enabled");
    }

    private RequestSpecification json(String token) {
        return keycloak.http(token).contentType(ContentType.JSON);
    }

    private String token(String username) {
        return master.token("admin-cli", username, PASSWORD);
    }

    private void grant(String client, String role) {
        master.grantClientRoles(operator, client, role);
    }
}
