package io.keycloakpbx.tests.http;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import org.junit.jupiter.api.Test;

/** The description of the resources, as a stranger asks for it. */
@OnKeycloak
class OpenApiIT {

    private static final String DOCUMENT = "/pbx-openapi.json";

    private final Keycloak keycloak;
    private final Realm tenant;

    OpenApiIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @Test
    void isServedToEverybody() {
        keycloak.http()
                .header("Origin", "https://anywhere.example.com")
                .get(tenant.path(DOCUMENT))
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Access-Control-Allow-Origin", "*")
                .header("Cache-Control", "no-store")
                .body("openapi", equalTo("3.1.0"))
                .body(
                        "servers.url",
                        equalTo(java.util.List.of(keycloak.baseUrl().toString())))
                .body("paths.'/realms/{realm}/api/auth/sign_in'.post.operationId", equalTo("signIn"))
                .body("paths.'/admin/realms/master/tenants'.servers", nullValue());
    }

    @Test
    void otherOriginsMayAsk() {
        keycloak.http()
                .options(tenant.path(DOCUMENT))
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Allow-Methods", "GET, OPTIONS");
    }

    @Test
    void namesTheRealmsOwnAddress() {
        tenant.attribute("frontendUrl", "https://login.described.test");
        try {
            keycloak.http()
                    .get(tenant.path(DOCUMENT))
                    .then()
                    .statusCode(200)
                    .body("servers[0].url", equalTo("https://login.described.test"));
        } finally {
            tenant.attribute("frontendUrl", null);
        }
    }

    @Test
    void aSuspendedTenantHasNone() {
        tenant.update(realm -> realm.put("enabled", false));
        try {
            keycloak.http()
                    .get(tenant.path(DOCUMENT))
                    .then()
                    .statusCode(403)
                    .header("Cache-Control", "no-store")
                    .body("errorMessage", equalTo("Realm not enabled"));
        } finally {
            tenant.update(realm -> realm.put("enabled", true));
        }
    }
}
