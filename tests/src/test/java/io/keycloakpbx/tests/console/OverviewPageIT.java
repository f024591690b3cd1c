package io.keycloakpbx.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.browser.Screen;
import io.keycloakpbx.tests.browser.Visitors;
import io.keycloakpbx.tests.browser.WithBrowser;
import io.keycloakpbx.tests.extension.Pbx;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The overview of a tenant: where the list of tenants leads, with numbers that lead on. */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverviewPageIT {

    private static final String PASSWORD = "Overview-of-2!";

    private final Keycloak keycloak;
    private final Realm tenant;

    OverviewPageIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    void fill() {
        Pbx pbx = new Pbx(keycloak, tenant);
        String boss = tenant.createUser("boss", PASSWORD, "Admin");
        tenant.make("/users", Map.of("username", "off", "enabled", false));
        pbx.assign(pbx.createExtension("2101"), boss, "boss").then().statusCode(200);
        pbx.createExtension("2102");
        pbx.createExtension("2103");
        tenant.grantClientRoles(tenant.createUser("auditor", PASSWORD), "realm-management", "view-events");
    }

    @Test
    void aTenantsNameLeadsThereAndItsNumbersLeadOn(Visitors visitors) {
        AdminConsole console =
                AdminConsole.ofSystem(keycloak, visitors.open(), "/master/pbx/tenants?search=" + tenant.name());
        Page page = console.page();
        page.locator("main tbody")
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(tenant.name()).setExact(true))
                .click();
        console.expect(tenant.name());
        assertThat(page).hasURL(Pattern.compile(".*#/" + tenant.name().replace(".", "\\.") + "/pbx/overview$"));
        assertThat(page.getByTestId("currentRealm")).hasText(tenant.name());
        assertThat(figure(page, "users")).hasText("3 users");
        console.expectCurrent("Overview");
        assertThat(figure(page, "disabledUsers")).hasText("1 disabled");
        assertThat(figure(page, "ownedExtensions")).hasText("1 managed");
        assertThat(figure(page, "freeExtensions")).hasText("2 free");
        assertThat(figure(page, "operators")).hasText("0 operators");
        assertThat(figure(page, "securityKeys")).hasText("0 keys that are still good");
        assertThat(figure(page, "blockedAddresses")).hasText("0 blocked addresses");
        assertThat(figure(page, "signIns")).containsText("succeeded");
        assertThat(page.getByTestId("version")).hasText(Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+-[0-9]+"));
        assertThat(page.getByTestId("lacks")).containsText("No mail server");
        assertThat(page.getByTestId("lacks")).not().containsText("No administrator");
        assertThat(page.getByTestId("lacks").getByText("No mail server").locator("xpath=ancestor-or-self::a"))
                .hasAttribute("href", "#/" + tenant.name() + "/pbx/settings");
        console.check("overview");

        figure(page, "freeExtensions").locator("a").click();
        console.expect("Extensions");
        assertThat(console.rows()).hasCount(2);
        page.goBack();
        console.expect(tenant.name());
        figure(page, "disabledUsers").locator("a").click();
        console.expect("People");
        assertThat(console.rows()).hasCount(1);
        assertThat(console.rows()).containsText("off");
        page.goBack();
        console.expect(tenant.name());
        figure(page, "failedSignIns").locator("a").click();
        console.expect("Sign-ins");
        assertThat(page.getByTestId("outcome")).hasValue("failedSignIns");
        page.goBack();
        console.expect(tenant.name());
        console.click("Name and domains");
        assertThat(page.getByTestId("tenant-sipDomain")).hasValue(tenant.name());
        assertThat(console.errors()).isEmpty();
    }

    @Test
    void whoMaySeeLessIsToldLess(Visitors visitors) {
        AdminConsole console = AdminConsole.signIn(
                keycloak,
                tenant,
                visitors.open(Screen.PHONE),
                "auditor",
                PASSWORD,
                "/" + tenant.name() + "/pbx/overview");
        console.expect(tenant.name());
        Page page = console.page();
        assertThat(figure(page, "failedSignIns")).containsText("failed");
        assertThat(page.locator("[data-testid^=figure-]")).hasCount(2);
        assertThat(page.getByTestId("lacks")).hasCount(0);
        console.check("overview-phone");
    }

    @Test
    void aSuspendedTenantIsSaidToBeOneAndARealmThatIsNoneHasNone(Visitors visitors) {
        Realm suspended = keycloak.tenant();
        keycloak.admin()
                .post("/admin/realms/master/tenants/{domain}/suspend", suspended.name())
                .then()
                .statusCode(204);
        AdminConsole console =
                AdminConsole.ofSystem(keycloak, visitors.open(), "/" + suspended.name() + "/pbx/overview");
        console.expect(suspended.name());
        assertThat(console.page().getByTestId("suspended"))
                .containsText("The tenant " + suspended.name() + " is suspended");
        console.go("/master/pbx/overview");
        console.expect("You may not see this page");
    }

    private static Locator figure(Page page, String name) {
        return page.getByTestId("figure-" + name);
    }
}
