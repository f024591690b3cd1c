package io.keycloakpbx.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Schedule;
import io.keycloakpbx.tests.Totp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** axe finds nothing on the sign-in pages, and none is wider than the screen. */
@OnKeycloak
@Order(Schedule.EARLY)
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessibilityIT {

    private static final String PASSWORD = "Accessible-201!";

    private final Keycloak keycloak;
    private Realm tenant;

    @AutoClose
    private PbxApp app;

    AccessibilityIT(Keycloak keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeAll
    void makeTenant() {
        tenant = keycloak.createTenant("telephone-systems-with-a-long-name.accessible.example.test");
        tenant.update(realm -> realm.put("displayName", "Accessible Telephones"));
        tenant.attribute("pbx.website", "https://www.accessible.example.test");
        tenant.createUser("201", PASSWORD);
        app = PbxApp.open(keycloak, tenant);
        tenant.attribute("pbx.avatarUrl", app.logoUri());
    }

    @Test
    void signIn(Visitors visitors) {
        Visitor visitor = visitors.open();
        visitor.page().navigate(app.authorizationUrl());
        assertThat((Integer) visitor.page().locator(".pbx-logo").evaluate("logo => logo.naturalWidth"))
                .isPositive();
        visitor.check("login");
        visitor.signIn("201", "not-the-password");
        visitor.check("login-refused");

        Visitor german = visitors.open(Screen.DESKTOP, "de");
        german.page().route(app.logoUri(), Route::abort);
        german.page().navigate(app.authorizationUrl());
        german.page()
                .waitForSelector(
                        ".pbx-logo", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.DETACHED));
        assertThat(left(german, ".pbx-name"))
                .as("a logo that does not load leaves no hole")
                .isEqualTo(left(german, "#kc-page-title"));
        assertThat(german.page().getAttribute("html", "lang")).isEqualTo("de");
        german.check("login-german");
    }

    @Test
    void error(Visitors visitors) {
        Visitor visitor = visitors.open();
        visitor.page().navigate(app.authorizationUrl("redirect_uri", "https://elsewhere.example.test/"));
        assertThat(visitor.text()).contains("Invalid parameter: redirect_uri");
        visitor.check("error");
    }

    @Test
    void forgottenPassword(Visitors visitors) {
        Visitor visitor = visitors.open();
        visitor.page().navigate(app.authorizationUrl());
        visitor.page().click("text=Forgot Password?");
        assertThat(visitor.title()).isEqualTo("Forgot Your Password?");
        visitor.check("reset-password");
        visitor.page().fill("#username", "nobody");
        visitor.page().click("[type=submit]");
        assertThat(visitor.text()).contains("You should receive an email shortly");
        visitor.check("reset-password-sent");
    }

    @Test
    void newPassword(Visitors visitors) {
        Visitor visitor = signedInWith("password", "UPDATE_PASSWORD", visitors);
        visitor.check("update-password");
        visitor.page().fill("#password-new", "short");
        visitor.page().fill("#password-confirm", "short");
        visitor.page().click("#kc-submit");
        assertThat(visitor.text()).contains("Invalid password");
        visitor.check("update-password-refused");
    }

    @Test
    void authenticatorApp(Visitors visitors) {
        Visitor visitor = signedInWith("otp", "CONFIGURE_TOTP", visitors);
        visitor.check("set-up-otp");
        visitor.page().click("#mode-manual");
        visitor.check("set-up-otp-by-hand");
        Totp authenticator = Totp.ofBase32(visitor.page().innerText("#kc-totp-secret-key"));
        visitor.page().fill("#totp", "000000");
        visitor.page().click("#saveTOTPBtn");
        assertThat(visitor.text()).contains("Invalid authenticator code.");
        visitor.check("set-up-otp-refused");
        visitor.page().fill("#totp", authenticator.code());
        visitor.page().click("#saveTOTPBtn");
        app.callback();

        Visitor later = visitors.open();
        later.page().navigate(app.authorizationUrl());
        later.signIn("otp", PASSWORD);
        later.check("otp");
        later.page().fill("#otp", "000000");
        later.page().click("#kc-login");
        assertThat(later.text()).contains("Invalid authenticator code.");
        later.check("otp-refused");
    }

    @Test
    void profile(Visitors visitors) {
        signedInWith("profile", "UPDATE_PROFILE", visitors).check("update-profile");
    }

    @Test
    void deskPhone(Visitors visitors) {
        Visitor visitor = visitors.open();
        visitor.page().navigate(tenant.issuer() + "/device");
        visitor.check("device-code");
        visitor.page().fill("#device_user_code", "AAAA-AAAA");
        visitor.page().click("#kc-login");
        assertThat(visitor.text()).contains("This code is wrong");
        visitor.check("device-code-refused");
        String code = deviceCode();
        visitor.page().fill("#device_user_code", code);
        visitor.page().click("#kc-login");
        visitor.signIn("201", PASSWORD);
        assertThat(visitor.title()).startsWith("Grant Access");
        assertThat(visitor.text()).contains(code);
        visitor.check("device-consent");
        visitor.page().click("#kc-login");
        assertThat(visitor.title()).isEqualTo("The phone is connected");
        visitor.check("device-done");
    }

    @Test
    void signOut(Visitors visitors) {
        Visitor visitor = visitors.open();
        visitor.page().navigate(app.authorizationUrl());
        visitor.signIn("201", PASSWORD);
        app.callback();
        visitor.page().navigate(tenant.issuer() + "/protocol/openid-connect/logout");
        visitor.check("logout");
        visitor.page().click("#kc-logout");
        assertThat(visitor.text()).contains("You are logged out");
        visitor.check("logout-done");
    }

    private Visitor signedInWith(String name, String requiredAction, Visitors visitors) {
        String username = name;
        String id = tenant.createUser(username, PASSWORD);
        keycloak.admin()
                .body(Map.of("requiredActions", List.of(requiredAction)))
                .put(tenant.adminPath("/users/" + id))
                .then()
                .statusCode(204);
        Visitor visitor = visitors.open();
        visitor.page().navigate(app.authorizationUrl());
        visitor.signIn(username, PASSWORD);
        return visitor;
    }

    private static double left(Visitor visitor, String selector) {
        return visitor.page().locator(selector).boundingBox().x;
    }

    private String deviceCode() {
        return keycloak.http()
                .formParam("client_id", "pbx-app")
                .post(tenant.path("/protocol/openid-connect/auth/device"))
                .then()
                .statusCode(200)
                .extract()
                .path("user_code");
    }
}
