package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Client policies of the tenant hold for the sign-in API as for the token endpoint. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientPolicyIT {

    private static final String PASSWORD = "Client-policy-501!";

    @RegisterExtension
    static final Secrets SECRETS = new Secrets();

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SignInApi api;

    ClientPolicyIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = SignInApi.ofMaster(keycloak, SECRETS);
    }

    @BeforeAll
    void makeUser() {
        tenant.createUser("501", PASSWORD);
    }

    @Test
    void aPolicyThatForbidsPasswordsForbidsSignIn() {
        Answer before = api.signedIn("501", PASSWORD, tenant.name());
        policy("reject-ropc-grant", Map.of("auto-configure", false));
        tenant.clearEvents();
        api.signIn("501", PASSWORD, tenant.name()).isRefused();
        assertThat(tenant.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("LOGIN_ERROR");
            assertThat(event.clientId()).isEqualTo("pbx-rest");
            assertThat(event.details()).containsEntry("reason", "client_policy_error");
        });
        // The policy is about passwords only.
        api.refresh(before.text("refresh_token")).isTokens();
        noPolicy();
        api.signedIn("501", PASSWORD, tenant.name());
    }

    @Test
    void aPolicyThatKeepsRefreshTokensBackKeepsThemBack() {
        Answer before = api.signedIn("501", PASSWORD, tenant.name());
        policy("suppress-refresh-token-rotation", Map.of());
        Answer refreshed = api.refresh(before.text("refresh_token"));
        assertThat(refreshed.members()).containsExactly("token_type", "access_token", "refresh_token", "expires_in");
        assertThat(refreshed.json().get("refresh_token").isNull()).isTrue();
        noPolicy();
    }

    private void policy(String executor, Map<String, ?> configuration) {
        keycloak.admin()
                .body(Map.of(
                        "profiles",
                        List.of(Map.of(
                                "name",
                                "test",
                                "executors",
                                List.of(Map.of("executor", executor, "configuration", configuration))))))
                .put(tenant.adminPath("/client-policies/profiles"))
                .then()
                .statusCode(204);
        keycloak.admin()
                .body(Map.of(
                        "policies",
                        List.of(Map.of(
                                "name",
                                "test",
                                "enabled",
                                true,
                                "conditions",
                                List.of(Map.of("condition", "any-client", "configuration", Map.of())),
                                "profiles",
                                List.of("test")))))
                .put(tenant.adminPath("/client-policies/policies"))
                .then()
                .statusCode(204);
    }

    private void noPolicy() {
        keycloak.admin()
                .body(Map.of("policies", List.of()))
                .put(tenant.adminPath("/client-policies/policies"))
                .then()
                .statusCode(204);
    }
}
