package io.keycloakpbx.tests.securitykey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may issue, use, list and revoke keys, and what a realm says of their purposes. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityKeyAdministrationIT {

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SecurityKeys keys;

    SecurityKeyAdministrationIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.keys = new SecurityKeys(keycloak, tenant);
    }

    @Test
    void needsATokenWithTheRole() {
        Map<String, Object> body = Map.of("lifeSpan", 60, "purpose", "p", "value", "v");
        assertThat(SecurityKeys.generate(keycloak, tenant, "not a token", body).statusCode())
                .isEqualTo(401);
        assertThat(keycloak.http()
                        .body(body)
                        .post(tenant.path("/security-keys"))
                        .statusCode())
                .isEqualTo(401);
        tenant.createUser("301", "Without-role-301!");
        String user = SecurityKeys.userToken(keycloak, tenant, "301", "Without-role-301!");
        assertThat(SecurityKeys.generate(keycloak, tenant, user, body).statusCode())
                .isEqualTo(403);
        Map<String, String> key = keys.key("needs role", "v");
        assertThat(SecurityKeys.validate(keycloak, tenant, user, SecurityKeys.proof(key))
                        .statusCode())
                .isEqualTo(403);
        assertThat(keys.validate(SecurityKeys.proof(key)).statusCode()).isEqualTo(200);
    }

    @Test
    void aUserWithTheRoleMayUseIt() {
        String id = tenant.createUser("302", "With-role-302!");
        tenant.grantClientRoles(id, "pbx-integration", "issue-security-keys");
        String user = SecurityKeys.userToken(keycloak, tenant, "302", "With-role-302!");
        Map<String, Object> body = Map.of("lifeSpan", 60, "purpose", "user's token", "value", "v");
        Map<String, String> key = SecurityKeys.key(SecurityKeys.generate(keycloak, tenant, user, body));
        assertThat(SecurityKeys.validate(keycloak, tenant, user, SecurityKeys.proof(key))
                        .statusCode())
                .isEqualTo(403);
        assertThat(keys.validate(SecurityKeys.proof(key)).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer e30.e30.", "Bearer {}", "Bearer", "Bearer bnVsbA.bnVsbA.bnVsbA", "Basic Og==", "x"})
    void whatIsNoTokenIsChallenged(String authorization) {
        for (String path : List.of("/security-keys", "/security-keys/validate")) {
            Response response = keycloak.http()
                    .header("Authorization", authorization)
                    .body(Map.of("lifeSpan", 60, "purpose", "p", "value", "v"))
                    .post(tenant.path(path));
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.header("WWW-Authenticate")).startsWith("Bearer");
            assertThat(response.<Integer>path("errors[0].loggingNumber")).isEqualTo(500102);
        }
    }

    @Test
    void aSuspendedTenantServesNobody() {
        Realm suspended = keycloak.tenant();
        String suspendedToken = SecurityKeys.integrationToken(keycloak, suspended);
        suspended.update(realm -> realm.put("enabled", false));
        Response response = SecurityKeys.generate(
                keycloak, suspended, suspendedToken, Map.of("lifeSpan", 60, "purpose", "p", "value", "v"));
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.<String>path("errors[0].message")).isEqualTo("Realm not enabled");
    }

    @Test
    @Tag("database")
    void anAdministratorListsAndRevokesKeysWithoutSeeingSecrets() {
        Map<String, String> first = keys.key("administered", "v1");
        Map<String, String> second = keys.key("administered", "v2");
        Map<String, String> third = keys.key("administered", "v3");
        Response list = keycloak.admin().queryParam("purpose", "administered").get(tenant.adminPath("/security-keys"));
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.header("X-Total-Count")).isEqualTo("3");
        List<Map<String, Object>> listed = list.path("");
        assertThat(listed).hasSize(3).allSatisfy(key -> {
            assertThat(key).containsOnlyKeys("id", "purpose", "issuer", "issuerUserId", "createdAt", "expiresAt");
            assertThat(key).containsEntry("issuer", "pbx-integration");
        });
        assertThat(list.asString()).doesNotContain(first.get("keyCode"), first.get("keyHash"), "v1");

        tenant.clearEvents();
        String id = (String) listed.get(0).get("id");
        assertThat(keycloak.admin()
                        .delete(tenant.adminPath("/security-keys/" + id))
                        .statusCode())
                .isEqualTo(204);
        assertThat(keycloak.admin()
                        .delete(tenant.adminPath("/security-keys/" + id))
                        .statusCode())
                .isEqualTo(404);
        SecurityKeys.assertRefused(keys.validate(SecurityKeys.proof(first)));
        Response revoked =
                keycloak.admin().queryParam("purpose", "administered").delete(tenant.adminPath("/security-keys"));
        assertThat(revoked.<Integer>path("revoked")).isEqualTo(2);
        SecurityKeys.assertRefused(keys.validate(SecurityKeys.proof(second)));
        SecurityKeys.assertRefused(keys.validate(SecurityKeys.proof(third)));
        assertThat(tenant.adminEvents())
                .extracting(Realm.AdminEvent::operationType, Realm.AdminEvent::resourceType)
                .containsExactly(tuple("DELETE", "SECURITY_KEY"), tuple("DELETE", "SECURITY_KEY"));
        assertThat(keycloak.admin().delete(tenant.adminPath("/security-keys")).statusCode())
                .isEqualTo(400);
        assertThat(keycloak.admin()
                        .queryParam("max", 501)
                        .get(tenant.adminPath("/security-keys"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void anAdministratorOfAnotherTenantSeesAndRevokesNothing() {
        Realm other = keycloak.realm("globex");
        String foreign = SecurityKeys.integrationToken(keycloak, other);
        Map<String, String> key = keys.key("foreign admin", "v");
        assertThat(keycloak.http(foreign)
                        .get(tenant.adminPath("/security-keys"))
                        .statusCode())
                .isIn(401, 403);
        assertThat(keycloak.http(foreign)
                        .queryParam("purpose", "foreign admin")
                        .delete(tenant.adminPath("/security-keys"))
                        .statusCode())
                .isIn(401, 403);
        List<Map<String, Object>> listed = keycloak.admin()
                .queryParam("purpose", "foreign admin")
                .get(tenant.adminPath("/security-keys"))
                .path("");
        assertThat(keycloak.admin()
                        .delete(other.adminPath(
                                "/security-keys/" + listed.get(0).get("id")))
                        .statusCode())
                .isEqualTo(404);
        assertThat(keys.validate(SecurityKeys.proof(key)).statusCode()).isEqualTo(200);
    }

    @Test
    void administrationNeedsPermissionsOnUsers() {
        tenant.createUser("303", "No-permission-303!");
        String user = SecurityKeys.userToken(keycloak, tenant, "303", "No-permission-303!");
        assertThat(keycloak.http(user).get(tenant.adminPath("/security-keys")).statusCode())
                .isEqualTo(403);
        assertThat(keycloak.http(user)
                        .queryParam("purpose", "p")
                        .delete(tenant.adminPath("/security-keys"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aPurposeHasTheRulesThatTheRealmConfigures() {
        Map<String, Object> config = new HashMap<>();
        config.put("maxLifeSpan", List.of("60"));
        config.put("actions", List.of("NONE"));
        config.put("issueRole", List.of("pbx-integration.validate-security-keys"));
        config.put("validateRole", List.of("realm-management.manage-realm"));
        String id = SecurityKeys.configurePurpose(keycloak, tenant, "configured", config);
        Map<String, String> key =
                SecurityKeys.key(keys.generate(Map.of("lifeSpan", 60, "purpose", "configured", "value", "v")));
        assertThat(keys.generate(Map.of("lifeSpan", 61, "purpose", "configured", "value", "v"))
                        .<String>path("errors[0].field"))
                .isEqualTo("lifeSpan");
        tenant.createUser("304", "Some-user-304!");
        assertThat(keys.generate(Map.of("lifeSpan", 60, "purpose", "configured", "value", "304", "action", "SIGN_IN"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(keys.validate(SecurityKeys.proof(key)).statusCode()).isEqualTo(403);
        keycloak.admin().delete(tenant.adminPath("/components/" + id)).then().statusCode(204);
        assertThat(keys.validate(SecurityKeys.proof(key)).statusCode()).isEqualTo(200);
    }

    @Test
    void purposesAreCheckedAndTravelWithTheRealm() {
        assertThat(SecurityKeys.createPurpose(keycloak, tenant, "bad", Map.of("maxLifeSpan", List.of("0")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(SecurityKeys.createPurpose(keycloak, tenant, "bad", Map.of("actions", List.of("NO_SUCH")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(SecurityKeys.createPurpose(keycloak, tenant, "bad", Map.of("issueRole", List.of("no-such")))
                        .statusCode())
                .isEqualTo(400);
        String id = SecurityKeys.configurePurpose(
                keycloak, tenant, "travels", Map.of("actions", List.of("UPDATE_PASSWORD", "SIGN_IN")));
        assertThat(SecurityKeys.createPurpose(keycloak, tenant, "travels", Map.of())
                        .statusCode())
                .isEqualTo(400);
        String export = keycloak.admin()
                .queryParam("exportClients", true)
                .post(tenant.adminPath("/partial-export"))
                .asString();
        assertThat(export).contains("\"travels\"", "io.keycloakpbx.securitykey.SecurityKeyPurpose");
        keycloak.admin().delete(tenant.adminPath("/components/" + id)).then().statusCode(204);
    }
}
