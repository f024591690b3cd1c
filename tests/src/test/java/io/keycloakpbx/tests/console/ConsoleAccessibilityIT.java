package io.keycloakpbx.tests.console;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.browser.Visitors;
import io.keycloakpbx.tests.browser.WithBrowser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** axe finds nothing on the PBX pages as they open, and none is wider than the screen. Their own tests look at dialogs. */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleAccessibilityIT {

    private static final String PASSWORD = "Accessible-menu-1!";

    private final Keycloak keycloak;
    private final Realm tenant;

    ConsoleAccessibilityIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    void makeAdministrator() {
        tenant.createUser("boss", PASSWORD, "Admin");
    }

    @Test
    void theSystemsPages(Visitors visitors) {
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), "/master/pbx/tenants");
        console.expect("Tenants");
        console.page().locator("main tbody a").first().waitFor();
        console.check("tenants");
        console.click("Create tenant");
        console.expect("Create tenant");
        console.check("create-tenant");
    }

    @Test
    void aTenantsPages(Visitors visitors) {
        AdminConsole console = AdminConsole.signIn(
                keycloak, tenant, visitors.open(), "boss", PASSWORD, "/" + tenant.name() + "/pbx/nowhere");
        console.expect("There is no such page");
        for (String name : console.menu()) {
            console.section().getByText(name).click();
            console.expect(name);
            console.check(name.toLowerCase().replace(' ', '-'));
        }
    }
}
