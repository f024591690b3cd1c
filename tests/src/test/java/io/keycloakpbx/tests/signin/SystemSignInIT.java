package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** Sign-in without a domain: the master realm. */
@OnKeycloak
@Isolated
class SystemSignInIT {

    private static final String PASSWORD = "System-level-1!";

    @RegisterExtension
    static final Secrets SECRETS = new Secrets();

    private final Keycloak keycloak;
    private final SignInApi api;
    private final Realm master;

    SystemSignInIT(Keycloak keycloak) {
        this.keycloak = keycloak;
        this.api = SignInApi.ofMaster(keycloak, SECRETS);
        this.master = keycloak.realm("master");
    }

    @Test
    void administratorsOfTheSystemSignInWithoutADomain() {
        String id = master.createUser("sysadmin", PASSWORD, "admin");
        try {
            Answer signedIn = api.signedIn("sysadmin", PASSWORD, null);
            assertThat(signedIn.claims().path("iss").asText()).isEqualTo(master.issuer());
            assertThat(signedIn.claims().path("sub").asText()).isEqualTo(id);
            // However many tenants there are.
            assertThat(signedIn.text("access_token")).hasSizeLessThan(2_000);
            JsonNode user = api.user(signedIn.text("access_token")).json();
            assertThat(user.path("role").asText()).as("%s", user).isEqualTo("SystemAdmin");
            assertThat(api.user(signedIn.text("access_token")).members())
                    .containsExactly(
                            "role", "role_id", "role_name", "domain", "password_verified", "password_force_reset");
            assertThat(api.user(signedIn.text("access_token"))
                            .json()
                            .get("domain")
                            .isNull())
                    .isTrue();
            assertThat(api.loggedIn("sysadmin", PASSWORD, null).text("role")).isEqualTo("SystemAdmin");

            api.signIn("sysadmin", PASSWORD, "acme.example.com").isRefused();
            SignInApi.of(keycloak.realm("acme"), SECRETS)
                    .signIn("sysadmin", PASSWORD, null)
                    .isRefused();
            Answer refreshed = api.refresh(signedIn.text("refresh_token")).isTokens();
            api.signOut(refreshed.text("access_token")).isEmpty(200);
            api.refresh(refreshed.text("refresh_token")).isRefreshFailed();
        } finally {
            master.deleteUser(id);
        }
    }

    @Test
    void ordinaryUsersOfTheSystemLevelHaveNoRole() {
        String id = master.createUser("sysuser", PASSWORD);
        try {
            Answer signedIn = api.signedIn("sysuser", PASSWORD, null);
            assertThat(api.user(signedIn.text("access_token"))
                            .json()
                            .get("role")
                            .isNull())
                    .isTrue();
        } finally {
            master.deleteUser(id);
        }
    }

    @Test
    void withoutTheClientItFailsLikeAWrongPassword() {
        Map<String, Object> client = keycloak.admin()
                .queryParam("clientId", "pbx-rest")
                .get(master.adminPath("/clients"))
                .then()
                .statusCode(200)
                .extract()
                .path("[0]");
        String id = master.createUser("sysadmin", PASSWORD, "admin");
        try {
            keycloak.admin()
                    .delete(master.adminPath("/clients/" + client.get("id")))
                    .then()
                    .statusCode(204);
            api.signIn("sysadmin", PASSWORD, null).isRefused();
            api.login("sysadmin", PASSWORD, null).isRefused();
            api.signIn("sysadmin", PASSWORD, "acme.example.com").isRefused();
            api.signedIn("101", "Pbx-demo-101!", "acme.example.com");
        } finally {
            keycloak.admin()
                    .body(client)
                    .post(master.adminPath("/clients"))
                    .then()
                    .statusCode(201);
            master.deleteUser(id);
        }
    }
}
