package io.keycloakpbx.tests.console;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.browser.Visitors;
import io.keycloakpbx.tests.browser.WithBrowser;
import org.junit.jupiter.api.Test;

/** axe finds nothing on the PBX pages as they open, and none is wider than the screen. Their own tests look at dialogs. */
@OnKeycloak
@WithBrowser
class ConsoleAccessibilityIT {

    private final Keycloak keycloak;

    ConsoleAccessibilityIT(Keycloak keycloak) {
        this.keycloak = keycloak;
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
    void whatIsNoPage(Visitors visitors) {
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), "/master/pbx/nowhere");
        console.expect("There is no such page");
        console.check("nowhere");
    }
}
