package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.CodeVerifier;
import io.keycloakpbx.tests.FormBrowser;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Names of realms that an address has to escape, and SIP addresses in the place of user names. */
@OnKeycloak
class SignInNamesIT {

    private static final String PASSWORD = "Sign-in-names-201!";

    @RegisterExtension
    static final Secrets SECRETS = new Secrets();

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SignInApi api;

    SignInNamesIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = SignInApi.ofMaster(keycloak, SECRETS);
    }

    @Test
    void aRealmNameWithABlankAndLettersBeyondAscii() {
        Realm ost = tenant("ost.names.test", "B\u00fcro Ost");
        user(ost);
        Answer signedIn = api.signedIn("201", PASSWORD, "ost.names.test");
        String token = signedIn.text("access_token");
        assertThat(api.user(token).json().path("domain").asText()).isEqualTo("ost.names.test");
        assertThat(api.presented(token).status()).isEqualTo(200);
        Answer refreshed = api.refresh(signedIn.text("refresh_token")).isTokens();
        api.signOut(refreshed.text("access_token")).isEmpty(200);
        api.user(token).isNotSignedIn();
        String another = api.signedIn("201", PASSWORD, "ost.names.test").text("access_token");
        api.logout(another).isEmpty(204);
        api.user(another).isNotSignedIn();
    }

    @Test
    void aSipAddressIsTheUserOfThatName() {
        String domain = tenant.name();
        tenant.attribute("pbx.sipDomainAliases", "alias.names.test");
        String id = tenant.createUser("201", PASSWORD);
        mail(id, "anna@mail.example.com");
        String other = tenant.createUser("202", PASSWORD);
        // Whoever has this e-mail address does not get the place of the user with the name.
        mail(other, "201@alias.names.test");
        for (String typed : new String[] {
            "201@" + domain,
            "201@" + domain.toUpperCase(Locale.ROOT),
            "201@alias.names.test",
            "sip:201@" + domain,
            "anna@mail.example.com",
            "201"
        }) {
            assertThat(api.signedIn(typed, PASSWORD, domain)
                            .claims()
                            .path("sub")
                            .asText())
                    .as(typed)
                    .isEqualTo(id);
        }
        api.signIn("201@elsewhere.names.test", PASSWORD, domain).isRefused();
        api.signIn("201@acme.example.com", PASSWORD, domain).isRefused();
        mail(other, "299@" + domain);
        assertThat(api.signedIn("299@" + domain, PASSWORD, domain)
                        .claims()
                        .path("sub")
                        .asText())
                .as("no user has the name, so it is an e-mail address")
                .isEqualTo(other);
    }

    @Test
    void aTenantsPageFillsInTheSipAddressThatAnAppHints() {
        tenant.createUser("203", PASSWORD);
        String hint = "sip:203@" + tenant.name();
        FormBrowser.Page page = new FormBrowser(keycloak)
                .authorize(
                        tenant,
                        "account-console",
                        tenant.issuer() + "/account/",
                        "code_challenge",
                        CodeVerifier.random().challenge(),
                        "code_challenge_method",
                        "S256",
                        "login_hint",
                        hint);
        assertThat(page.body()).contains("value=\"" + hint + "\"");
        assertThat(page.submit("username", hint, "password", PASSWORD).parameter("code"))
                .isNotNull();
    }

    @Test
    void aLongSipAddressFits() {
        String domain = "d".repeat(60) + "." + "e".repeat(60) + ".names.test";
        keycloak.createTenant(domain).createUser("201", PASSWORD);
        api.signedIn("201@" + domain, PASSWORD, domain);
        api.signIn("x".repeat(65), PASSWORD, domain).isInvalid("username");
    }

    private Realm tenant(String domain, String realm) {
        keycloak.admin()
                .body(Map.of("sipDomain", domain, "realm", realm, "name", "Branch east"))
                .post("/admin/realms/master/tenants")
                .then()
                .statusCode(201);
        keycloak.admin()
                .get("/admin/realms/master/tenants/{domain}", domain)
                .then()
                .body("realm", equalTo(realm));
        return keycloak.realm(realm);
    }

    /** The realm's name is none of a mail domain. */
    private void user(Realm tenant) {
        keycloak.admin()
                .body(Map.of(
                        "username", "201",
                        "enabled", true,
                        "email", "201@names.test",
                        "firstName", "First",
                        "lastName", "Last",
                        "credentials", List.of(Map.of("type", "password", "value", PASSWORD, "temporary", false))))
                .post(tenant.adminPath("/users"))
                .then()
                .statusCode(201);
    }

    private void mail(String id, String email) {
        keycloak.admin()
                .body(Map.of("email", email))
                .put(tenant.adminPath("/users/" + id))
                .then()
                .statusCode(204);
    }
}
