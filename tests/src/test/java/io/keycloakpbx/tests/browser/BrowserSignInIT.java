package io.keycloakpbx.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.equalTo;

import com.microsoft.playwright.options.SelectOption;
import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Settings;
import io.keycloakpbx.tests.Totp;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Signing in to a PBX app with a browser: authorization code with PKCE on the tenant's own pages. */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserSignInIT {

    private static final String SUSPENDED =
            "This phone system is suspended. Nobody can sign in now. Ask the provider of your phone system.";
    private static final String PASSWORD = "Browser-201!";
    private static final String WRONG =
            "Invalid username or password. After several wrong tries sign-in is locked for some minutes."
                    + " Your administrator can help.";
    private static final String WRONG_CODE =
            "Invalid authenticator code. After several wrong codes you may have to wait some minutes."
                    + " Your administrator can help.";

    private final Keycloak keycloak;
    private Realm tenant;

    @AutoClose
    private PbxApp app;

    BrowserSignInIT(Keycloak keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeAll
    void openApp(Realm tenant) {
        this.tenant = tenant;
        tenant.update(realm -> realm.put("displayName", "Browser & Sons"));
        tenant.attribute("pbx.website", "https://www.browser.example.test/");
        tenant.createUser("201", PASSWORD);
        app = PbxApp.open(keycloak, tenant);
    }

    /** The one of docs/themes.md, to the letter. */
    @Test
    void aThemeOfOnesOwnHasTheLastWord(Visitors visitors) {
        assertThat(ThemeOfOnesOwn.install(keycloak, "login"))
                .containsExactly("theme.properties", "resources/css/mine.css");
        Realm branded = keycloak.tenant();
        branded.update(realm -> realm.put("loginTheme", ThemeOfOnesOwn.NAME));
        Visitor visitor = visitors.open();
        visitor.page().navigate(branded.issuer() + "/account/");
        visitor.page().waitForSelector("#username");
        assertThat(visitor.page().innerText(".pbx-domain")).contains(branded.name());
        assertThat(ThemeOfOnesOwn.accent(visitor.page())).isEqualTo("#7a1f5c");
    }

    @BeforeEach
    void clearEvents() {
        tenant.clearEvents();
    }

    @ParameterizedTest
    @EnumSource
    void signsInByAuthorizationCodeWithPkce(Screen screen, Visitors visitors) {
        Visitor visitor = visitors.open(screen);
        visitor.page().navigate(app.authorizationUrl("nonce", "n-0S6_WzA2Mj"));
        visitor.picture("login");
        assertThat(visitor.title()).isEqualTo("Sign in to your account");
        assertThat(visitor.page().innerText(".pbx-name")).isEqualTo("Browser & Sons");
        assertThat(visitor.page().innerText(".pbx-domain")).isEqualToIgnoringWhitespace("SIP domain " + tenant.name());
        assertThat(visitor.page().getAttribute(".pbx-website a", "href"))
                .isEqualTo("https://www.browser.example.test/");

        visitor.signIn("201", PASSWORD);
        JsonPath tokens = app.tokens().then().statusCode(200).extract().jsonPath();

        assertThat(Jwt.claims(tokens.getString("id_token")))
                .containsEntry("iss", tenant.issuer())
                .containsEntry("aud", "pbx-app")
                .containsEntry("nonce", "n-0S6_WzA2Mj")
                .containsEntry("preferred_username", "201")
                .containsEntry("sip_domain", tenant.name());
        keycloak.http(tokens.getString("access_token"))
                .get(tenant.path("/protocol/openid-connect/userinfo"))
                .then()
                .statusCode(200)
                .body("preferred_username", equalTo("201"))
                .body("sip_domain", equalTo(tenant.name()))
                .body("pbx_role", equalTo("StandardUser"));
        assertThat(tenant.events()).extracting(Realm.Event::type).containsSubsequence("CODE_TO_TOKEN", "LOGIN");
    }

    @Test
    void aCodeIsWorthNothingWithoutItsVerifier(Visitors visitors) {
        Visitor visitor = visitors.open();
        visitor.page().navigate(app.authorizationUrl());
        visitor.signIn("201", PASSWORD);
        String code = app.callback().get("code");
        app.exchange(code, "another-verifier-that-is-long-enough-for-the-rules")
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_grant"));
        assertThat(tenant.events().get(0).error()).isEqualTo("pkce_verification_failed");
    }

    @Test
    void asksAppsForPkce(Visitors visitors) {
        Visitor visitor = visitors.open();
        visitor.page().navigate(app.authorizationUrl("code_challenge", "", "code_challenge_method", ""));
        assertThat(app.callback()).containsEntry("error", "invalid_request").doesNotContainKey("code");
        visitor.page().navigate(app.authorizationUrl("code_challenge_method", "plain"));
        assertThat(app.callback()).containsEntry("error", "invalid_request").doesNotContainKey("code");
    }

    @Test
    void saysTheSameOfAWrongPasswordAnUnknownUserAndALockedOne(Visitors visitors) {
        String locked = lockedUser("204");
        tenant.clearEvents();
        Visitor visitor = visitors.open();
        visitor.page().navigate(app.authorizationUrl());
        visitor.signIn("201", "not-the-password");
        visitor.picture("wrong-password");
        assertThat(visitor.page().innerText("#input-error-username")).isEqualTo(WRONG);
        String wrongPassword = visitor.text();

        visitor.signIn("nobody", "not-the-password");
        assertThat(visitor.page().inputValue("#username")).isEqualTo("nobody");
        assertThat(visitor.text()).isEqualTo(wrongPassword);
        assertThat(app.hasCallback()).isFalse();
        assertThat(tenant.events())
                .extracting(Realm.Event::type, Realm.Event::error)
                .containsExactly(
                        tuple("LOGIN_ERROR", "user_not_found"), tuple("LOGIN_ERROR", "invalid_user_credentials"));

        visitor.signIn(locked, PASSWORD);
        assertThat(visitor.text()).isEqualTo(wrongPassword);
        assertThat(app.hasCallback()).isFalse();
        assertThat(tenant.events().get(0).error()).isEqualTo("user_temporarily_disabled");

        // The same page takes the right password.
        visitor.signIn("201", PASSWORD);
        app.tokens().then().statusCode(200);
    }

    @Test
    void asksForANewPasswordWhenItMustBeChanged(Visitors visitors) {
        String id = tenant.createUser("202", "Old-password-202!");
        change(id, Map.of("requiredActions", List.of("UPDATE_PASSWORD")));
        Visitor visitor = visitors.open();
        visitor.page().navigate(app.authorizationUrl());
        visitor.signIn("202", "Old-password-202!");
        assertThat(visitor.title()).isEqualTo("Update password");
        visitor.picture("update-password");

        newPassword(visitor, "short");
        assertThat(visitor.text()).contains("Invalid password: minimum length 8.");
        visitor.picture("update-password-refused");
        assertThat(app.hasCallback()).isFalse();

        newPassword(visitor, "New-password-202!");
        app.tokens().then().statusCode(200);
        assertThat(tenant.events()).extracting(Realm.Event::type).contains("UPDATE_CREDENTIAL");

        Visitor later = visitors.open();
        later.page().navigate(app.authorizationUrl());
        later.signIn("202", "Old-password-202!");
        assertThat(later.page().innerText("#input-error-username")).isEqualTo(WRONG);
        later.signIn("202", "New-password-202!");
        app.tokens().then().statusCode(200);
    }

    @Test
    void asksForTheCodeOfAnAuthenticatorApp(Visitors visitors) {
        String id = tenant.createUser("203", "Password-203!");
        change(id, Map.of("requiredActions", List.of("CONFIGURE_TOTP")));
        Visitor visitor = visitors.open();
        visitor.page().navigate(app.authorizationUrl());
        visitor.signIn("203", "Password-203!");
        assertThat(visitor.title()).isEqualTo("Mobile Authenticator Setup");
        visitor.picture("set-up-otp");
        visitor.page().click("#mode-manual");
        Totp authenticator = Totp.ofBase32(visitor.page().innerText("#kc-totp-secret-key"));
        visitor.picture("set-up-otp-by-hand");
        visitor.page().fill("#totp", authenticator.code());
        visitor.page().click("#saveTOTPBtn");
        app.tokens().then().statusCode(200);

        Visitor later = visitors.open();
        later.page().navigate(app.authorizationUrl());
        later.signIn("203", "Password-203!");
        later.picture("otp");
        assertThat(app.hasCallback()).as("signed in with the password alone").isFalse();
        later.page().fill("#otp", "000000");
        later.page().click("#kc-login");
        assertThat(later.page().innerText("#input-error-otp")).isEqualTo(WRONG_CODE);
        later.picture("otp-wrong");
        String code = authenticator.nextCode();
        later.page().fill("#otp", code);
        later.page().click("#kc-login");
        app.tokens().then().statusCode(200);

        Visitor reusing = visitors.open();
        reusing.page().navigate(app.authorizationUrl());
        reusing.signIn("203", "Password-203!");
        reusing.page().fill("#otp", code);
        reusing.page().click("#kc-login");
        assertThat(reusing.page().innerText("#input-error-otp")).isEqualTo(WRONG_CODE);
        assertThat(app.hasCallback()).isFalse();
    }

    /** Such users come from LDAP, or from an import that only reports. */
    @ParameterizedTest
    @CsvSource({
        "front desk, 'User name: 1 to 64 letters, digits, underscores, hyphens, apostrophes or dots, and no dot at the start or end'",
        "root, This user name is reserved for system administration"
    })
    void tellsAUserWithAForbiddenNameWhatIsWrong(String username, String message, Visitors visitors) {
        tenant.attribute("pbx.usernameRules", "report");
        keycloak.admin()
                .body(Map.of(
                        "ifResourceExists",
                        "FAIL",
                        "users",
                        List.of(Map.of(
                                "username",
                                username,
                                "enabled",
                                true,
                                "credentials",
                                List.of(Map.of("type", "password", "value", PASSWORD))))))
                .post(tenant.adminPath("/partialImport"))
                .then()
                .statusCode(200);
        Visitor visitor = visitors.open();
        visitor.page().navigate(app.authorizationUrl());
        visitor.signIn(username, PASSWORD);
        visitor.picture("forbidden-name-" + username.replace(' ', '-'));
        assertThat(visitor.page().innerText("#kc-error-message")).isEqualTo(message);
        assertThat(visitor.page().innerText(".pbx-name")).isEqualTo("Browser & Sons");
        assertThat(app.hasCallback()).isFalse();
        assertThat(tenant.events()).extracting(Realm.Event::type).doesNotContain("LOGIN");

        // Nor does the session that has begun let in.
        visitor.page().navigate(app.authorizationUrl("prompt", "none"));
        assertThat(app.callback()).doesNotContainKey("code");
    }

    @Test
    void aSuspendedTenantLetsNobodyIn(Visitors visitors) {
        Visitor before = visitors.open();
        before.page().navigate(app.authorizationUrl());
        before.page().fill("#username", "201");
        before.page().fill("#password", PASSWORD);
        post("suspend");
        try {
            before.page().click("#kc-login");
            assertThat(before.page().innerText("#kc-error-message")).isEqualTo(SUSPENDED);

            Visitor after = visitors.open();
            after.page().navigate(app.authorizationUrl());
            after.picture("suspended");
            assertThat(after.page().innerText("#kc-error-message")).isEqualTo(SUSPENDED);
            assertThat(after.page().locator("#password").count()).isZero();
            assertThat(app.hasCallback()).isFalse();
        } finally {
            post("resume");
        }
        Visitor later = visitors.open();
        later.page().navigate(app.authorizationUrl());
        later.signIn("201", PASSWORD);
        app.tokens().then().statusCode(200);
    }

    @Test
    void speaksTheLanguageThatIsChosen(Visitors visitors) {
        Visitor visitor = visitors.open();
        visitor.page().navigate(app.authorizationUrl());
        assertThat(visitor.page().getAttribute("html", "lang")).isEqualTo("en");
        visitor.page().selectOption("#login-select-toggle", new SelectOption().setLabel("German (Deutsch)"));
        visitor.page().waitForSelector("html[lang=de]");
        visitor.picture("login-german");
        assertThat(visitor.title()).isEqualTo("Bei Ihrem Konto anmelden");
        assertThat(visitor.page().innerText(".pbx-domain")).isEqualToIgnoringWhitespace("SIP-Domain " + tenant.name());

        visitor.signIn("201", "not-the-password");
        assertThat(visitor.page().innerText("#input-error-username"))
                .isEqualTo(
                        "Ungültiger Benutzername oder Passwort. Nach mehreren falschen Versuchen ist die Anmeldung einige"
                                + " Minuten gesperrt. Ihre Administration kann helfen.");
        visitor.signIn("201", PASSWORD);
        app.tokens().then().statusCode(200);
    }

    @Test
    void speaksTheLanguageOfTheBrowser(Visitors visitors) {
        Visitor visitor = visitors.open(Screen.PHONE, "de-AT");
        visitor.page().navigate(app.authorizationUrl());
        assertThat(visitor.title()).isEqualTo("Bei Ihrem Konto anmelden");
    }

    @Test
    void thePagesHaveAnIconOfTheirOwn(Visitors visitors) throws IOException {
        Visitor visitor = visitors.open();
        visitor.page().navigate(app.authorizationUrl());
        String icon = visitor.page().getAttribute("link[rel=icon]", "href");
        byte[] bytes =
                keycloak.http().get(icon).then().statusCode(200).extract().asByteArray();
        Path ours =
                Settings.CHECKOUT.root().resolve("themes/src/main/resources/theme/pbx/login/resources/img/favicon.ico");
        assertThat(bytes).isEqualTo(Files.readAllBytes(ours));
    }

    /** A new user whom wrong passwords have locked; its password is right. */
    private String lockedUser(String username) {
        String id = tenant.createUser(username, PASSWORD);
        for (int failures = 1; failures <= 5; failures++) {
            BruteForce.fail(keycloak, tenant, id, failures, () -> tenant.passwordGrant(username, "not-the-password"));
        }
        BruteForce.awaitLocked(keycloak, tenant, id);
        return username;
    }

    private static void newPassword(Visitor visitor, String password) {
        visitor.page().fill("#password-new", password);
        visitor.page().fill("#password-confirm", password);
        visitor.page().click("#kc-submit");
    }

    private void change(String userId, Map<String, ?> change) {
        keycloak.admin()
                .body(change)
                .put(tenant.adminPath("/users/" + userId))
                .then()
                .statusCode(204);
    }

    private void post(String operation) {
        keycloak.admin()
                .post("/admin/realms/master/tenants/{domain}/{operation}", tenant.name(), operation)
                .then()
                .statusCode(204);
    }
}
