package io.keycloakpbx.tests.regression;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.FormBrowser;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Totp;
import io.keycloakpbx.tests.securitykey.SecurityKeys;
import io.keycloakpbx.tests.tenant.Invitation;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is issued once and used later is looked at again when it is used: whom it opens, and who gave it out. */
@OnKeycloak
class UsedLaterIT {

    private static final String INTEGRATION = "pbx-integration";
    private static final String ADMINISTRATION = "realm-management";
    private static final String ISSUE = "issue-security-keys";

    private final Keycloak keycloak;
    private final Realm tenant;

    UsedLaterIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    // Security keys

    @Test
    void aKeyOpensNoAccountThatBecameAnAdministrators() {
        String issuer = issuer("601");
        String token = SecurityKeys.userToken(keycloak, tenant, "601", password("601"));

        String byRole = user("602");
        Map<String, String> key = signInKey(token, "602");
        tenant.grantClientRoles(byRole, ADMINISTRATION, "view-users");
        assertRefused(key);

        String byGroup = user("603");
        key = signInKey(token, "603");
        String group = create("/groups", Map.of("name", "wardens"));
        tenant.grantClientRolesTo("/groups/" + group, ADMINISTRATION, "realm-admin");
        keycloak.admin()
                .put(tenant.adminPath("/users/" + byGroup + "/groups/" + group))
                .then()
                .statusCode(204);
        assertRefused(key);

        String byComposite = user("604");
        key = signInKey(token, "604");
        keycloak.admin()
                .body(Map.of("name", "night-shift"))
                .post(tenant.adminPath("/roles"))
                .then()
                .statusCode(201);
        keycloak.admin()
                .body(List.of(SecurityKeys.clientRole(keycloak, tenant, ADMINISTRATION, "manage-realm")))
                .post(tenant.adminPath("/roles/night-shift/composites"))
                .then()
                .statusCode(204);
        keycloak.admin()
                .body(List.of(tenant.role("night-shift")))
                .post(tenant.adminPath("/users/" + byComposite + "/role-mappings/realm"))
                .then()
                .statusCode(204);
        assertRefused(key);

        // Who manages users opens them, as by a new password.
        tenant.grantClientRoles(issuer, ADMINISTRATION, "manage-users");
        for (String administrator : List.of("602", "603", "604")) {
            assertThat(use(signInKey(token, administrator)).statusCode()).isEqualTo(200);
        }
        key = signInKey(token, "602");
        SecurityKeys.withdrawClientRole(keycloak, tenant, issuer, ADMINISTRATION, "manage-users");
        assertRefused(key);
    }

    @Test
    void aKeyOpensNothingOnceItsIssuerHasLostTheRight() {
        String issuer = issuer("611");
        user("612");
        String token = SecurityKeys.userToken(keycloak, tenant, "611", password("611"));

        Map<String, String> key = signInKey(token, "612");
        SecurityKeys.withdrawClientRole(keycloak, tenant, issuer, INTEGRATION, ISSUE);
        assertRefused(key);
        assertThat(generate(token, "612").statusCode())
                .as("the token still names the role")
                .isEqualTo(403);
        tenant.grantClientRoles(issuer, INTEGRATION, ISSUE);
        assertThat(use(signInKey(token, "612")).statusCode()).isEqualTo(200);

        key = signInKey(token, "612");
        keycloak.admin()
                .body(Map.of("enabled", false))
                .put(tenant.adminPath("/users/" + issuer))
                .then()
                .statusCode(204);
        assertRefused(key);

        String another = issuer("613");
        key = signInKey(SecurityKeys.userToken(keycloak, tenant, "613", password("613")), "612");
        tenant.deleteUser(another);
        assertRefused(key);
    }

    @Test
    void aKeyOpensNothingOnceItsIssuerHasLostTheRoleOfThePurpose() {
        String issuer = issuer("621");
        user("622");
        keycloak.admin()
                .body(Map.of("name", "reception"))
                .post(tenant.adminPath("/roles"))
                .then()
                .statusCode(201);
        String component = SecurityKeys.configurePurpose(
                keycloak, tenant, "used later", Map.of("issueRole", List.of("reception")));
        String token = SecurityKeys.userToken(keycloak, tenant, "621", password("621"));
        assertThat(generate(token, "622").statusCode()).isEqualTo(403);
        String mappings = tenant.adminPath("/users/" + issuer + "/role-mappings/realm");
        keycloak.admin()
                .body(List.of(tenant.role("reception")))
                .post(mappings)
                .then()
                .statusCode(204);
        Map<String, String> key = signInKey(token, "622");
        keycloak.admin()
                .body(List.of(tenant.role("reception")))
                .delete(mappings)
                .then()
                .statusCode(204);
        assertRefused(key);
        keycloak.admin()
                .delete(tenant.adminPath("/components/" + component))
                .then()
                .statusCode(204);
    }

    @Test
    void aKeyIsNoLongerGoodThanThePassword() {
        issuer("641");
        String id = user("642");
        String token = SecurityKeys.userToken(keycloak, tenant, "641", password("641"));
        // Signing in leaves the password as it is.
        SecurityKeys.userToken(keycloak, tenant, "642", password("642"));
        assertThat(use(signInKey(token, "642")).statusCode()).isEqualTo(200);

        Map<String, String> key = signInKey(token, "642");
        keycloak.admin()
                .body(Map.of("type", "password", "value", "Another-642!", "temporary", false))
                .put(tenant.adminPath("/users/" + id + "/reset-password"))
                .then()
                .statusCode(204);
        assertRefused(key);
        assertThat(tenant.events().get(0).details()).containsEntry("reason", "password_changed");
        assertThat(use(signInKey(token, "642")).statusCode()).isEqualTo(200);

        FormBrowser.Page page =
                new FormBrowser(keycloak).open(signInKey(token, "642").get("actionUrl"));
        keycloak.admin()
                .body(Map.of("type", "password", "value", "A-third-642!", "temporary", false))
                .put(tenant.adminPath("/users/" + id + "/reset-password"))
                .then()
                .statusCode(204);
        assertThat(page.submit("continue", "").text()).contains("expired");
    }

    @Test
    void aFormThatAKeyHasOpenedIsNoLongerGoodThanThePassword() {
        issuer("643");
        String id = user("644");
        Map<String, Object> body = new HashMap<>(body("644"));
        body.put("action", "UPDATE_PASSWORD");
        String url = SecurityKeys.key(SecurityKeys.generate(
                        keycloak, tenant, SecurityKeys.userToken(keycloak, tenant, "643", password("643")), body))
                .get("actionUrl");
        FormBrowser.Page form = new FormBrowser(keycloak).open(url).submit("continue", "");
        keycloak.admin()
                .body(Map.of("type", "password", "value", "Another-644!", "temporary", false))
                .put(tenant.adminPath("/users/" + id + "/reset-password"))
                .then()
                .statusCode(204);
        assertThat(Invitation.choose(form, "Of-somebody-else-1!").text())
                .contains("This link has expired or has been used before.");
        assertThat(SecurityKeys.directGrant(keycloak, tenant, "username", "644", "password", "Another-644!")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aLightweightTokenIssuesKeys() {
        user("631");
        String client = SecurityKeys.clientUuid(keycloak, tenant, INTEGRATION);
        lightweight(client, "true");
        try {
            assertThat(use(signInKey(SecurityKeys.integrationToken(keycloak, tenant), "631"))
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            lightweight(client, "false");
        }
    }

    @Test
    void whereAdministratorsAreMadeByPermissionsAKeyNeedsThemToo() {
        Realm other = keycloak.tenant();
        String alice = other.createUser("alice", "Alice-pw-1!");
        String bob = other.createUser("bob", "Bob-pw-12!");
        String desk = other.createUser("desk", "Desk-pw-1!");
        other.grantClientRoles(desk, INTEGRATION, ISSUE);
        String token = SecurityKeys.userToken(keycloak, other, "desk", "Desk-pw-1!");
        Map<String, String> key = SecurityKeys.key(SecurityKeys.generate(keycloak, other, token, body("bob")));

        other.permit(desk, alice);

        assertThat(use(other, key).<String>path("error")).isEqualTo("invalid_grant");
        assertThat(SecurityKeys.generate(keycloak, other, token, body("bob")).statusCode())
                .as("bob, %s", bob)
                .isEqualTo(403);
        assertThat(use(other, SecurityKeys.key(SecurityKeys.generate(keycloak, other, token, body("alice"))))
                        .statusCode())
                .isEqualTo(200);
    }

    // Suspended tenants

    @Test
    void whatWasIssuedBeforeASuspensionOpensNothingAfterIt() {
        String desk = tenant.createUser("desk", password("desk"));
        tenant.grantClientRoles(desk, INTEGRATION, ISSUE);
        tenant.createUser("bob", password("bob"));
        Totp app = Totp.register(keycloak, tenant, tenant.createUser("651", password("651")));
        String forced = tenant.createUser("652", password("652"));
        keycloak.admin()
                .body(Map.of("requiredActions", List.of("UPDATE_PASSWORD")))
                .put(tenant.adminPath("/users/" + forced))
                .then()
                .statusCode(204);

        Map<String, String> key = keyForBob();
        String secondFactor = pending("651").path("token");
        String reset = pending("652").path("errors[0].detail.token");
        assertThat(secondFactor).isNotNull();
        assertThat(reset).isNotNull();
        for (String step : List.of("suspend", "resume")) {
            keycloak.admin()
                    .post("/admin/realms/master/tenants/" + tenant + "/" + step)
                    .then()
                    .statusCode(204);
        }
        assertThat(use(key).<String>path("error")).isEqualTo("invalid_grant");
        finish("verify_otp", Map.of("token", secondFactor, "code", app.code()))
                .then()
                .statusCode(400);
        finish("reset_password", Map.of("token", reset, "new_password", password("new")))
                .then()
                .statusCode(400);

        assertThat(use(keyForBob()).statusCode()).isEqualTo(200);
        secondFactor = pending("651").path("token");
        finish("verify_otp", Map.of("token", secondFactor, "code", app.nextCode()))
                .then()
                .statusCode(200);
        reset = pending("652").path("errors[0].detail.token");
        finish("reset_password", Map.of("token", reset, "new_password", password("new")))
                .then()
                .statusCode(200);
    }

    private Map<String, String> keyForBob() {
        String token = SecurityKeys.userToken(keycloak, tenant, "desk", password("desk"));
        return SecurityKeys.key(SecurityKeys.generate(keycloak, tenant, token, body("bob")));
    }

    /** The answer to the right password of a user of whom more is asked. */
    private Response pending(String username) {
        return finish("sign_in", Map.of("username", username, "password", password(username)));
    }

    private Response finish(String step, Map<String, String> body) {
        return keycloak.http().contentType(ContentType.JSON).body(body).post(tenant.path("/api/auth/" + step));
    }

    private String user(String username) {
        return tenant.createUser(username, password(username));
    }

    private String issuer(String username) {
        String id = user(username);
        tenant.grantClientRoles(id, INTEGRATION, ISSUE);
        return id;
    }

    private static String password(String username) {
        return "Used-later-" + username + "!";
    }

    private static Map<String, Object> body(String user) {
        return Map.of("lifeSpan", 600, "purpose", "used later", "value", user, "action", "SIGN_IN");
    }

    private Response generate(String token, String user) {
        return SecurityKeys.generate(keycloak, tenant, token, body(user));
    }

    private Map<String, String> signInKey(String token, String user) {
        return SecurityKeys.key(generate(token, user));
    }

    private Response use(Map<String, String> key) {
        return use(tenant, key);
    }

    private Response use(Realm realm, Map<String, String> key) {
        return SecurityKeys.directGrant(
                keycloak, realm, "key_code", key.get("keyCode"), "key_hash", key.get("keyHash"));
    }

    private void assertRefused(Map<String, String> key) {
        Response response = use(key);
        assertThat(response.<String>path("access_token")).isNull();
        assertThat(response.<String>path("error")).isEqualTo("invalid_grant");
        assertThat(response.<String>path("error_description")).isEqualTo("Invalid user credentials");
    }

    private String create(String path, Map<String, Object> body) {
        String location = keycloak.admin()
                .body(body)
                .post(tenant.adminPath(path))
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private void lightweight(String client, String value) {
        Map<String, Object> representation = keycloak.admin()
                .get(tenant.adminPath("/clients/" + client))
                .then()
                .statusCode(200)
                .extract()
                .path("");
        @SuppressWarnings("unchecked")
        Map<String, String> attributes = (Map<String, String>) representation.get("attributes");
        attributes.put("client.use.lightweight.access.token.enabled", value);
        keycloak.admin()
                .body(representation)
                .put(tenant.adminPath("/clients/" + client))
                .then()
                .statusCode(204);
    }
}
