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
    private static final String[] OF_A_TENANT = {
        "Extensions", "Security keys", "Sign-ins", "Sign-in check", "Address locks", "Import"
    };

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
    }

    /** Deep link through the sign-in, the realm's switch, reload, back. */
    @Test
    @Tag("smoke")
    void aSystemAdministratorHasTheTenantsEverywhereAndInATenantsRealmItsPages(Visitors visitors) {
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), "/master/pbx/tenants?search=x&max=20");
        console.expect("Tenants");
        assertThat(console.page().url()).endsWith("#/master/pbx/tenants?search=x&max=20");
        assertThat(console.page().title()).isEqualTo("Tenants – PBX");
        assertThat(console.menu()).containsExactly("Tenants");
        assertThat(console.current()).containsExactly("Tenants");

        console.page().getByTestId("nav-item-realms").click();
        console.expect("Manage realms");
        console.page().getByPlaceholder("Search").fill(tenant.name());
        console.page().keyboard().press("Enter");
        console.page()
                .locator("main tbody a")
                .getByText(tenant.name(), new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(console.page().getByTestId("currentRealm")).hasText(tenant.name());
        assertThat(console.section().locator("a")).hasCount(1 + OF_A_TENANT.length);
        assertThat(console.menu()).startsWith("Tenants").endsWith(OF_A_TENANT);
        assertThat(console.current()).doesNotContain("Tenants");

        console.click("Extensions");
        console.expect("Extensions");
        assertThat(console.page().url()).endsWith("#/" + tenant.name() + "/pbx/extensions");
        assertThat(console.current()).containsExactly("Extensions");
        console.page().reload();
        console.expect("Extensions");
        assertThat(console.current()).containsExactly("Extensions");
        assertThat(console.errors()).isEmpty();
    }

    /** Stock pages show the realm of before then; ours must not, next to what changes a realm. */
    @Test
    @Tag("smoke")
    void backToAnotherRealmShowsThatRealm(Visitors visitors) {
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), "/master/pbx/tenants");
        console.expect("Tenants");
        console.menu();
        console.page().getByTestId("nav-item-realms").click();
        console.expect("Manage realms");
        console.page().getByPlaceholder("Search").fill(tenant.name());
        console.page().keyboard().press("Enter");
        console.page()
                .locator("main tbody a")
                .getByText(tenant.name(), new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(console.page().getByTestId("currentRealm")).hasText(tenant.name());
        console.page().goBack();
        console.page().goBack();
        console.expect("Tenants");
        assertThat(console.page().getByTestId("currentRealm")).hasText("master");
        assertThat(console.section().locator("a")).hasCount(1);
    }

    @Test
    @Tag("smoke")
    void aTenantsAdministratorHasItsPages(Visitors visitors) {
        AdminConsole console = AdminConsole.signIn(
                keycloak, tenant, visitors.open(), "boss", PASSWORD, "/" + tenant.name() + "/pbx/sign-ins");
        console.expect("Sign-ins");
        assertThat(console.menu()).containsExactly(OF_A_TENANT);
        assertThat(console.current()).containsExactly("Sign-ins");
        assertThat(console.section()
                        .locator("xpath=following-sibling::section[1]")
                        .locator("h2"))
                .hasText("Manage");
        console.go("/" + tenant.name() + "/pbx/tenants");
        console.expect("You may not see this page");
        console.go("/" + tenant.name() + "/pbx/nowhere");
        console.expect("There is no such page");
        assertThat(console.errors()).isEmpty();
    }

    @Test
    void whoMaySeeLessHasFewerItems(Visitors visitors) {
        AdminConsole console = AdminConsole.signIn(
                keycloak, tenant, visitors.open(), "auditor", PASSWORD, "/" + tenant.name() + "/pbx/extensions");
        console.expect("You may not see this page");
        assertThat(console.menu()).containsExactly("Sign-ins");
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

    @Test
    void speaksGermanOnAPhone(Visitors visitors) {
        String boss = tenant.createUser("german", PASSWORD, "Admin");
        keycloak.admin()
                .body("{\"attributes\":{\"locale\":[\"de\"]}}")
                .put(tenant.adminPath("/users/" + boss))
                .then()
                .statusCode(204);
        AdminConsole console = AdminConsole.signIn(
                keycloak, tenant, visitors.open(Screen.PHONE, "de"), "german", PASSWORD, "/" + tenant.name() + "/pbx/keys");
        console.expect("Sicherheitsschlüssel");
        console.page().locator("#nav-toggle").click();
        assertThat(console.menu()).contains("Nebenstellen", "Adresssperren");
        console.check("german");
    }

    /** A module that is gone, or fails, is no reason to lose the console. */
    @Test
    void withoutThePagesTheConsoleGoesOn(Visitors visitors) {
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), "/master/client-scopes");
        console.menu();
        console.page().route("**/pbx-console/app-*", Route::abort);
        console.click("Tenants");
        console.page().waitForCondition(() -> console.errors().size() >= 2, new Page.WaitForConditionOptions().setTimeout(15_000));
        console.go("/master/client-scopes");
        console.expect("Client scopes");
        console.page().unroute("**/pbx-console/app-*");
        console.click("Tenants");
        console.expect("Tenants");
    }

    private static byte[] picture(AdminConsole console) {
        console.page().locator("main table").waitFor();
        return console.page().locator("main").screenshot();
    }
}
