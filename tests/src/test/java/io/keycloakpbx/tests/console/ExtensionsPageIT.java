package io.keycloakpbx.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.browser.Visitors;
import io.keycloakpbx.tests.browser.WithBrowser;
import io.keycloakpbx.tests.extension.Pbx;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Extensions in the admin console: found, given, taken over, freed, made, changed and deleted by clicks. */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExtensionsPageIT {

    private static final String PASSWORD = "Console-of-2!";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final Pbx pbx;
    private String anna;
    private String carl;

    ExtensionsPageIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.pbx = new Pbx(keycloak, tenant);
    }

    @BeforeAll
    void createUsers() {
        anna = tenant.createUser("anna", PASSWORD);
        tenant.createUser("bert", PASSWORD);
        carl = tenant.createUser("carl", PASSWORD);
    }

    @Test
    void areFoundByNumberServerAndWhetherTheyAreFree(Visitors visitors) {
        pbx.assign(pbx.createExtension("1101"), anna, "anna").then().statusCode(200);
        pbx.createExtension("1102");
        String branch = pbx.createServer("branch");
        keycloak.admin()
                .body(Map.of("extension", "1103", "displayName", "<i>Lager</i>"))
                .post(pbx.servers() + "/" + branch + "/extensions")
                .then()
                .statusCode(201);
        AdminConsole console = open(visitors, "?search=110");
        Page page = console.page();
        assertThat(rows(page)).hasCount(3);
        assertThat(rows(page).nth(0)).containsText("First Last (anna)");
        assertThat(rows(page).nth(0).locator("a")).hasAttribute("href", "#/" + tenant.name() + "/pbx/people/" + anna);
        assertThat(rows(page).nth(1)).containsText("Free");
        assertThat(rows(page).nth(2)).containsText("<i>Lager</i>");
        console.check("list");

        find(page, "filter-user", "anna");
        assertThat(rows(page)).hasCount(1);
        assertThat(rows(page)).containsText("1101");
        assertThat(page.url()).contains("user=" + anna);
        page.reload();
        assertThat(page.locator("#filter-user")).hasValue("First Last (anna)");
        page.locator("main")
                .getByLabel("Clear", new Locator.GetByLabelOptions().setExact(true))
                .last()
                .click();
        assertThat(rows(page)).hasCount(3);

        page.getByTestId("filter-owner").selectOption("free");
        assertThat(rows(page)).hasCount(2);
        page.getByTestId("filter-server").selectOption(branch);
        assertThat(rows(page)).hasCount(1);
        assertThat(rows(page)).containsText("1103");
        page.getByTestId("filter-owner").selectOption("owned");
        assertThat(page.getByTestId("no-match")).isVisible();
        page.goBack();
        assertThat(rows(page)).hasCount(1);
        assertThat(rows(page)).containsText("1103");
        assertThat(page.url())
                .contains("server=" + branch)
                .contains("owner=free")
                .contains("search=110");
        page.reload();
        assertThat(rows(page)).hasCount(1);
        assertThat(rows(page)).containsText("1103");
    }

    @Test
    void areGivenMadeADefaultAndFreed(Visitors visitors) {
        tenant.createUser("dora", PASSWORD);
        String id = pbx.createExtension("1201");
        AdminConsole console = open(visitors, "?search=1201");
        Page page = console.page();
        console.openActions("1201");
        console.click("Give to a user");
        assertThat(confirm(page)).isDisabled();
        choose(page, "dora");
        assertThat(confirm(page)).hasText("Give to a user");
        confirm(page).click();
        console.expectToast("Extension 1201 is now managed by First Last (dora).");
        assertThat(rows(page)).containsText("Default");
        keycloak.admin().get(pbx.defaultUser(id)).then().statusCode(200).body("username", equalTo("dora"));

        console.openActions("1201");
        console.click("No longer the default");
        console.expectToast("Extension 1201 is no longer the default of First Last (dora).");
        keycloak.admin().get(pbx.defaultUser(id)).then().statusCode(404);
        console.openActions("1201");
        console.click("Make it the default");
        console.expectToast("Extension 1201 is the default of First Last (dora).");
        keycloak.admin().get(pbx.defaultUser(id)).then().statusCode(200);

        console.openActions("1201");
        console.click("Set free");
        assertThat(dialog(page))
                .containsText("Extension 1201 is taken from First Last (dora), and nobody manages it then.");
        assertThat(confirm(page)).hasClass(Pattern.compile(".*pf-m-danger.*"));
        console.check("free");
        confirm(page).click();
        console.expectToast("Extension 1201 is free. First Last (dora) no longer has it.");
        assertThat(rows(page)).containsText("Free");
        keycloak.admin().get(pbx.managingUser(id)).then().statusCode(404);
    }

    /** Two administrators at once: who is behind is told both names, and takes nothing from anybody else. */
    @Test
    void areTakenOverFromWhomTheDialogNames(Visitors visitors) {
        String id = pbx.createExtension("1301");
        pbx.assign(id, anna, "anna").then().statusCode(200);
        AdminConsole console = open(visitors, "?search=1301");
        Page page = console.page();
        console.openActions("1301");
        console.click("Give to another user");
        choose(page, "anna");
        assertThat(dialog(page)).containsText("First Last (anna) manages it already.");
        assertThat(confirm(page)).isDisabled();
        choose(page, "bert");
        assertThat(page.getByTestId("takes"))
                .containsText("Extension 1301 is taken from First Last (anna) and given to First Last (bert).");
        assertThat(confirm(page)).hasText("Take over");
        assertThat(confirm(page)).hasClass(Pattern.compile(".*pf-m-danger.*"));
        console.check("take-over");

        pbx.assign(id, carl, "carl").then().statusCode(200);
        confirm(page).click();
        assertThat(page.getByTestId("problem"))
                .containsText("Extension 1301 is managed by First Last (carl) now, and no longer by First Last (anna)."
                        + " Nothing was changed.");
        assertThat(rows(page)).containsText("First Last (carl)");
        assertThat(confirm(page)).isDisabled();
        assertThat(page.getByTestId("takes")).hasCount(0);
        page.getByTestId("cancel").click();
        console.openActions("1301");
        console.click("Set free");
        pbx.assign(id, anna, "anna").then().statusCode(200);
        confirm(page).click();
        assertThat(page.getByTestId("problem")).containsText("is managed by First Last (anna) now");
        assertThat(confirm(page)).isDisabled();
        page.getByTestId("cancel").click();
        assertThat(rows(page)).containsText("First Last (anna)");
        console.openActions("1301");
        console.click("Delete");
        pbx.assign(id, carl, "carl").then().statusCode(200);
        confirm(page).click();
        assertThat(page.getByTestId("problem")).containsText("Somebody else has changed whose extension 1301 is.");
        page.getByTestId("cancel").click();
        assertThat(rows(page)).containsText("First Last (carl)");

        console.openActions("1301");
        console.click("Give to another user");
        choose(page, "bert");
        confirm(page).click();
        console.expectToast("Extension 1301 is now managed by First Last (bert).");
        assertThat(rows(page)).containsText("Default");

        // Another default is not taken away by the way.
        String other = pbx.createExtension("1302");
        console.go("/" + tenant.name() + "/pbx/extensions?search=1302");
        console.openActions("1302");
        console.click("Give to a user");
        choose(page, "bert");
        assertThat(confirm(page)).isEnabled();
        assertThat(page.locator("#pbx-default")).not().isChecked();
        page.locator("label:has(#pbx-default)").click();
        assertThat(dialog(page)).containsText("Extension 1301 is the user's default now, and is not any more then.");
        page.locator("label:has(#pbx-default)").click();
        confirm(page).click();
        console.expectToast("Extension 1302 is now managed by First Last (bert).");
        keycloak.admin().get(pbx.defaultUser(id)).then().statusCode(200);
        keycloak.admin().get(pbx.defaultUser(other)).then().statusCode(404);
        keycloak.admin().get(pbx.managingUser(id)).then().statusCode(200).body("username", equalTo("bert"));
    }

    @Test
    void areCreatedChangedAndDeleted(Visitors visitors) {
        pbx.createExtension("1401");
        AdminConsole console = open(visitors, "?search=140");
        Page page = console.page();
        page.getByTestId("create-extension").click();
        number(page).fill("14x");
        confirm(page).click();
        wrong(page, "extension", "A number has 3 to 64 digits, and nothing else.");
        console.check("create");
        number(page).fill("1401");
        page.getByTestId("pbx-extension-displayName").fill("\u202eEmpfang & <b>Söhne</b>");
        server(page);
        confirm(page).click();
        wrong(page, "extension", "The server has an extension with this number.");
        number(page).fill("1402");
        confirm(page).click();
        console.expectToast("Extension 1402 was created.");
        assertThat(rows(page)).hasCount(2);
        assertThat(rows(page).nth(1)).containsText("Empfang & <b>Söhne</b>");

        console.openActions("1402");
        console.click("Edit");
        // What somebody else has set since stays.
        Map<String, Object> told = told("1402");
        keycloak.admin()
                .body(Map.of("extension", "1402", "peer", "SIP/1402", "displayName", "Empfang"))
                .put(pbx.extension((String) told.get("id")))
                .then()
                .statusCode(200);
        console.click("More settings");
        page.getByTestId("pbx-extension-agentPenalty").fill("many");
        confirm(page).click();
        wrong(page, "agentPenalty", "A whole number is needed, 0 or more.");
        page.getByTestId("pbx-extension-agentPenalty").fill("3");
        page.getByTestId("pbx-extension-autoAnswer").selectOption("false");
        page.getByTestId("pbx-extension-displayName").fill("x".repeat(255));
        confirm(page).click();
        console.expectToast("Extension 1402 was saved.");
        assertThat(told("1402"))
                .containsEntry("peer", "SIP/1402")
                .containsEntry("agentPenalty", 3)
                .containsEntry("autoAnswer", false)
                .containsEntry("agentPaused", null)
                .containsEntry("displayName", "x".repeat(255));
        assertThat(rows(page).nth(1)).containsText("x".repeat(255));
        assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as("the longest name fits")
                .isTrue();

        console.openActions("1402");
        console.click("Delete");
        assertThat(dialog(page)).containsText("Extension 1402 on pbx goes with all its settings.");
        confirm(page).click();
        console.expectToast("Extension 1402 was deleted.");
        assertThat(rows(page)).hasCount(1);
    }

    /** Who had it, since when, and who did that: also where a user went without an event, and where nothing is kept. */
    @Test
    void tellWhoHadThem(Visitors visitors) {
        String id = pbx.createExtension("1601");
        String erna = tenant.createUser("erna", PASSWORD);
        pbx.assign(id, erna, "erna").then().statusCode(200);
        tenant.deleteUser(erna);
        pbx.assign(id, anna, "anna").then().statusCode(200);
        pbx.assign(id, carl, "carl").then().statusCode(200);
        AdminConsole console = open(visitors, "?search=1601");
        Page page = console.page();
        console.openActions("1601");
        console.click("History");
        console.expect("History of extension 1601");
        assertThat(rows(page)).hasCount(4);
        assertThat(rows(page).nth(0)).containsText("Taken over");
        assertThat(rows(page).nth(0)).containsText("an administrator of the realm master");
        assertThat(rows(page).nth(0).locator("a")).hasText(new String[] {"First Last (anna)", "First Last (carl)"});
        assertThat(rows(page).nth(0).locator("a").last())
                .hasAttribute("href", "#/" + tenant.name() + "/pbx/people/" + carl);
        assertThat(rows(page).nth(1)).containsText("Given");
        assertThat(rows(page).nth(2)).containsText("erna deleted");
        assertThat(rows(page).nth(2).locator("a")).hasCount(0);
        assertThat(rows(page).nth(2).getByTestId("gap")).containsText("no event tells of it");
        assertThat(page.getByTestId("gap")).hasCount(1);
        assertThat(rows(page).nth(3)).containsText("Created");
        assertThat(page.getByTestId("now")).containsText("First Last (carl)");
        assertThat(page.getByTestId("not-kept")).hasCount(0);
        console.check("history");
        page.goBack();
        assertThat(rows(page)).hasCount(1);
        assertThat(page.url()).contains("search=1601");
        page.goForward();
        console.expect("History of extension 1601");
        assertThat(rows(page)).hasCount(4);
        rows(page).nth(0).locator("a").last().click();
        console.expect("First Last");

        for (int i = 0; i < 4; i++) {
            keycloak.admin().body(Map.of()).post(pbx.defaultUser(id)).then().statusCode(200);
            keycloak.admin().delete(pbx.defaultUser(id)).then().statusCode(204);
        }
        console.go("/" + tenant.name() + "/pbx/extensions/" + id + "?max=10");
        assertThat(rows(page)).hasCount(10);
        assertThat(rows(page).nth(0)).containsText("No longer the default");
        page.getByLabel("Next page").first().click();
        assertThat(rows(page)).hasCount(2);
        // What comes after the first row is on the page before.
        assertThat(page.getByTestId("gap")).hasCount(1);
        assertThat(rows(page).nth(1)).containsText("Created");
        assertThat(page.url()).contains("page=2");

        console.go("/" + tenant.name() + "/pbx/extensions/" + UUID.randomUUID());
        console.expect("There is no such extension");
        page.locator("main")
                .getByText("Extensions", new Locator.GetByTextOptions().setExact(true))
                .click();
        console.expect("Extensions");

        Realm quiet = keycloak.tenant();
        String unknown = new Pbx(keycloak, quiet).createExtension("1602");
        quiet.update(realm -> realm.put("adminEventsEnabled", false));
        quiet.clearEvents();
        console.go("/" + quiet.name() + "/pbx/extensions/" + unknown);
        console.expect("History of extension 1602");
        assertThat(page.getByTestId("not-kept")).containsText("keeps no admin events at present");
        assertThat(page.getByTestId("empty-state")).containsText("Nothing is known");
        console.check("history-not-kept");
        console.click("Event settings");
        assertThat(page).hasURL(Pattern.compile(".*#/" + quiet.name() + "/realm-settings/events.*"));
    }

    @Test
    void whoMayOnlyLookChangesNothing(Visitors visitors) {
        String id = pbx.createExtension("1501");
        pbx.grant(tenant.createUser("looker", PASSWORD), "view-users");
        AdminConsole console = AdminConsole.signIn(
                keycloak,
                tenant,
                visitors.open(),
                "looker",
                PASSWORD,
                "/" + tenant.name() + "/pbx/extensions?search=1501");
        Page page = console.page();
        assertThat(rows(page)).hasCount(1);
        // The button would come with the servers.
        page.waitForLoadState(LoadState.NETWORKIDLE);
        assertThat(page.getByTestId("create-extension")).hasCount(0);
        assertThat(page.getByLabel("Actions for 1501")).hasCount(0);
        console.go("/" + tenant.name() + "/pbx/extensions/" + id);
        assertThat(page.getByTestId("list-failed")).containsText("it needs the role view-events");
        console.go("/" + tenant.name() + "/pbx/import");
        console.expect("Import and export");
        assertThat(page.getByTestId("export-csv")).isVisible();
        assertThat(page.getByTestId("import")).hasCount(0);
    }

    private AdminConsole open(Visitors visitors, String query) {
        AdminConsole console =
                AdminConsole.ofSystem(keycloak, visitors.open(), "/" + tenant.name() + "/pbx/extensions" + query);
        console.expect("Extensions");
        return console;
    }

    /** The server that all extensions of this test are on; another test makes a second one. */
    private void server(Page page) {
        Locator choice = page.getByTestId("pbx-extension-server");
        if (choice.count() > 0) {
            choice.selectOption(pbx.server());
        }
    }

    private Map<String, Object> told(String number) {
        return keycloak.admin()
                .queryParam("search", number)
                .get(pbx.extensions())
                .then()
                .statusCode(200)
                .extract()
                .path("[0]");
    }

    /** What is typed takes the place of who has been chosen before. */
    private static void choose(Page page, String username) {
        find(page, "pbx-owner", username);
    }

    private static void find(Page page, String field, String username) {
        page.locator("#" + field).fill(username);
        page.locator("[role=option]")
                .filter(new Locator.FilterOptions().setHasText("(" + username + ")"))
                .click();
    }

    private static void wrong(Page page, String name, String text) {
        assertThat(page.getByTestId("pbx-extension-" + name + "-error")).hasText(text);
        assertThat(page.getByTestId("pbx-extension-" + name)).isFocused();
    }

    private static Locator number(Page page) {
        return page.getByTestId("pbx-extension-extension");
    }

    private static Locator confirm(Page page) {
        return page.getByTestId("confirm");
    }

    private static Locator rows(Page page) {
        return AdminConsole.rows(page);
    }

    private static Locator dialog(Page page) {
        return page.locator("[role=dialog]");
    }
}
