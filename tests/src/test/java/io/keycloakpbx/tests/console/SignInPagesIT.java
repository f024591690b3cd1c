package io.keycloakpbx.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.browser.Screen;
import io.keycloakpbx.tests.browser.Visitors;
import io.keycloakpbx.tests.browser.WithBrowser;
import io.keycloakpbx.tests.signin.Mailbox;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The pages on sign-ins: why somebody cannot sign in, which addresses are blocked, and what has happened. */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInPagesIT {

    private static final String PASSWORD = "Boss-of-a-tenant-1!";
    private static final String HERE = "127.0.0.1";

    private final Keycloak keycloak;
    private final Realm tenant;

    @AutoClose
    private final Mailbox mailbox = new Mailbox();

    SignInPagesIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    void prepare() {
        tenant.createUser("boss", PASSWORD, "Admin");
        tenant.grantClientRoles(
                tenant.createUser("viewer", PASSWORD), "realm-management", "view-users", "query-users", "view-events");
        mailbox.receive(tenant);
        tenant.update(realm -> realm.withObjectProperty("attributes")
                .put("pbx.webAllowedAddresses", "192.0.2.1")
                .put("pbx.webFailedAuthAmount", "1"));
    }

    /** Whatever a test leaves blocked is not for the next one. */
    @AfterEach
    void unblock() {
        keycloak.admin().delete(tenant.adminPath("/blocked-addresses/" + HERE));
    }

    @Test
    void eachThingThatKeepsSomebodyOutIsToldOnceAndMendedByItsButton(Visitors visitors) {
        tenant.make(
                "/users",
                Map.of(
                        "username",
                        "stuck",
                        "email",
                        "stuck@mail.test",
                        "enabled",
                        true,
                        "requiredActions",
                        List.of("CONFIGURE_TOTP", "VERIFY_EMAIL")));
        AdminConsole console = AdminConsole.signIn(keycloak, tenant, visitors.open(), "boss", PASSWORD, place("why"));
        console.expect("Sign-in check");
        block("stuck");
        disable("stuck");
        Page page = console.page();
        page.getByTestId("pbx-why-user").fill("stuck@" + tenant.name());
        console.click("Check");
        assertThat(page.getByTestId("fix-enable")).isVisible();
        assertThat(told(page))
                .containsExactly(
                        "pbxWhyAddressLocked",
                        "pbxWhyDisabled",
                        "pbxWhyNoPassword",
                        "pbxWhyRequiredAction",
                        "pbxWhyRequiredAction",
                        "pbxWhyLastError");
        assertThat(page.getByTestId("pbxWhyDisabled")).containsText("stuck is disabled");
        console.check("why");

        String user = tenant.adminPath("/users/" + tenant.userId("stuck"));
        pressWhileRenamed(page, "fix-enable", user, "One");
        assertThat(page.getByTestId("pbxWhyDisabled")).hasCount(0);
        mend(page, "fix-unlock-address", "pbxWhyAddressLocked");
        page.getByTestId("fix-clear-required-action").first().click();
        assertThat(page.locator("[role=dialog]")).containsText("stuck will sign in without “Configure OTP”.");
        pressWhileRenamed(page, "confirm", user, "Two");
        assertThat(page.getByTestId("pbxWhyRequiredAction")).hasCount(1);
        keycloak.admin()
                .get(user)
                .then()
                .body("enabled", equalTo(true))
                .body("requiredActions", equalTo(List.of("VERIFY_EMAIL")))
                .body("lastName", equalTo("Two"));
        assertThat(page.getByTestId("pbxWhyRequiredAction")).containsText("Verify Email");
        page.waitForResponse(
                answer -> answer.url().endsWith("/execute-actions-email"),
                () -> page.getByTestId("fix-send-link").click());
        mailbox.link("stuck@mail.test");

        // The question is in the address: it stays through a reload.
        page.reload();
        assertThat(page.getByTestId("pbx-why-user")).hasValue("stuck@" + tenant.name());
        assertThat(page.getByTestId("pbxWhyNoPassword")).isVisible();
        assertThat(told(page)).containsExactly("pbxWhyNoPassword", "pbxWhyRequiredAction", "pbxWhyLastError");

        page.getByTestId("pbx-why-user").fill("boss");
        console.click("Check");
        assertThat(page.getByTestId("nothing")).containsText("Nothing keeps boss from signing in");
        page.getByTestId("pbx-why-user").fill("<i>nosuch</i>");
        console.click("Check");
        assertThat(page.getByTestId("pbxWhyUnknown"))
                .containsText("Nobody here has the user name, SIP address or email address <i>nosuch</i>");
        assertThat(console.errors()).isEmpty();
    }

    @Test
    void whoMayOnlyLookSeesWhyAndHasNoButtons(Visitors visitors) {
        tenant.make("/users", Map.of("username", "off", "enabled", false));
        AdminConsole console = AdminConsole.signIn(
                keycloak, tenant, visitors.open(Screen.PHONE), "viewer", PASSWORD, place("why?user=off"));
        assertThat(console.page().getByTestId("pbxWhyDisabled")).isVisible();
        assertThat(console.page().locator("[data-testid^=fix-]")).hasCount(0);
    }

    /** Who may not change the tenant's settings is not led to them. */
    @Test
    void theWayToTheMailServerIsForWhoMayGoIt(Visitors visitors) {
        Realm mute = keycloak.tenant();
        String helper = mute.createUser("helper", PASSWORD);
        mute.grantClientRoles(helper, "realm-management", "manage-users", "query-users");
        mute.createUser("coded", PASSWORD);
        AdminConsole console = AdminConsole.signIn(
                keycloak, mute, visitors.open(), "helper", PASSWORD, "/" + mute.name() + "/pbx/why?user=coded");
        Page page = console.page();
        assertThat(page.getByTestId("nothing")).isVisible();
        mute.attribute("pbx.twoFactor", "true");
        console.click("Check");
        assertThat(page.getByTestId("pbxWhyNoMailServer")).isVisible();
        assertThat(page.getByTestId("fix-set-mail-server")).hasCount(0);
        mute.grantClientRoles(helper, "realm-management", "manage-realm");
        page.reload();
        assertThat(page.getByTestId("fix-set-mail-server")).hasAttribute("href", "#/" + mute.name() + "/pbx/settings");
    }

    @Test
    void aBlockedAddressIsFoundAndLetInAgain(Visitors visitors) {
        AdminConsole console =
                AdminConsole.signIn(keycloak, tenant, visitors.open(), "boss", PASSWORD, place("address-locks"));
        console.expect("Address locks");
        Page page = console.page();
        assertThat(page.getByTestId("empty-state")).containsText("No address is blocked");
        block("nobody");
        console.go(place("address-locks?search=192."));
        assertThat(page.getByTestId("no-match")).isVisible();
        console.go(place("address-locks?search=127."));
        assertThat(console.rows()).hasCount(1);
        assertThat(console.rows()).containsText(HERE);
        console.check("address-locks");
        console.openActions(HERE);
        console.click("Let it sign in again");
        console.expectToast(HERE + " may sign in again.");
        assertThat(page.getByTestId("no-match")).isVisible();
    }

    @Test
    void signInsOfTodayAreFoundByUserAddressAndOutcome(Visitors visitors) {
        String id = tenant.createUser("seen", PASSWORD);
        tenant.userToken("seen", PASSWORD);
        String coded = mailCode("coded");
        AdminConsole console = AdminConsole.signIn(
                keycloak, tenant, visitors.open(), "boss", PASSWORD, place("sign-ins?user=" + coded));
        console.expect("Sign-ins");
        assertThat(console.rows().filter(new Locator.FilterOptions().setHasText("Mailed code")))
                .hasCount(1);
        console.go(place("sign-ins?user=" + id));
        console.expect("Sign-ins");
        block("seen");
        Page page = console.page();
        Locator rows = console.rows();
        console.click("Refresh");
        assertThat(rows).hasCount(2);
        assertThat(rows.first()).containsText("Sign-in failed");
        assertThat(rows.first()).containsText("invalid_user_credentials");
        assertThat(rows.last()).containsText("pbx-rest");
        console.check("sign-ins");

        page.getByTestId("outcome").selectOption("done");
        assertThat(rows).hasCount(1);
        assertThat(rows).not().containsText("failed");
        page.locator("#pbx-address").fill("192.0.2.9");
        page.keyboard().press("Enter");
        assertThat(page.getByTestId("no-match")).isVisible();
    }

    /** A domain that no tenant has is told of at the system level, with what was asked for. */
    @Test
    void theSystemsAdministratorSeesWhichDomainsAreNoTenants(Visitors visitors) {
        String domain = "nowhere." + tenant.name();
        keycloak.http()
                .contentType(ContentType.JSON)
                .body(Map.of("username", "lost", "password", "wrong", "domain", domain))
                .post(keycloak.realm("master").path("/api/auth/sign_in"))
                .then()
                .statusCode(400);
        AdminConsole console =
                AdminConsole.ofSystem(keycloak, visitors.open(), "/master/pbx/sign-ins?outcome=byDomain&max=100");
        console.expect("Sign-ins");
        assertThat(console.menu()).containsExactly("Tenants", "Sign-ins");
        console.expectCurrent("Sign-ins");
        Page page = console.page();
        Locator row = console.rows().filter(new Locator.FilterOptions().setHasText(domain));
        assertThat(row).hasCount(1);
        assertThat(row).containsText("unknown_sip_domain");
        assertThat(row).containsText("lost");
        assertThat(page.locator("#pbx-user")).hasCount(0);
        console.check("sign-ins-of-system");
        page.getByTestId("outcome").selectOption("done");
        assertThat(page.getByTestId("outcome")).hasValue("done");
        // The administrator's own.
        assertThat(console.rows().first()).containsText("admin");
        assertThat(row).hasCount(0);
        assertThat(page.getByTestId("events-off")).hasCount(0);

        // Where nothing is kept, nothing can be listed, and it is said so.
        Realm forgetful = keycloak.tenant();
        forgetful.update(realm -> realm.put("eventsEnabled", false));
        console.go("/" + forgetful.name() + "/pbx/sign-ins");
        assertThat(page.getByTestId("events-off")).containsText("The realm " + forgetful.name() + " keeps no events");
        assertThat(page.getByTestId("events-off").locator("a"))
                .hasAttribute("href", "#/" + forgetful.name() + "/realm-settings/events");
        console.check("sign-ins-off");
        assertThat(console.errors()).isEmpty();
    }

    /** What the page tells, from top to bottom. */
    private static List<String> told(Page page) {
        return page.getByTestId("findings").locator("[data-testid^=pbxWhy]").all().stream()
                .map(finding -> finding.getAttribute("data-testid"))
                .toList();
    }

    private static void mend(Page page, String button, String finding) {
        page.getByTestId(button).first().click();
        assertThat(page.getByTestId(finding)).hasCount(0);
    }

    /** Presses a button, which keeps the focus; another administrator has renamed the user before the change is made. */
    private void pressWhileRenamed(Page page, String button, String user, String lastName) {
        AtomicReference<Route> change = new AtomicReference<>();
        page.route(url -> url.endsWith(user), route -> {
            if (route.request().method().equals("PUT")) {
                change.set(route);
            } else {
                route.resume();
            }
        });
        page.getByTestId(button).click();
        page.waitForCondition(() -> change.get() != null);
        assertThat(page.getByTestId(button)).isDisabled();
        assertThat(page.getByTestId(button)).isFocused();
        keycloak.admin().body(Map.of("lastName", lastName)).put(user).then().statusCode(204);
        change.get().resume();
        page.unrouteAll();
    }

    /** Has a code mailed to a new user, whose id it answers. */
    private String mailCode(String username) {
        String id = tenant.createUser(username, PASSWORD);
        tenant.attribute("pbx.twoFactor", "true");
        try {
            String token = keycloak.http()
                    .contentType(ContentType.JSON)
                    .body(Map.of("username", username, "password", PASSWORD))
                    .post(tenant.path("/api/auth/sign_in"))
                    .then()
                    .statusCode(200)
                    .body("two_factor_enabled", equalTo(true))
                    .extract()
                    .path("token");
            keycloak.http()
                    .contentType(ContentType.JSON)
                    .body(Map.of("token", token))
                    .post(tenant.path("/api/auth/send_otp"))
                    .then()
                    .statusCode(200);
        } finally {
            tenant.attribute("pbx.twoFactor", null);
        }
        return id;
    }

    /** A wrong password, after which the address is blocked. */
    private void block(String username) {
        keycloak.http()
                .contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", "wrong"))
                .post(tenant.path("/api/auth/sign_in"))
                .then()
                .statusCode(400);
    }

    private void disable(String username) {
        keycloak.admin()
                .body(Map.of("enabled", false))
                .put(tenant.adminPath("/users/" + tenant.userId(username)))
                .then()
                .statusCode(204);
    }

    private String place(String rest) {
        return "/" + tenant.name() + "/pbx/" + rest;
    }
}
