package io.keycloakpbx.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.browser.Screen;
import io.keycloakpbx.tests.browser.Visitors;
import io.keycloakpbx.tests.browser.WithBrowser;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The section PBX in the menu of Keycloak's admin console, and the way to its pages. */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleMenuIT {

    private static final String[] OF_A_TENANT = {
        "Overview",
        "People",
        "Extensions",
        "Groups",
        "Permissions",
        "Operators",
        "Import and export",
        "Security keys",
        "Sign-ins",
        "Sign-in check",
        "Address locks",
        "Settings"
    };

    private static final String PASSWORD = "Boss-of-a-menu-1!";

    private final Keycloak keycloak;
    private final Realm tenant;

    ConsoleMenuIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    void makeAdministrators() {
        tenant.createUser("boss", PASSWORD, "Admin");
        String auditor = tenant.createUser("auditor", PASSWORD);
        tenant.grantClientRoles(auditor, "realm-management", "view-events");
        tenant.grantClientRoles(tenant.createUser("lister", PASSWORD), "realm-management", "query-users");
    }

    /** Deep link through the sign-in, the realm's switch, reload, back. */
    @Test
    @Tag("smoke")
    void aSystemAdministratorHasTheTenantsInEveryRealm(Visitors visitors) {
        String place = "/master/pbx/tenants?search=" + tenant.name() + "&max=20";
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), place);
        console.expect("Tenants");
        assertThat(console.page().url()).endsWith("#" + place);
        assertThat(console.page().title()).isEqualTo("Tenants – PBX");
        assertThat(console.menu()).containsExactly("Tenants", "Sign-ins");
        console.expectCurrent("Tenants");

        switchTo(tenant, console);
        assertThat(console.section().locator("a")).hasCount(1 + OF_A_TENANT.length);
        assertThat(console.menu()).startsWith("Tenants").endsWith(OF_A_TENANT);
        console.expectCurrent("Users");
        assertThat(console.section()
                        .locator("xpath=following-sibling::section[1]")
                        .locator("h2"))
                .hasText("Manage");

        console.section().getByText("Tenants").click();
        console.expect("Tenants");
        assertThat(console.page().url()).endsWith("#/" + tenant.name() + "/pbx/tenants");
        console.expectCurrent("Tenants");
        console.page().reload();
        console.expect("Tenants");
        console.expectCurrent("Tenants");
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
        expectItemOf("master", console);
    }

    @Test
    @Tag("smoke")
    void aTenantsAdministratorHasItsPages(Visitors visitors) {
        AdminConsole console = AdminConsole.signIn(
                keycloak, tenant, visitors.open(), "boss", PASSWORD, "/" + tenant.name() + "/pbx/extensions");
        console.expect("Extensions");
        assertThat(console.menu()).containsExactly(OF_A_TENANT);
        console.expectCurrent("Extensions");
        console.go("/" + tenant.name() + "/pbx/tenants");
        console.expect("You may not see this page");
        assertThat(console.errors()).isEmpty();
    }

    @Test
    void whoMaySeeLessHasFewerItems(Visitors visitors) {
        AdminConsole console = AdminConsole.signIn(
                keycloak, tenant, visitors.open(), "auditor", PASSWORD, "/" + tenant.name() + "/pbx/keys");
        console.expect("You may not see this page");
        assertThat(console.menu()).containsExactly("Overview", "Sign-ins");
    }

    /** Who may look for users only has no page. */
    @Test
    @Tag("smoke")
    void whoMaySeeNoPageHasNoSection(Visitors visitors) {
        AdminConsole console = AdminConsole.signIn(
                keycloak, tenant, visitors.open(), "lister", PASSWORD, "/" + tenant.name() + "/pbx/tenants");
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
        console.page().locator("#nav-toggle").click();
        assertThat(console.menu())
                .containsExactly(
                        "Übersicht",
                        "Personen",
                        "Nebenstellen",
                        "Gruppen",
                        "Berechtigungen",
                        "Operatoren",
                        "Import und Export",
                        "Sicherheitsschlüssel",
                        "Anmeldungen",
                        "Anmeldung prüfen",
                        "Adresssperren",
                        "Einstellungen");
        console.check("german-menu");
    }

    /** A module that is gone, or fails, is no reason to lose the console. */
    @Test
    void withoutThePagesTheConsoleGoesOn(Visitors visitors) {
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), "/master/client-scopes");
        console.menu();
        console.page().route("**/pbx-console/app-*", Route::abort);
        console.click("Tenants");
        assertThat(console.page().getByRole(AriaRole.ALERT))
                .hasText("The PBX pages could not be loaded. Reload this page to try again.");
        console.page().getByTestId("nav-item-client-scopes").click();
        console.expect("Client scopes");
        console.page().unroute("**/pbx-console/app-*");
        console.go("/master/pbx/tenants");
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
        expectItemOf(realm.name(), console);
    }

    /** The section of a former realm stays until that of the next one is known. */
    private static void expectItemOf(String realm, AdminConsole console) {
        assertThat(console.section().locator("a").first()).hasAttribute("href", "#/" + realm + "/pbx/tenants");
    }

    /** Of a page that does not change any more. */
    private static byte[] picture(AdminConsole console) {
        console.page().locator("main table").waitFor();
        console.page().waitForLoadState(LoadState.NETWORKIDLE);
        byte[] before;
        byte[] now = console.page().locator("main").screenshot();
        for (int i = 0; i < 50; i++) {
            before = now;
            console.page().waitForTimeout(200);
            now = console.page().locator("main").screenshot();
            if (Arrays.equals(before, now)) {
                return now;
            }
        }
        throw new AssertionError("the page does not come to rest");
    }
}
