package io.keycloakpbx.tests.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Work on one realm, asked for in the context of another, touches the one only. */
@OnKeycloak
class OtherRealmIT {

    private static final String TENANT = "/admin/realms/master/tenants/{domain}";

    private final Keycloak keycloak;
    private final Realm tenant;

    OtherRealmIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @Test
    void aDeletedTenantTakesWhatIsItsOwnAndNobodyElsesIdentityProviders() {
        Realm master = keycloak.realm("master");
        identityProvider(master, "pbx-other-corp");
        identityProvider(tenant, "corp");
        try {
            Realm full = keycloak.createTenant("full.other.example.test");
            allThatARealmCanHave(full);
            delete(full);
            identityProviders(master).body("alias", hasItem("pbx-other-corp"));
            identityProviders(tenant).body("alias", contains("corp"));

            // Nothing of it is in the way of the next one, which has no provider of its own.
            Realm again = keycloak.createTenant("full.other.example.test");
            assertThat(again.name()).isEqualTo(full.name());
            delete(again);
            identityProviders(master).body("alias", hasItem("pbx-other-corp"));
            identityProviders(tenant).body("alias", contains("corp"));
        } finally {
            keycloak.admin()
                    .delete(master.adminPath("/identity-provider/instances/pbx-other-corp"))
                    .then()
                    .statusCode(204);
        }
        identityProviders(master).body("alias", not(hasItem("pbx-other-corp")));
    }

    private void allThatARealmCanHave(Realm realm) {
        identityProvider(realm, "corp");
        keycloak.admin()
                .body(Map.of(
                        "name",
                        "directory",
                        "identityProviderAlias",
                        "corp",
                        "identityProviderMapper",
                        "hardcoded-attribute-idp-mapper",
                        "config",
                        Map.of("attribute", "a", "attribute.value", "b", "syncMode", "INHERIT")))
                .post(realm.adminPath("/identity-provider/instances/corp/mappers"))
                .then()
                .statusCode(201);
        realm.update(settings -> settings.put("organizationsEnabled", true));
        keycloak.admin()
                .body(Map.of("name", "Sales", "alias", "sales", "domains", List.of(Map.of("name", "sales.example"))))
                .post(realm.adminPath("/organizations"))
                .then()
                .statusCode(201);
        keycloak.admin()
                .body(Map.of(
                        "name",
                        "ldap",
                        "providerId",
                        "ldap",
                        "providerType",
                        "org.keycloak.storage.UserStorageProvider",
                        "config",
                        Map.ofEntries(
                                Map.entry("enabled", List.of("false")),
                                Map.entry("editMode", List.of("READ_ONLY")),
                                Map.entry("vendor", List.of("other")),
                                Map.entry("connectionUrl", List.of("ldap://127.0.0.1:9")),
                                Map.entry("usersDn", List.of("ou=people,dc=example")),
                                Map.entry("authType", List.of("none")),
                                Map.entry("usernameLDAPAttribute", List.of("uid")),
                                Map.entry("rdnLDAPAttribute", List.of("uid")),
                                Map.entry("uuidLDAPAttribute", List.of("entryUUID")),
                                Map.entry("userObjectClasses", List.of("inetOrgPerson")))))
                .post(realm.adminPath("/components"))
                .then()
                .statusCode(201);
        keycloak.admin()
                .body(Map.of(
                        "name",
                        "leavers",
                        "on",
                        "user-created",
                        "steps",
                        List.of(Map.of("uses", "disable-user", "after", "P30D"))))
                .post(realm.adminPath("/workflows"))
                .then()
                .statusCode(201);
        realm.createUser("101", "Full-of-101!");
    }

    private void delete(Realm realm) {
        keycloak.admin().delete(TENANT, realm.name()).then().statusCode(204);
        keycloak.admin().get(realm.adminPath("")).then().statusCode(404);
    }

    private void identityProvider(Realm realm, String alias) {
        keycloak.admin()
                .body(Map.of(
                        "alias",
                        alias,
                        "providerId",
                        "oidc",
                        "config",
                        Map.of(
                                "clientId",
                                "x",
                                "clientSecret",
                                "y",
                                "authorizationUrl",
                                "https://login.example.test/auth",
                                "tokenUrl",
                                "https://login.example.test/token")))
                .post(realm.adminPath("/identity-provider/instances"))
                .then()
                .statusCode(201);
    }

    private ValidatableResponse identityProviders(Realm realm) {
        return keycloak.admin()
                .get(realm.adminPath("/identity-provider/instances"))
                .then()
                .statusCode(200);
    }
}
