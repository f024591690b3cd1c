package io.keycloakpbx.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.browser.Screen;
import io.keycloakpbx.tests.browser.Visitor;
import io.keycloakpbx.tests.browser.Visitors;
import io.keycloakpbx.tests.browser.WithBrowser;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tenants in the admin console: made, found, changed, suspended and deleted by clicks. */
@OnKeycloak
@WithBrowser
class TenantsPageIT {

    private static final String TENANTS = "/admin/realms/master/tenants";
    private static final String LIST = "/master/pbx/tenants";
    private static final String PASSWORD = "Console-of-2!";

    private final Keycloak keycloak;
    private final Realm tenant;

    TenantsPageIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @Test
    void isMadeByAWizardThatTellsSecretsOnce(Visitors visitors) {
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), LIST);
        Page page = console.page();
        page.getByTestId("create-tenant").waitFor();
        console.expect("Tenants");
        page.getByTestId("create-tenant").click();
        console.expect("Create tenant");
        save(page);
        wrong(page, "name", "Required field");
        fill(page, "name", "<b>Wizard</b> & Söhne");
        fill(page, "sipDomain", "ACME.example.com");
        fill(page, "sipDomainAliases", "sip.wizard.console.test, 192.0.2.77:5060");
        console.check("wizard-names");
        page.evaluate("history.back()");
        assertThat(dialog(page)).containsText("3 changes are not saved, and are lost then.");
        page.getByTestId("cancel").click();
        assertThat(dialog(page)).hasCount(0);
        assertThat(field(page, "name")).hasValue("<b>Wizard</b> & Söhne");
        save(page);
        // Not on the button, which makes the tenant now.
        assertThat(field(page, "administrator-username")).isFocused();
        fill(page, "administrator-username", "root");
        save(page);
        wrong(page, "administrator-email", "Required field");
        fill(page, "administrator-email", "wanda@wizard.console.test");
        save(page);
        wrong(page, "administrator-username", "1 to 64 letters");
        fill(page, "administrator-username", "wanda");
        fill(page, "redirectUris", "https://app.wizard.test/callback\nhttp://elsewhere.test/");
        save(page);
        wrong(page, "redirectUris", "http://elsewhere.test/ is no address of an app");
        fill(page, "redirectUris", "https://app.wizard.test/callback");
        console.check("wizard-use");
        save(page);
        // Of the step before, which is there again.
        wrong(page, "sipDomain", "acme.example.com belongs to realm acme already.");
        fill(page, "sipDomain", "wizard.console.test");
        save(page);
        assertThat(field(page, "administrator-username")).hasValue("wanda");
        // What is told once stays, though what is asked next has no answer.
        page.route("**/pbx-console", route -> route.fulfill(new Route.FulfillOptions().setStatus(502)));
        save(page);

        // A tenant takes its time.
        page.getByTestId("secret-pbx-rest").waitFor();
        console.expect("Tenant <b>Wizard</b> & Söhne was created");
        Realm made = keycloak.realm("wizard.console.test");
        for (String client : List.of("pbx-rest", "pbx-integration", "pbx-provisioning")) {
            assertThat(secret(page, client)).hasValue(made.clientSecret(client));
        }
        assertThat(secret(page, "actionUrl").inputValue())
                .startsWith(made.issuer() + "/login-actions/action-token?key=");
        assertThat(page.getByTestId("test-sign-in").getAttribute("href")).isEqualTo(made.issuer() + "/account/");
        assertThat(page.url()).endsWith("#/master/pbx/tenants/add");
        console.check("wizard-result");
        page.unroute("**/pbx-console");
        page.getByTestId("open-tenant").click();
        console.expect("<b>Wizard</b> & Söhne");
        assertThat(field(page, "sipDomainAliases")).hasValue("sip.wizard.console.test\n192.0.2.77:5060");
        // Told once.
        page.goBack();
        console.expect("Create tenant");
        assertThat(page.getByTestId("secret-pbx-rest")).hasCount(0);
    }

    @Test
    void isFoundSuspendedAndResumed(Visitors visitors) {
        Realm tenant = keycloak.tenant();
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), LIST + "?search=" + tenant.name());
        Page page = console.page();
        Locator row = row(page);
        listed(page, tenant.name());
        assertThat(row).hasCount(1);
        assertThat(row).containsText("Active");
        for (String warning : List.of("No mail server", "No administrator", "No app address")) {
            assertThat(row).containsText(warning);
        }
        assertThat(row.getByText("No mail server").locator("xpath=ancestor-or-self::a"))
                .hasAttribute("href", "#/" + tenant.name() + "/realm-settings/email");
        console.check("list");

        console.openActions(tenant.name());
        console.click("Suspend");
        assertThat(dialog(page)).containsText("nobody can sign in to " + tenant.name());
        page.getByTestId("confirm").click();
        console.expectToast(tenant.name() + " is suspended.");
        assertThat(row).containsText("Suspended");
        assertThat(enabled(tenant)).isFalse();

        page.getByTestId("show").selectOption("active");
        assertThat(page.getByTestId("no-match")).isVisible();
        page.getByTestId("show").selectOption("suspended");
        assertThat(row).hasCount(1);
        assertThat(page.url()).contains("show=suspended");

        // A suspended tenant has a page, in its own realm too.
        row.getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(tenant.name()).setExact(true))
                .click();
        console.expect(tenant.name());
        console.go("/" + tenant.name() + "/pbx/tenants/" + tenant.name());
        console.expect(tenant.name());
        console.click("Resume");
        console.expectToast(tenant.name() + " is active again.");
        assertThat(page.getByText("Active", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        assertThat(enabled(tenant)).isTrue();
    }

    @Test
    void isChangedAndGetsAnotherDomain(Visitors visitors) {
        Realm changed = keycloak.tenant();
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), LIST + "/" + changed.name());
        Page page = console.page();
        page.getByTestId("save").waitFor();
        console.expect(changed.name());
        assertThat(page.getByTestId("save")).isDisabled();
        fill(page, "website", "javascript:alert(1)");
        save(page);
        wrong(page, "website", "Give an http or https address.");
        fill(page, "website", "https://www.changed.test");
        fill(page, "avatarUrl", "logo.svg");
        save(page);
        wrong(page, "avatarUrl", "Give an http or https address, or a path that begins with /.");
        // The console would be in another realm.
        page.locator("main")
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName("Overview").setExact(true))
                .click();
        assertThat(dialog(page)).containsText("2 changes are not saved, and are lost then.");
        page.keyboard().press("Escape");
        assertThat(dialog(page)).hasCount(0);
        assertThat(page.url()).endsWith("#" + LIST + "/" + changed.name());
        assertThat(field(page, "website")).hasValue("https://www.changed.test");
        fill(page, "avatarUrl", "/logo.svg");
        fill(page, "sipDomainAliases", "one.changed.test\nglobex.example.com");
        save(page);
        wrong(page, "sipDomainAliases", "globex.example.com belongs to realm globex already.");
        fill(page, "sipDomainAliases", "one.changed.test");
        fill(page, "name", "Changed & Co");
        console.check("tenant");
        save(page);
        console.expectToast("Changed & Co was saved.");
        console.expect("Changed & Co");
        assertThat(told(changed.name()))
                .containsEntry("name", "Changed & Co")
                .containsEntry("website", "https://www.changed.test")
                .containsEntry("avatarUrl", "/logo.svg")
                .containsEntry("sipDomainAliases", List.of("one.changed.test"));

        // Somebody else has changed something else meanwhile, and keeps it.
        keycloak.admin()
                .body(Map.of("website", "https://www.meanwhile.test"))
                .put(TENANTS + "/" + changed.name())
                .then()
                .statusCode(204);
        fill(page, "sipDomain", "new.changed.test");
        save(page);
        assertThat(dialog(page)).containsText("changes from " + changed.name() + " to new.changed.test");
        console.check("new-domain");
        page.getByTestId("confirm").click();
        assertThat(field(page, "sipDomainAliases")).hasValue("one.changed.test\n" + changed.name());
        assertThat(page.url()).endsWith("#/master/pbx/tenants/new.changed.test");
        assertThat(told("new.changed.test"))
                .containsEntry("sipDomain", "new.changed.test")
                .containsEntry("sipDomainAliases", List.of("one.changed.test", changed.name()))
                .containsEntry("website", "https://www.meanwhile.test");

        // Somebody else has taken the domain away meanwhile.
        keycloak.admin()
                .body(Map.of("sipDomain", "newer.changed.test", "sipDomainAliases", List.of()))
                .put(TENANTS + "/new.changed.test")
                .then()
                .statusCode(204);
        fill(page, "name", "Late");
        save(page);
        assertThat(page.getByTestId("problem"))
                .containsText("There is no tenant with this SIP domain any more, or there never was.");
        console.go(LIST + "/new.changed.test");
        console.expect("There is no such tenant");
    }

    @Test
    void isDeletedByWhoTypesItsDomain(Visitors visitors) {
        Realm doomed = keycloak.createTenant("doomed.console.test");
        doomed.createUser("101", PASSWORD);
        Realm gone = keycloak.createTenant("meanwhile.console.test");
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), LIST + "?search=doomed.console.test");
        Page page = console.page();
        console.openActions("doomed.console.test");
        console.click("Delete");
        assertThat(page.getByTestId("contents")).hasText("1 user1 group");
        assertThat(page.getByTestId("confirm")).isDisabled();
        page.getByTestId("typed").fill("doomed");
        assertThat(page.getByTestId("confirm")).isDisabled();
        page.getByTestId("typed").fill("doomed.console.test");
        console.check("delete");
        page.getByTestId("confirm").click();
        page.getByTestId("no-match").waitFor();
        console.expectToast("doomed.console.test was deleted.");
        keycloak.admin().get(TENANTS + "/doomed.console.test").then().statusCode(404);

        // What somebody else has deleted meanwhile is gone, and it is said so.
        page.locator("#pbx-search").fill(gone.name());
        page.locator("#pbx-search").press("Enter");
        listed(page, gone.name());
        console.openActions(gone.name());
        console.click("Suspend");
        keycloak.admin().delete(TENANTS + "/" + gone.name()).then().statusCode(204);
        page.getByTestId("confirm").click();
        console.expectToast(gone.name() + " was not changed");
        assertThat(page.getByTestId("no-match")).isVisible();
        assertThat(dialog(page)).hasCount(0);
    }

    /** A dry run comes first; what the tenant's people have changed stays. */
    @Test
    void isUpgradedAfterALookAtWhatWouldBeDone(Visitors visitors) {
        Realm old = keycloak.tenant();
        old.createUser("101", PASSWORD);
        old.userToken("101", PASSWORD);
        String action = old.adminPath("/authentication/required-actions/pbx-username-rule");
        keycloak.admin().delete(action).then().statusCode(204);
        Map<String, Object> app = keycloak.admin()
                .queryParam("clientId", "pbx-app")
                .get(old.adminPath("/clients"))
                .then()
                .statusCode(200)
                .extract()
                .path("[0]");
        app.put("description", "Our apps");
        keycloak.admin()
                .body(app)
                .put(old.adminPath("/clients/" + app.get("id")))
                .then()
                .statusCode(204);
        AdminConsole console = AdminConsole.ofSystem(
                keycloak, visitors.open(), LIST + "?search=" + told(old.name()).get("tenantId"));
        Page page = console.page();
        listed(page, old.name());
        assertThat(row(page)).hasCount(1);
        assertThat(row(page).getByTestId("listed-signIns")).hasText("1 succeeded");
        assertThat(row(page).getByTestId("listed-failedSignIns").locator("a"))
                .hasAttribute("href", "#/" + old.name() + "/pbx/sign-ins?outcome=failedSignIns");
        assertThat(page.getByTestId("version")).containsText("Version ");

        // Another one is being made.
        page.route(
                url -> url.endsWith("/upgrade?dryRun=true"),
                route -> refuse(route, 503, "{\"errorMessage\":\"busy\",\"key\":\"pbxErrorTenantsBusy\"}"));
        console.openActions(old.name());
        console.click("Upgrade to the template");
        assertThat(page.getByTestId("not-tried")).containsText("Other tenants are being made, upgraded or deleted.");
        page.unrouteAll();
        tried(console);
        assertThat(page.getByTestId("upgrade-add")).containsText(Pattern.compile("Comes: 1(?![0-9])"));
        assertThat(page.getByTestId("upgrade-add")).containsText("Required action: pbx-username-rule");
        assertThat(page.getByTestId("upgrade-add")).containsText("It was removed in the tenant.");
        assertThat(page.getByTestId("upgrade-change")).hasCount(0);
        Locator kept = page.getByTestId("upgrade-kept");
        assertThat(kept).containsText("Client: pbx-app");
        assertThat(kept).containsText("It was changed or made in the tenant.");
        kept.getByText("What differs").click();
        assertThat(kept).containsText("description: in the tenant Our apps, in the template Web, desktop and mobile");
        console.check("upgrade");
        keycloak.admin().get(action).then().statusCode(404);

        page.route(
                url -> url.endsWith("/upgrade?dryRun=false"),
                route -> refuse(route, 409, "{\"errorMessage\":\"The realm does not take it\"}"));
        page.getByTestId("confirm").click();
        assertThat(page.getByTestId("problem")).containsText("The realm does not take it");
        page.unrouteAll();
        page.getByTestId("confirm").click();
        assertThat(page.getByTestId("upgraded")).containsText(Pattern.compile("Came: 1(?![0-9])"));
        assertThat(page.getByTestId("upgraded")).containsText(Pattern.compile("stayed as it is: 1(?![0-9])"));
        console.check("upgraded");
        keycloak.admin().get(action).then().statusCode(200);
        page.getByTestId("told").click();
        assertThat(dialog(page)).hasCount(0);

        // From its page, too; what is done elsewhere is told there.
        console.go(LIST + "/" + old.name());
        console.expect(old.name());
        assertThat(page.getByTestId("pbxMoveRealm").locator("input"))
                .hasValue("realm-config/export.sh --keycloak \"$KEYCLOAK\" --realm " + old.name() + " --file "
                        + old.name() + "-realm.json");
        console.click("Upgrade to the template");
        assertThat(page.getByTestId("nothing")).containsText("There is nothing to do");
        assertThat(page.getByTestId("confirm")).isDisabled();
        page.getByTestId("cancel").click();
        assertThat(dialog(page)).hasCount(0);

        // Secrets of clients and identity providers are matters of Keycloak's own pages, and there is a way to these.
        console.go("/" + old.name() + "/pbx/settings");
        console.expect("Settings");
        page.getByTestId("facts").locator("a[href$='/clients']").click();
        console.expect("Clients");
        page.goBack();
        console.expect("Settings");
        page.getByTestId("facts").locator("a[href$='/identity-providers']").click();
        console.expect("Identity providers");
    }

    /** Once more, while others make tenants and there is no place for this one. */
    private static void tried(AdminConsole console) {
        for (int i = 0; i < 5; i++) {
            Response answer = console.page()
                    .waitForResponse(
                            response -> response.url().endsWith("/upgrade?dryRun=true"),
                            new Page.WaitForResponseOptions().setTimeout(60_000),
                            () -> console.click("Try again"));
            if (answer.status() != 503) {
                return;
            }
        }
        throw new AssertionError("Others have made tenants all the time");
    }

    /** In the tenant's own realm it is known that the caller manages it. */
    @Test
    void whoManagesOneTenantAloneUpgradesIt(Visitors visitors) {
        Realm master = keycloak.realm("master");
        Realm managed = keycloak.tenant();
        String id = master.createUser("console-keeper", PASSWORD);
        try {
            master.grantClientRoles(id, "master-realm", "view-realm");
            master.grantClientRoles(id, managed.name() + "-realm", "view-realm", "manage-realm");
            AdminConsole console = AdminConsole.signIn(
                    keycloak,
                    master,
                    visitors.open(),
                    "console-keeper",
                    PASSWORD,
                    "/" + managed.name() + "/pbx/tenants/" + managed.name());
            Page page = console.page();
            console.expectAtLast(managed.name());
            console.click("Upgrade to the template");
            assertThat(page.getByTestId("nothing"))
                    .containsText("There is nothing to do: " + managed.name() + " is as the template says.");
            // Another one is not even shown.
            console.go("/" + managed.name() + "/pbx/tenants/" + tenant.name());
            console.expect("The tenant could not be loaded");
        } finally {
            master.deleteUser(id);
        }
    }

    private static void refuse(Route route, int status, String body) {
        route.fulfill(new Route.FulfillOptions()
                .setStatus(status)
                .setContentType("application/json")
                .setBody(body));
    }

    @Test
    void whoMayOnlyLookChangesNothing(Visitors visitors) {
        Realm master = keycloak.realm("master");
        String id = master.createUser("console-looker", PASSWORD);
        try {
            master.grantClientRoles(id, "master-realm", "view-realm");
            master.grantClientRoles(id, tenant.name() + "-realm", "view-realm");
            AdminConsole console = AdminConsole.signIn(
                    keycloak, master, visitors.open(), "console-looker", PASSWORD, LIST + "?search=" + tenant.name());
            Page page = console.page();
            console.expectAtLast("Tenants");
            listed(page, tenant.name());
            assertThat(page.getByTestId("create-tenant")).hasCount(0);
            console.openActions(tenant.name());
            assertThat(page.locator("[role=menuitem]")).hasText(new String[] {"Name and domains", "Users"});
            console.go(LIST + "/" + tenant.name());
            console.expect(tenant.name());
            assertThat(field(page, "name")).isDisabled();
            assertThat(page.getByTestId("save")).hasCount(0);
            console.go(LIST + "/add");
            console.expect("You may not see this page");
        } finally {
            master.deleteUser(id);
        }
    }

    /** The master realm of the tests has one language; the console is told another one. */
    @Test
    void speaksGermanOnAPhone(Visitors visitors) {
        Visitor visitor = visitors.open(Screen.PHONE, "de");
        visitor.page().route("**/console/whoami*", route -> {
            APIResponse answer = route.fetch();
            route.fulfill(new Route.FulfillOptions()
                    .setResponse(answer)
                    .setBody(answer.text().replaceFirst("\"locale\" *: *\"en\"", "\"locale\":\"de\"")));
        });
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitor, LIST + "?search=" + tenant.name());
        listed(console.page(), tenant.name());
        console.expect("Mandanten");
        assertThat(row(console.page())).containsText("Kein Mailserver");
        console.check("german-list");
        console.go(LIST + "/add");
        console.expect("Mandant anlegen");
        fill(console.page(), "name", "Umlaut");
        fill(console.page(), "sipDomain", "globex.example.com");
        save(console.page());
        save(console.page());
        wrong(console.page(), "sipDomain", "globex.example.com gehört schon dem Realm globex.");
        console.check("german-wizard");
    }

    private Map<String, Object> told(String domain) {
        return keycloak.admin()
                .get(TENANTS + "/" + domain)
                .then()
                .statusCode(200)
                .extract()
                .path("");
    }

    private boolean enabled(Realm tenant) {
        return (Boolean) told(tenant.name()).get("enabled");
    }

    private static void save(Page page) {
        page.getByTestId("save").click();
    }

    private static Locator field(Page page, String name) {
        return page.getByTestId("tenant-" + name);
    }

    private static void fill(Page page, String name, String text) {
        field(page, name).fill(text);
    }

    /** What is wrong is said at the field, which has the focus. */
    private static void wrong(Page page, String name, String text) {
        assertThat(page.getByTestId("tenant-" + name + "-error")).containsText(text);
        assertThat(field(page, name)).isFocused();
    }

    private static Locator secret(Page page, String name) {
        return page.getByTestId("secret-" + name).locator("input");
    }

    /** Waits for a tenant in the list, as long as the console takes to load. */
    private static void listed(Page page, String name) {
        page.locator("main tbody")
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(name).setExact(true))
                .waitFor();
    }

    private static Locator row(Page page) {
        return AdminConsole.rows(page);
    }

    private static Locator dialog(Page page) {
        return page.locator("[role=dialog]");
    }
}
