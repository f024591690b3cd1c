package io.keycloakpbx.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.browser.Screen;
import io.keycloakpbx.tests.browser.Visitors;
import io.keycloakpbx.tests.browser.WithBrowser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page with a tenant's security keys. */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeysPageIT {

    private static final String PASSWORD = "Boss-of-a-tenant-1!";

    private final Keycloak keycloak;
    private final Realm tenant;

    KeysPageIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    void createUsers() {
        tenant.createUser("boss", PASSWORD, "Admin");
        tenant.grantClientRoles(tenant.createUser("viewer", PASSWORD), "realm-management", "view-users", "query-users");
    }

    @Test
    void aLinkIsIssuedForAUserToldOnceAndRevoked(Visitors visitors) {
        tenant.createUser("guest", PASSWORD);
        AdminConsole console =
                AdminConsole.signIn(keycloak, tenant, visitors.open(), "boss", PASSWORD, place("keys?search=guest"));
        console.expect("Security keys");
        Page page = console.page();
        console.click("Issue a link");
        page.locator("#pbx-key-user").fill("guest");
        page.locator("[role=option]").getByText("guest").first().click();
        assertThat(page.locator("#pbx-key-action option")).hasText(new String[] {"Choose a password"});
        page.locator("#pbx-key-action").selectOption("UPDATE_PASSWORD");
        page.locator("#pbx-key-purpose").fill("Front desk");
        console.check("issue");
        page.getByTestId("confirm").click();

        Locator told = page.locator("[role=dialog]");
        assertThat(told).containsText("Link for guest");
        String link = told.locator("input").first().inputValue();
        assertThat(link).startsWith(tenant.issuer() + "/login-actions/action-token?key=");
        assertThat((Integer) told.getByTestId("qr-code").evaluate("image => image.naturalWidth"))
                .isEqualTo(800);
        console.check("told");
        page.getByTestId("told").click();
        assertThat(told).hasCount(0);
        assertThat(console.rows()).hasCount(1);
        assertThat(console.rows()).containsText("guest");
        assertThat(console.rows()).containsText("Front desk");
        assertThat(page.content()).doesNotContain(link);
        assertThat(page.url()).doesNotContain("action-token");
        console.check("keys");

        console.openActions("guest, Front desk");
        console.click("Revoke");
        assertThat(page.locator("[role=dialog]")).containsText("User: guest. Purpose: Front desk.");
        page.getByTestId("confirm").click();
        console.expectToast("One key is revoked.");
        assertThat(page.getByTestId("no-match")).isVisible();
        assertThat(console.errors()).isEmpty();
    }

    /** Rules are the realm's: its tenant's administrator is not led to them. */
    @Test
    void purposesGetRulesThatChangeAndGo(Visitors visitors) {
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), place("keys"));
        console.expect("Security keys");
        Page page = console.page();
        console.click("Purposes");
        console.expect("Purposes");
        console.expectCurrent("Security keys");
        page.getByTestId("create-purpose").click();
        assertThat(page.getByTestId("confirm")).isDisabled();
        page.getByTestId("pbx-purpose-name").fill("Front door");
        page.getByTestId("pbx-purpose-maxLifeSpan").fill("0");
        page.getByTestId("confirm").click();
        assertThat(page.getByTestId("problem"))
                .containsText("maxLifeSpan must be a whole number of seconds from 1 to 999999999");
        page.getByTestId("pbx-purpose-maxLifeSpan").fill("900");
        page.getByTestId("pbx-purpose-actions").fill("UPDATE_PASSWORD");
        console.check("purpose");
        page.getByTestId("confirm").click();
        console.expectToast("The rules of “Front door” were saved.");
        assertThat(console.rows()).containsText("UPDATE_PASSWORD");
        rules(Map.of("maxLifeSpan", List.of("900"), "actions", List.of("UPDATE_PASSWORD")));

        console.openActions("Front door");
        console.click("Edit");
        assertThat(page.getByTestId("pbx-purpose-name")).isDisabled();
        page.getByTestId("pbx-purpose-actions").fill("");
        page.getByTestId("confirm").click();
        assertThat(page.locator("[role=dialog]")).hasCount(0);
        assertThat(console.rows()).not().containsText("UPDATE_PASSWORD");
        rules(Map.of("maxLifeSpan", List.of("900")));
        console.check("purposes");

        console.openActions("Front door");
        console.click("Delete");
        assertThat(page.locator("[role=dialog]")).containsText("Delete the rules of “Front door”?");
        page.getByTestId("confirm").click();
        assertThat(page.getByText("No purpose has rules.")).isVisible();

        console = AdminConsole.signIn(keycloak, tenant, visitors.open(), "boss", PASSWORD, place("keys"));
        console.expect("Security keys");
        assertThat(console.page().locator("main").getByText("Purposes")).hasCount(0);
        console.go(place("keys/purposes"));
        console.expect("You may not see this page");
    }

    private void rules(Map<String, List<String>> config) {
        keycloak.admin()
                .queryParam("type", "io.keycloakpbx.securitykey.SecurityKeyPurpose")
                .get(tenant.adminPath("/components"))
                .then()
                .statusCode(200)
                .body("find { it.name == 'Front door' }.config", equalTo(config));
    }

    @Test
    void allOfAUserAreRevokedAndOthersStay(Visitors visitors) {
        String id = tenant.createUser("gone", PASSWORD);
        issue(id, "One");
        issue(id, "Other");
        issue(tenant.createUser("staying", PASSWORD), "One");
        AdminConsole console =
                AdminConsole.signIn(keycloak, tenant, visitors.open(), "boss", PASSWORD, place("keys?search=gone"));
        Page page = console.page();
        assertThat(console.rows()).hasCount(2);
        console.openActions("gone, One");
        console.click("Revoke all of this user");
        assertThat(page.locator("[role=dialog]")).containsText("Revoke all keys of gone?");
        page.getByTestId("confirm").click();
        console.expectToast("2 keys are revoked.");
        assertThat(page.getByTestId("no-match")).isVisible();
        console.go(place("keys?search=staying"));
        assertThat(console.rows()).hasCount(1);
    }

    @Test
    void whatTheServerRefusesIsSaidInTheDialogAtItsField(Visitors visitors) {
        tenant.make("/users", Map.of("username", "off", "enabled", false));
        AdminConsole console = AdminConsole.signIn(keycloak, tenant, visitors.open(), "boss", PASSWORD, place("keys"));
        console.expect("Security keys");
        console.click("Issue a link");
        Page page = console.page();
        page.locator("#pbx-key-user").fill("off");
        page.locator("[role=option]").getByText("off").first().click();
        page.getByTestId("confirm").click();
        assertThat(page.getByTestId("pbx-key-user-error")).hasText("The user is disabled, or a service account.");
        console.check("refused");
    }

    /** The search that was refused can be mended where it is. */
    @Test
    void aSearchThatIsRefusedStaysToBeMended(Visitors visitors) {
        String id = tenant.createUser("mended", PASSWORD);
        issue(id, "Mended");
        String crowded = "x".repeat(256);
        AdminConsole console = AdminConsole.signIn(
                keycloak, tenant, visitors.open(), "boss", PASSWORD, place("keys?search=" + crowded));
        Page page = console.page();
        assertThat(page.getByTestId("list-failed")).containsText("search must be text of at most 255 characters");
        assertThat(page.locator("#pbx-search")).hasValue(crowded);
        page.locator("#pbx-search").fill("mended");
        page.keyboard().press("Enter");
        assertThat(console.rows()).hasCount(1);
        assertThat(page.getByTestId("list-failed")).hasCount(0);
    }

    /** A purpose that nobody has typed is the same in all languages, and said in that of who looks. */
    @Test
    void whoMayImpersonateChoosesAmongAllActionsAndNeedsNoPurpose(Visitors visitors) {
        tenant.createUser("plain", PASSWORD);
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), place("keys?search=plain"));
        console.expect("Security keys");
        Page page = console.page();
        console.click("Issue a link");
        assertThat(page.locator("#pbx-key-action option")).hasText(new String[] {
            "Choose a password",
            "Set up an authenticator app",
            "Confirm the email address",
            "Register a passkey",
            "Sign in"
        });
        page.locator("#pbx-key-user").fill("plain");
        page.locator("[role=option]").getByText("plain").first().click();
        page.locator("#pbx-key-action").selectOption("SIGN_IN");
        assertThat(page.locator("#pbx-key-purpose")).hasAttribute("placeholder", "Link from an administrator");
        page.getByTestId("confirm").click();
        page.getByTestId("told").click();
        assertThat(console.rows()).hasCount(1);
        assertThat(console.rows()).containsText("Link from an administrator");
        assertThat(console.rows()).containsText("Sign in");
        keycloak.admin()
                .queryParam("search", "plain")
                .get(tenant.adminPath("/security-keys"))
                .then()
                .statusCode(200)
                .body("purpose", equalTo(List.of("administrator-link")))
                .body("action", equalTo(List.of("SIGN_IN")));
    }

    @Test
    void whoMayOnlyLookIssuesAndRevokesNothing(Visitors visitors) {
        issue(tenant.createUser("watched", PASSWORD), "Watched");
        AdminConsole console = AdminConsole.signIn(
                keycloak, tenant, visitors.open(Screen.PHONE), "viewer", PASSWORD, place("keys?search=watched"));
        Page page = console.page();
        assertThat(console.rows()).hasCount(1);
        assertThat(page.getByTestId("issue")).hasCount(0);
        assertThat(page.getByLabel("Actions for watched, Watched")).hasCount(0);
    }

    private void issue(String userId, String purpose) {
        keycloak.admin()
                .body(Map.of("user", userId, "purpose", purpose, "action", "SIGN_IN", "lifeSpan", 600))
                .post(tenant.adminPath("/security-keys"))
                .then()
                .statusCode(200);
    }

    private String place(String rest) {
        return "/" + tenant.name() + "/pbx/" + rest;
    }
}
