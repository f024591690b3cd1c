package io.keycloakpbx.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.browser.Screen;
import io.keycloakpbx.tests.browser.Visitors;
import io.keycloakpbx.tests.browser.WithBrowser;
import io.keycloakpbx.tests.extension.Pbx;
import io.keycloakpbx.tests.signin.Mailbox;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** People in the admin console: found by name and extension, and all that the PBX knows of one of them. */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeoplePageIT {

    private static final String PASSWORD = "People-of-2!";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final Pbx pbx;
    private String anna;
    private String carl;
    private String dora;

    @AutoClose
    private final Mailbox mailbox = new Mailbox();

    PeoplePageIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.pbx = new Pbx(keycloak, tenant);
    }

    @BeforeAll
    void makePeople() {
        tenant.createUser("boss", PASSWORD, "Admin");
        anna = tenant.createUser("anna", PASSWORD, "StandardUser");
        tenant.make(
                "/users",
                Map.of(
                        "username",
                        "bert",
                        "enabled",
                        false,
                        "attributes",
                        Map.of("displayName", List.of("\u202e<i>Bert</i>"))));
        for (String number : List.of("3101", "3102")) {
            pbx.assign(pbx.createExtension(number), anna, "anna").then().statusCode(200);
        }
        keycloak.admin()
                .body(Map.of("user", anna, "purpose", "Anna's", "action", "UPDATE_PASSWORD", "lifeSpan", 600))
                .post(tenant.adminPath("/security-keys"))
                .then()
                .statusCode(200);
        tenant.userToken("anna", PASSWORD);
        carl = tenant.createUser("carl", PASSWORD);
        dora = tenant.createUser("dora", PASSWORD);
        mailbox.receive(tenant);
        tenant.make(
                "/clients",
                Map.of(
                        "clientId",
                        "phone-app",
                        "publicClient",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "optionalClientScopes",
                        List.of("offline_access")));
    }

    @Test
    void areFoundAndToldAllAbout(Visitors visitors) {
        AdminConsole console =
                AdminConsole.signIn(keycloak, tenant, visitors.open(), "boss", PASSWORD, place("people"));
        console.expect("People");
        Page page = console.page();
        assertThat(rows(page)).hasCount(5);
        assertThat(rows(page).nth(1)).containsText("<i>Bert</i>");
        assertThat(rows(page).nth(1)).containsText("Disabled");
        console.check("people");
        page.getByTestId("show").selectOption("enabled");
        assertThat(rows(page)).hasCount(4);
        page.locator("#pbx-search").fill("310");
        page.locator("#pbx-search").press("Enter");
        assertThat(rows(page)).hasCount(1);
        assertThat(rows(page)).containsText("First Last");
        assertThat(rows(page)).containsText("3101");
        assertThat(rows(page)).containsText("3102");
        assertThat(page.url()).contains("search=310").contains("show=enabled");

        rows(page).locator("a").first().click();
        console.expect("First Last");
        assertThat(page.getByTestId("role")).hasText("StandardUser");
        assertThat(page.getByTestId("permissions")).isVisible();
        assertThat(page.getByText("Sign-in", new Page.GetByTextOptions().setExact(true))
                        .first())
                .isVisible();
        assertThat(page.locator("main a", new Page.LocatorOptions().setHasText("Open in Users")))
                .hasAttribute("href", "#/" + tenant.name() + "/users/" + anna + "/settings");
        assertThat(page.locator("main a", new Page.LocatorOptions().setHasText("Permissions")))
                .hasAttribute("href", "#/" + tenant.name() + "/pbx/permissions?user=" + anna);
        console.check("person");

        // The strongest one counts; what every user of a tenant has stays beneath it.
        page.getByTestId("change-role").click();
        assertThat(page.getByTestId("confirm")).isDisabled();
        page.locator("#pbx-roles-QueueManager").check();
        assertThat(page.locator("#pbx-roles-SystemAdmin")).hasCount(0);
        console.check("person-role");
        page.getByTestId("confirm").click();
        console.expectToast("The PBX roles of First Last were changed.");
        assertThat(page.getByTestId("role")).hasText("QueueManager");
        page.getByTestId("change-role").click();
        page.locator("#pbx-roles-QueueManager").uncheck();
        page.getByTestId("confirm").click();
        assertThat(page.getByTestId("role")).hasText("StandardUser");

        console.openActions("3101");
        console.click("Make it the default");
        console.expectToast("Extension 3101 is the default of First Last (anna).");
        assertThat(rows(page).filter(new Locator.FilterOptions().setHasText("3101")))
                .containsText("Default");
        console.openActions("3102");
        console.click("Set free");
        assertThat(page.locator("[role=dialog]"))
                .containsText("Extension 3102 is taken from First Last (anna), and nobody manages it then.");
        page.getByTestId("confirm").click();
        console.expectToast("Extension 3102 is free. First Last (anna) no longer has it.");
        assertThat(rows(page).filter(new Locator.FilterOptions().setHasText("3102")))
                .hasCount(0);
        assertThat(rows(page).filter(new Locator.FilterOptions().setHasText("3101")))
                .hasCount(1);

        page.locator("main a", new Page.LocatorOptions().setHasText("Security keys"))
                .click();
        console.expect("Security keys");
        assertThat(rows(page)).hasCount(1);
        assertThat(rows(page)).containsText("Anna's");
        page.goBack();
        console.expect("First Last");
        page.locator("main a", new Page.LocatorOptions().setHasText("Sign-ins")).click();
        console.expect("Sign-ins");
        assertThat(rows(page).first()).containsText("Sign-in");
        console.go(place("people/nobody"));
        console.expect("There is no such user");
        console.click("People");
        console.expect("People");
        page.getByTestId("add-user").click();
        assertThat(page).hasURL(Pattern.compile(".*#/" + tenant.name().replace(".", "\\.") + "/users/add-user$"));
        assertThat(page.getByTestId("username")).isVisible();
    }

    @Test
    void whoCannotSignInIsHelped(Visitors visitors) {
        tenant.update(realm -> realm.put("failureFactor", 1).put("waitIncrementSeconds", 900));
        BruteForce.fail(keycloak, tenant, carl, 1, () -> tenant.passwordGrant("carl", "wrong"));
        BruteForce.awaitLocked(keycloak, tenant, carl);
        AdminConsole console =
                AdminConsole.signIn(keycloak, tenant, visitors.open(), "boss", PASSWORD, place("people/" + carl));
        console.expect("First Last");
        Page page = console.page();
        assertThat(page.getByTestId("lock")).containsText("after too many wrong passwords");
        console.check("person-locked");
        page.getByTestId("unlock").click();
        console.expectToast("Done for carl.");
        assertThat(page.getByTestId("lock")).hasText("None");
        assertThat(page.getByTestId("unlock")).hasCount(0);
        page.waitForFunction("document.activeElement.dataset.testid === 'lock'");

        page.waitForResponse(
                answer -> answer.url().endsWith("/execute-actions-email"),
                () -> page.getByTestId("send-link").click());
        String address = "carl@" + tenant.name() + ".test";
        console.expectToast("A link to choose a password is on its way to " + address + ".");
        mailbox.link(address);

        page.getByTestId("issue").click();
        Locator dialog = page.locator("[role=dialog]");
        assertThat(dialog).containsText("Issue a link for carl");
        assertThat(page.locator("#pbx-key-user")).hasCount(0);
        page.getByTestId("confirm").click();
        assertThat(dialog).containsText("Link for carl");
        assertThat(dialog.getByTestId("qr-code")).isVisible();
        page.getByTestId("told").click();
        assertThat(dialog).hasCount(0);
        assertThat(console.errors()).isEmpty();
    }

    /** Keycloak disables them, too. */
    @Test
    void whoIsLockedForGoodIsEnabledAgain(Visitors visitors) {
        Realm strict = keycloak.tenant();
        strict.createUser("boss", PASSWORD, "Admin");
        String erik = strict.createUser("erik", PASSWORD);
        strict.update(realm ->
                realm.put("permanentLockout", true).put("failureFactor", 1).put("maxTemporaryLockouts", 0));
        BruteForce.fail(keycloak, strict, erik, 1, () -> strict.passwordGrant("erik", "wrong"));
        BruteForce.awaitLocked(keycloak, strict, erik);
        AdminConsole console = AdminConsole.signIn(
                keycloak, strict, visitors.open(), "boss", PASSWORD, "/" + strict.name() + "/pbx/people/" + erik);
        console.expect("First Last");
        Page page = console.page();
        assertThat(page.getByTestId("lock")).containsText("Until an administrator unlocks the user");
        assertThat(page.getByText("Locked", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        page.getByTestId("unlock").click();
        assertThat(page.getByText("Enabled", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        strict.userToken("erik", PASSWORD);
    }

    @Test
    void theSessionsOfALostPhoneAreEnded(Visitors visitors) {
        tenant.userToken("dora", PASSWORD);
        tenant.tokenRequest(
                        "grant_type",
                        "password",
                        "client_id",
                        "phone-app",
                        "username",
                        "dora",
                        "password",
                        PASSWORD,
                        "scope",
                        "openid offline_access")
                .then()
                .statusCode(200);
        AdminConsole console =
                AdminConsole.signIn(keycloak, tenant, visitors.open(), "boss", PASSWORD, place("people/" + dora));
        console.expect("First Last");
        Page page = console.page();
        Locator kept = rows(page).filter(new Locator.FilterOptions().setHasText("Kept by the app"));
        assertThat(kept).hasCount(1);
        assertThat(kept).containsText("phone-app");
        kept.locator("button").last().click();
        console.click("End the session");
        assertThat(page.locator("[role=dialog]")).containsText("End a session of dora?");
        assertThat(page.locator("[role=dialog]")).containsText("Apps: phone-app.");
        console.check("person-session");
        page.getByTestId("confirm").click();
        console.expectToast("A session of dora has ended.");
        assertThat(kept).hasCount(0);
        // What has had the focus is gone, and it is not lost.
        page.waitForFunction("document.activeElement.textContent === 'Sessions'");
        page.getByTestId("end-all").click();
        assertThat(page.locator("[role=dialog]")).containsText("Whoever is signed in as dora");
        page.getByTestId("confirm").click();
        console.expectToast("All sessions of dora have ended.");
        assertThat(page.getByText("Not signed in anywhere.")).isVisible();
        keycloak.admin()
                .get(tenant.adminPath("/users/" + dora + "/sessions"))
                .then()
                .body("", hasSize(0));
        assertThat(console.errors()).isEmpty();
    }

    @Test
    void whoMayViewSomeIsShownThese(Visitors visitors) {
        Realm fine = keycloak.tenant();
        Pbx phones = new Pbx(keycloak, fine);
        String alice = fine.createUser("alice", PASSWORD);
        phones.assign(phones.createExtension("101"), alice, "alice").then().statusCode(200);
        fine.createUser("bob", PASSWORD);
        String delegate = fine.createUser("delegate", PASSWORD);
        phones.grant(delegate, "query-users");
        fine.permit(delegate, alice);
        AdminConsole console = AdminConsole.signIn(
                keycloak, fine, visitors.open(Screen.PHONE), "delegate", PASSWORD, "/" + fine.name() + "/pbx/people");
        console.expect("People");
        Page page = console.page();
        assertThat(rows(page)).hasCount(1);
        assertThat(rows(page)).containsText("alice");
        console.check("people-phone");
        rows(page).locator("a").first().click();
        console.expect("First Last");
        assertThat(rows(page)).containsText("101");
        assertThat(page.getByLabel("Actions for 101")).hasCount(0);
        assertThat(page.getByTestId("send-link")).isVisible();
        assertThat(page.getByTestId("permissions")).isVisible();
        assertThat(page.getByTestId("issue")).hasCount(0);
        assertThat(page.getByText("Not signed in anywhere.")).isVisible();
        console.check("person-phone");
        assertThat(console.errors()).isEmpty();
    }

    private static Locator rows(Page page) {
        return AdminConsole.rows(page);
    }

    private String place(String rest) {
        return "/" + tenant.name() + "/pbx/" + rest;
    }
}
