package io.keycloakpbx.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.NodeProgram;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A PBX app on a client that the OpenID Foundation has certified: {@code openid-client} on Node.js. */
@OnKeycloak
class CertifiedClientIT {

    private static final String PASSWORD = "Certified-101!";

    private static NodeProgram node;

    private final Keycloak keycloak;
    private final Realm tenant;

    CertifiedClientIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        node = NodeProgram.install("openid-client", "pbx-app.mjs");
    }

    @Test
    void signsInFromASipAddressRefreshesAndSignsOut() throws IOException, InterruptedException {
        try (PbxApp app = PbxApp.open(keycloak, tenant)) {
            String id = tenant.createUser("101", PASSWORD);
            tenant.clearEvents();
            JsonPath seen = JsonPath.from(node.run(
                    """
                    {"webFinger": "%s/realms/master/.well-known/webfinger", "resource": "acct:101@%s",
                     "clientId": "pbx-app", "redirectUri": "%s", "postLogoutRedirectUri": "%s",
                     "username": "101", "password": "%s"}"""
                            .formatted(
                                    keycloak.baseUrl(),
                                    tenant.name(),
                                    app.redirectUri(),
                                    app.signedOutUri(),
                                    PASSWORD)));

            assertThat(seen.getString("issuer")).isEqualTo(tenant.issuer());
            assertThat(seen.<Map<String, Object>>get("claims"))
                    .containsEntry("iss", tenant.issuer())
                    .containsEntry("aud", "pbx-app")
                    .containsEntry("sub", id)
                    .containsEntry("preferred_username", "101")
                    .containsEntry("sip_domain", tenant.name());
            assertThat(seen.<Map<String, Object>>get("userInfo"))
                    .containsEntry("sub", id)
                    .containsEntry("sip_domain", tenant.name())
                    .containsEntry("pbx_role", "StandardUser");
            assertThat(seen.getList("grantTypes"))
                    .contains("authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code");
            assertThat(seen.getInt("signedOut.status")).isEqualTo(302);
            assertThat(seen.getString("signedOut.location")).isEqualTo(seen.getString("expectedSignedOut"));
            assertThat(seen.getString("refreshAfterLogout")).isEqualTo("invalid_grant");
            assertThat(seen.getString("userInfoAfterLogout")).isEqualTo("invalid_token");

            assertThat(tenant.events())
                    .extracting(Realm.Event::type)
                    .containsExactly("LOGOUT", "CODE_TO_TOKEN", "LOGIN");
        }
    }
}
