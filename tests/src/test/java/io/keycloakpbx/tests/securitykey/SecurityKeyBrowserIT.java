package io.keycloakpbx.tests.securitykey;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Totp;
import io.keycloakpbx.tests.browser.Jwt;
import io.keycloakpbx.tests.browser.PbxApp;
import io.keycloakpbx.tests.browser.Visitor;
import io.keycloakpbx.tests.browser.Visitors;
import io.keycloakpbx.tests.browser.WithBrowser;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Action URLs in Chromium, with a web application that they end at. */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityKeyBrowserIT {

    private static final String USED =
            "This link has expired or has been used before. Ask for a new one, or ask your administrator.";

    private final Keycloak keycloak;
    private Realm tenant;
    private String token;

    @AutoClose
    private PbxApp app;

    SecurityKeyBrowserIT(Keycloak keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeAll
    void openApp(Realm tenant) {
        this.tenant = tenant;
        app = PbxApp.open(keycloak, tenant);
        token = SecurityKeys.integrationToken(keycloak, tenant);
        keycloak.admin()
                .body(Map.of(
                        "name",
                        "amr",
                        "protocol",
                        "openid-connect",
                        "protocolMapper",
                        "oidc-amr-mapper",
                        "config",
                        Map.of("id.token.claim", "true", "access.token.claim", "true")))
                .post(tenant.adminPath("/clients/" + SecurityKeys.clientUuid(keycloak, tenant, "pbx-app")
                        + "/protocol-mappers/models"))
                .then()
                .statusCode(201);
    }

    private Map<String, String> key(String user, String action) {
        return SecurityKeys.key(SecurityKeys.generate(
                keycloak,
                tenant,
                token,
                Map.of(
                        "lifeSpan",
                        600,
                        "purpose",
                        "Forgot Password",
                        "value",
                        user,
                        "action",
                        action,
                        "clientId",
                        "pbx-app",
                        "redirectUri",
                        app.redirectUri())));
    }

    private void awaitApp(Page page) {
        page.waitForURL(url -> url.startsWith(app.redirectUri()));
        assertThat(page.url()).as("without added parameters").doesNotContain("session_state", "iss=");
    }

    private static void choosePassword(Page page, String password) {
        page.fill("#password-new", password);
        page.fill("#password-confirm", password);
        page.click("[type=submit]");
    }

    @Test
    void aForgottenPasswordIsReplaced(Visitors visitors) {
        String user = "501";
        tenant.createUser(user, "Forgotten-501!");
        Map<String, String> key = key(user, "UPDATE_PASSWORD");
        Visitor visitor = visitors.open();
        visitor.page().navigate(key.get("actionUrl"));
        assertThat(visitor.text()).contains("Update Password");
        visitor.check("confirm-action");
        visitor.page().click("#pbx-continue");
        choosePassword(visitor.page(), "Remembered-501!");
        awaitApp(visitor.page());
        assertThat(visitor.page().title()).isEqualTo("The app");
        assertThat(signIn(user, "Forgotten-501!")).isNotEqualTo(200);
        assertThat(signIn(user, "Remembered-501!")).isEqualTo(200);

        Visitor another = visitors.open();
        another.page().navigate(key.get("actionUrl"));
        assertThat(another.page().isVisible("#pbx-continue")).isFalse();
        assertThat(another.page().innerText("#kc-error-message")).isEqualTo(USED);
    }

    private int signIn(String username, String password) {
        return SecurityKeys.directGrant(keycloak, tenant, "username", username, "password", password)
                .statusCode();
    }

    @Test
    void signingInAsksForTheSecondFactorAndTheSessionSaysHowItSignedIn(Visitors visitors) {
        Totp totp = Totp.register(keycloak, tenant, tenant.createUser("502", "Second-factor-502!"));
        Page page = visitors.open().page();
        page.navigate(key("502", "SIGN_IN").get("actionUrl"));
        page.click("#pbx-continue");
        assertThat(page.url()).doesNotStartWith(app.redirectUri());
        page.fill("#otp", totp.code());
        page.click("[type=submit]");
        awaitApp(page);
        assertThat(authenticationMethods(page)).asList().containsExactlyInAnyOrder("one-time-key", "otp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"webauthn-register", "webauthn-register-passwordless"})
    void aPasskeyIsRegisteredByAKeyAndThenAskedFor(String action, Visitors visitors) {
        String user = "507-" + action;
        tenant.createUser(user, "Passkey-507!");
        Page page = visitors.open().page();
        addPasskeyDevice(page);
        page.onDialog(dialog -> dialog.accept("my phone"));
        page.navigate(key(user, action).get("actionUrl"));
        page.click("#pbx-continue");
        press(page, "#registerWebAuthn");
        awaitApp(page);

        page.context().clearCookies();
        page.navigate(key(user, "SIGN_IN").get("actionUrl"));
        page.click("#pbx-continue");
        assertThat(page.url()).as("signed in by the key alone").doesNotStartWith(app.redirectUri());
        press(page, "#authenticateWebAuthnButton");
        awaitApp(page);
        assertThat(authenticationMethods(page)).asList().containsExactlyInAnyOrder("one-time-key", "hwk");
    }

    /** Presses a button that does nothing before the scripts of its page have come. */
    private static void press(Page page, String button) {
        page.waitForSelector(button);
        page.waitForLoadState(LoadState.NETWORKIDLE);
        page.click(button);
    }

    /** A device that answers WebAuthn for its owner, as a telephone does. */
    private static void addPasskeyDevice(Page page) {
        JsonObject device = new JsonObject();
        device.addProperty("protocol", "ctap2");
        device.addProperty("transport", "internal");
        device.addProperty("hasResidentKey", true);
        device.addProperty("hasUserVerification", true);
        device.addProperty("isUserVerified", true);
        JsonObject parameters = new JsonObject();
        parameters.add("options", device);
        CDPSession chromium = page.context().newCDPSession(page);
        chromium.send("WebAuthn.enable");
        chromium.send("WebAuthn.addVirtualAuthenticator", parameters);
    }

    /** The claim {@code amr} of tokens that the app gets by the session of the browser. */
    private List<?> authenticationMethods(Page page) {
        page.navigate(app.authorizationUrl());
        String idToken = app.tokens().then().statusCode(200).extract().path("id_token");
        return (List<?>) Jwt.claims(idToken).get("amr");
    }

    @Test
    void programsThatFollowLinksUseNothingUp(Visitors visitors) {
        tenant.createUser("503", "Scanned-503!");
        Map<String, String> key = key("503", "SIGN_IN");
        for (int i = 0; i < 3; i++) {
            assertThat(keycloak.http()
                            .urlEncodingEnabled(false)
                            .get(URI.create(key.get("actionUrl")))
                            .statusCode())
                    .isEqualTo(200);
            keycloak.http().urlEncodingEnabled(false).head(URI.create(key.get("actionUrl")));
        }
        Page page = visitors.open().page();
        page.navigate(key.get("actionUrl"));
        // The page's own address can be loaded again and again as well.
        page.reload();
        page.click("#pbx-continue");
        awaitApp(page);
    }

    @Test
    void aUrlOpensNothingInAnotherTenant(Visitors visitors) {
        tenant.createUser("504", "Elsewhere-504!");
        Map<String, String> key = key("504", "SIGN_IN");
        Realm other = keycloak.tenant();
        other.createUser("504", "Elsewhere-504!");
        Page page = visitors.open().page();
        page.navigate(key.get("actionUrl").replace("/realms/" + tenant.name() + "/", "/realms/" + other.name() + "/"));
        assertThat(page.isVisible("#pbx-continue")).isFalse();
        page.navigate(key.get("actionUrl"));
        page.click("#pbx-continue");
        awaitApp(page);
    }

    @Test
    void aRevokedKeyOpensNothing(Visitors visitors) {
        String id = tenant.createUser("505", "Revoked-505!");
        Map<String, String> key = key("505", "SIGN_IN");
        Visitor visitor = visitors.open();
        visitor.page().navigate(key.get("actionUrl"));
        keycloak.admin()
                .queryParam("user", id)
                .delete(tenant.adminPath("/security-keys"))
                .then()
                .statusCode(200);
        visitor.page().click("#pbx-continue");
        assertThat(visitor.page().url()).doesNotStartWith(app.redirectUri());
        assertThat(visitor.page().innerText("#kc-error-message")).isEqualTo(USED);
    }

    @Test
    void withoutRedirectUriSigningInEndsAtTheAccountConsole(Visitors visitors) {
        tenant.createUser("508", "Account-508!");
        Map<String, String> key = SecurityKeys.key(SecurityKeys.generate(
                keycloak,
                tenant,
                token,
                Map.of("lifeSpan", 600, "purpose", "Softphone", "value", "508", "action", "SIGN_IN")));
        Page page = visitors.open().page();
        page.navigate(key.get("actionUrl"));
        page.click("#pbx-continue");
        page.waitForSelector("text=Personal info");
        assertThat(page.url()).startsWith(tenant.issuer() + "/account");
    }

    @Test
    void withoutRedirectUriARequiredActionEndsWithoutASession(Visitors visitors) {
        tenant.createUser("506", "No-session-506!");
        Map<String, String> key = SecurityKeys.key(SecurityKeys.generate(
                keycloak,
                tenant,
                token,
                Map.of("lifeSpan", 600, "purpose", "Forgot Password", "value", "506", "action", "UPDATE_PASSWORD")));
        Visitor visitor = visitors.open();
        visitor.page().navigate(key.get("actionUrl"));
        visitor.page().click("#pbx-continue");
        choosePassword(visitor.page(), "Remembered-506!");
        assertThat(visitor.text()).contains("Your account has been updated");
        assertThat(visitor.page().context().cookies())
                .extracting(cookie -> cookie.name)
                .doesNotContain("KEYCLOAK_IDENTITY");
    }
}
