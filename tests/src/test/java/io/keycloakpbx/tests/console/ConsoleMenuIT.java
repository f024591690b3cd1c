package io.keycloakpbx.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.browser.Screen;
import io.keycloakpbx.tests.browser.Visitors;
import io.keycloakpbx.tests.browser.WithBrowser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The section PBX in the menu of Keycloak's admin console, and the way to its pages. */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleMenuIT {

    private static final String PASSWORD = "Boss-of-a-menu-1!";

    private final Keycloak keycloak;
    private final Realm tenant;

    ConsoleMenuIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    void makeAdministrator() {
        tenant.createUser("boss", PASSWORD, "Admin");
    }

    /** Deep link through the sign-in, the realm's switch, reload, back. */
    @Test
    @Tag("smoke")
    void aSystemAdministratorHasTheTenantsEverywhereAndInATenantsRealmItsPages(Visitors visitors) {
        String place = "/master/pbx/tenants?search=" + tenant.name() + "&max=20";
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), place);
        console.expect("Tenants");
        assertThat(console.page().url()).endsWith("#" + place);
        assertThat(console.page().title()).isEqualTo("Tenants – PBX");
        assertThat(console.menu()).containsExactly("Tenants");
        assertThat(console.current()).containsExactly("Tenants");

        switchTo(tenant, console);
        assertThat(console.menu()).containsExactly("Tenants");
        assertThat(console.current()).doesNotContain("Tenants");
        assertThat(console.section()
                        .locator("xpath=following-sibling::section[1]")
                        .locator("h2"))
                .hasText("Manage");

        console.section().getByText("Tenants").click();
        console.expect("Tenants");
        assertThat(console.page().url()).endsWith("#/" + tenant.name() + "/pbx/tenants");
        assertThat(console.current()).containsExactly("Tenants");
        console.page().reload();
        console.expect("Tenants");
        assertThat(console.current()).containsExactly("Tenants");
        assertThat(console.errors()).isEmpty();
    }

    /** Stock pages show the realm of before then; ours must not, next to what changes a realm. */
    @Test
    @Tag("smoke")
    void backToAnotherRealmShowsThatRealm(Visitors visitors) {
        AdminConsole console =
                AdminConsole.ofSystem(keycloak, visitors.open(), "/master/pbx/tenants?search=" + tenant.name());
        console.expect("Tenants");
        console.menu();
        String master = console.page().getByTestId("currentRealm").innerText();
        switchTo(tenant, console);
        console.page().getByTestId("nav-item-groups").click();
        console.expect("Groups");
        console.page().goBack();
        console.page().goBack();
        console.expect("Tenants");
        assertThat(console.page().getByTestId("currentRealm")).hasText(master);
        assertThat(console.section().locator("a")).hasCount(1);
    }

    /** Nothing of it is for them so far. */
    @Test
    @Tag("smoke")
    void whoMaySeeNoPageHasNoSection(Visitors visitors) {
        AdminConsole console = AdminConsole.signIn(
                keycloak, tenant, visitors.open(), "boss", PASSWORD, "/" + tenant.name() + "/pbx/tenants");
        console.expect("You may not see this page");
        assertThat(console.section()).hasCount(0);
        console.go("/" + tenant.name() + "/pbx/nowhere");
        console.expect("There is no such page");
        console.page().getByTestId("nav-item-users").click();
        console.expect("Users");
        assertThat(console.errors()).isEmpty();
    }

    @Test
    void keycloaksPagesStayAsTheyAre(Visitors visitors) {
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), "/master/client-scopes");
        console.expect("Client scopes");
        console.menu();
        byte[] before = picture(console);
        console.click("Tenants");
        console.expect("Tenants");
        console.page().getByTestId("nav-item-client-scopes").click();
        console.expect("Client scopes");
        assertThat(picture(console)).isEqualTo(before);
    }

    /** The tenants' realms have languages, master has one. */
    @Test
    void speaksGermanOnAPhone(Visitors visitors) {
        AdminConsole console = AdminConsole.signIn(
                keycloak,
                tenant,
                visitors.open(Screen.PHONE, "de"),
                "boss",
                PASSWORD,
                "/" + tenant.name() + "/pbx/tenants");
        console.expect("Sie dürfen diese Seite nicht sehen");
        console.check("german");
    }

    /** A module that is gone, or fails, is no reason to lose the console. */
    @Test
    void withoutThePagesTheConsoleGoesOn(Visitors visitors) {
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), "/master/client-scopes");
        console.menu();
        console.page().route("**/pbx-console/app-*", Route::abort);
        console.click("Tenants");
        console.page()
                .waitForCondition(
                        () -> console.errors().size() >= 2, new Page.WaitForConditionOptions().setTimeout(15_000));
        console.go("/master/client-scopes");
        console.expect("Client scopes");
        console.page().unroute("**/pbx-console/app-*");
        console.click("Tenants");
        console.expect("Tenants");
    }

    /** By the list of tenants, which has found the realm. */
    private static void switchTo(Realm realm, AdminConsole console) {
        console.openActions(realm.name());
        console.page()
                .locator("[role=menuitem]:visible")
                .getByText("Users", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(console.page().getByTestId("currentRealm")).hasText(realm.name());
        console.expect("Users");
    }

    private static byte[] picture(AdminConsole console) {
        console.page().locator("main table").waitFor();
        return console.page().locator("main").screenshot();
    }
}
