package io.keycloakpbx.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What groups and users may do, in the admin console: found, set on and off, inherited, and saved together. */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PermissionsPageIT {

    private static final String PASSWORD = "Console-of-5!";

    private final Keycloak keycloak;
    private final Realm tenant;

    PermissionsPageIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    void createAdministrators() {
        tenant.createUser("boss", PASSWORD, "Admin");
        tenant.grantClientRoles(tenant.createUser("editor", PASSWORD), "realm-management", "manage-users");
        tenant.grantClientRoles(tenant.createUser("viewer", PASSWORD), "realm-management", "view-users");
    }

    @Test
    void ofAGroupAreFoundSetAndSavedTogether(Visitors visitors) {
        String id = group("Field service", List.of());
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), place(""));
        console.expect("Permissions");
        Page page = console.page();
        assertThat(row(page, "Mobile")).containsText("On");
        assertThat(row(page, "900Dialing")).containsText("Off");
        console.check("catalogue");

        find(page, "pbx-group", "Field service");
        assertThat(row(page, "Mobile")).containsText("Default");
        assertThat(page.url()).contains("group=" + id);
        assertThat(label(page, "Mobile", "inherited")).hasText("Inherited On");
        assertThat(choice(page, "Mobile", "inherited")).isChecked();
        assertThat(save(page)).hasAttribute("aria-disabled", "true");
        choice(page, "Mobile", "off").check();
        choice(page, "900Dialing", "on").check();
        choice(page, "LocalDialing", "on").check();
        choice(page, "LocalDialing", "inherited").check();
        assertThat(page.getByTestId("unsaved")).hasText("2 changes are not saved.");
        assertThat(row(page, "Mobile")).containsText("Not saved");
        console.check("group");
        save(page).click();
        console.expectToast("2 permissions were saved.");
        assertThat(row(page, "Mobile")).containsText("Set for this group");
        assertThat(save(page)).hasAttribute("aria-disabled", "true");
        assertThat(save(page)).isFocused();
        assertThat(value("groups", id, "Mobile")).isEqualTo(false);
        assertThat(value("groups", id, "900Dialing")).isEqualTo(true);
        assertThat(value("groups", id, "LocalDialing")).isNull();
        assertThat(console.errors()).isEmpty();

        page.locator("#pbx-search").fill("premium");
        page.keyboard().press("Enter");
        assertThat(console.rows()).hasCount(1);
        choice(page, "900Dialing", "inherited").check();
        // What is not saved stays in sight.
        page.locator("#pbx-search").fill("toll-free");
        page.keyboard().press("Enter");
        assertThat(console.rows()).hasCount(2);
        page.getByTestId("revert").click();
        assertThat(console.rows()).hasCount(1);
        page.reload();
        assertThat(page.locator("#pbx-group")).hasValue("Field service");
        assertThat(console.rows()).hasCount(1);
        assertThat(row(page, "TollFree")).containsText("Default");
        page.locator("#pbx-search").fill("nothing has this name");
        page.keyboard().press("Enter");
        assertThat(page.getByTestId("no-match")).isVisible();
        page.locator("#pbx-search").fill("");
        page.keyboard().press("Enter");

        choice(page, "FreeswitchVoicemailServer", "on").check();
        choice(page, "ExchangeUMVoicemailServer", "on").check();
        save(page).click();
        assertThat(error(page, "ExchangeUMVoicemailServer")).hasText("At most one voicemail server can be on.");
        assertThat(choice(page, "ExchangeUMVoicemailServer", "on")).isFocused();
        assertThat(value("groups", id, "FreeswitchVoicemailServer")).isNull();
        choice(page, "FreeswitchVoicemailServer", "inherited").check();
        save(page).click();
        console.expectToast("One permission was saved.");
        assertThat(row(page, "FreeswitchVoicemailServer")).containsText("The other voicemail server is on");
    }

    /** Two administrators at once: who is behind sees what it is now before it is saved. */
    @Test
    void ofAUserAreChangedByWhoKnowsWhatTheyWere(Visitors visitors) {
        String sales = group("Sales", List.of("Mobile"));
        String anna = tenant.createUser("anna", PASSWORD);
        keycloak.admin()
                .put(tenant.adminPath("/users/" + anna + "/groups/" + sales))
                .then()
                .statusCode(204);
        AdminConsole console =
                AdminConsole.signIn(keycloak, tenant, visitors.open(), "boss", PASSWORD, place("?user=" + anna));
        console.expect("Permissions");
        Page page = console.page();
        assertThat(page.locator("#pbx-user")).hasValue("First Last (anna)");
        assertThat(row(page, "Mobile").locator("a")).hasText("Group Sales");
        assertThat(row(page, "Mobile").locator("a"))
                .hasAttribute("href", "#/" + tenant.name() + "/pbx/groups/" + sales);
        assertThat(label(page, "Mobile", "inherited")).hasText("Inherited Off");

        choice(page, "Mobile", "inherited").focus();
        page.keyboard().press("ArrowRight");
        assertThat(choice(page, "Mobile", "on")).isChecked();
        choice(page, "TollFree", "off").check();
        put("users", anna, "{\"name\":\"Mobile\",\"value\":false}");
        save(page).click();
        String text = "Somebody else has changed Mobile numbers: it is off now, and no longer inherited.";
        assertThat(error(page, "Mobile")).hasText(text);
        assertThat(page.getByTestId("problem")).containsText("Nothing was saved");
        assertThat(page.getByTestId("problem")).containsText(text);
        assertThat(choice(page, "Mobile", "on")).isFocused();
        assertThat(row(page, "Mobile")).containsText("Set for this user");
        assertThat(value("users", anna, "TollFree")).isNull();
        console.check("overtaken");
        save(page).click();
        console.expectToast("2 permissions were saved.");
        assertThat(page.getByTestId("problem")).hasCount(0);
        assertThat(value("users", anna, "Mobile")).isEqualTo(true);
        assertThat(value("users", anna, "TollFree")).isEqualTo(false);

        // Two at once: while one is mended, the other does not take the focus.
        choice(page, "Mobile", "off").check();
        choice(page, "TollFree", "on").check();
        put("users", anna, "{\"name\":\"Mobile\",\"expected\":true},{\"name\":\"TollFree\",\"expected\":false}");
        save(page).click();
        assertThat(error(page, "TollFree")).isVisible();
        assertThat(choice(page, "Mobile", "off")).isFocused();
        page.keyboard().press("ArrowLeft");
        assertThat(error(page, "Mobile")).hasCount(0);
        assertThat(choice(page, "Mobile", "on")).isFocused();
        assertThat(error(page, "TollFree")).isVisible();
        page.keyboard().press("ArrowRight");
        assertThat(choice(page, "Mobile", "off")).isChecked();
        assertThat(choice(page, "TollFree", "on")).isChecked();
        save(page).click();
        assertThat(page.getByTestId("problem")).hasCount(0);
        assertThat(row(page, "TollFree")).containsText("Set for this user");
        assertThat(value("users", anna, "Mobile")).isEqualTo(false);
        assertThat(value("users", anna, "TollFree")).isEqualTo(true);

        assertThat(choice(page, "superadmin", "off")).hasCount(0);
        choice(page, "superadmin", "on").check();
        save(page).click();
        assertThat(row(page, "superadmin")).containsText("A role");
        assertThat(value("users", anna, "superadmin")).isEqualTo(true);

        choice(page, "TollFree", "off").check();
        find(page, "pbx-group", "Sales");
        Locator dialog = page.locator("[role=dialog]");
        assertThat(dialog).containsText("One change is not saved, and is lost then.");
        console.check("discard");
        page.getByTestId("cancel").click();
        assertThat(choice(page, "TollFree", "off")).isChecked();
        find(page, "pbx-group", "Sales");
        page.getByTestId("confirm").click();
        assertThat(page.locator("#pbx-group")).hasValue("Sales");
        assertThat(page.locator("#pbx-user")).hasValue("");
        assertThat(choice(page, "Mobile", "off")).isChecked();
        assertThat(page.getByTestId("unsaved")).hasText("");

        // Chosen again, it is shown as it is by then.
        choice(page, "TollFree", "off").check();
        save(page).click();
        console.expectToast("One permission was saved.");
        assertThat(page.getByTestId("unsaved")).hasText("");
        page.locator("#pbx-user").fill("anna");
        page.locator("[role=option]")
                .filter(new Locator.FilterOptions().setHasText("anna"))
                .first()
                .click();
        assertThat(page.locator("#pbx-user")).hasValue("First Last (anna)");
        assertThat(choice(page, "TollFree", "on")).isChecked();
        put("groups", sales, "{\"name\":\"TollFree\",\"value\":true,\"expected\":false}");
        find(page, "pbx-group", "Sales");
        assertThat(page.locator("#pbx-user")).hasValue("");
        assertThat(choice(page, "TollFree", "on")).isChecked();

        // Nor is it lost by the way back, or by the menu.
        choice(page, "TollFree", "off").check();
        page.evaluate("history.back()");
        assertThat(dialog).containsText("One change is not saved, and is lost then.");
        page.getByTestId("cancel").click();
        assertThat(dialog).hasCount(0);
        assertThat(page.locator("#pbx-group")).hasValue("Sales");
        assertThat(choice(page, "TollFree", "off")).isChecked();
        page.locator("#nav-item-pbx-groups").click();
        assertThat(dialog).isVisible();
        page.getByTestId("confirm").click();
        console.expect("Groups");

        console.go(place("?user=who-is-gone"));
        assertThat(page.getByTestId("list-failed")).containsText("There is no such user.");
        assertThat(save(page)).hasCount(0);
    }

    @Test
    void onAPhoneWhoMayManageUsersMakesNoAdministrators(Visitors visitors) {
        String bert = tenant.createUser("bert", PASSWORD);
        AdminConsole console = AdminConsole.signIn(
                keycloak, tenant, visitors.open(Screen.PHONE), "editor", PASSWORD, place("?user=" + bert));
        console.expect("Permissions");
        Page page = console.page();
        assertThat(row(page, "superadmin")).containsText("inherited");
        assertThat(choice(page, "superadmin", "on")).hasCount(0);
        choice(page, "Voicemail", "off").check();
        console.check("phone");
        save(page).click();
        console.expectToast("One permission was saved.");
        assertThat(row(page, "Voicemail")).containsText("Set for this user");
        assertThat(value("users", bert, "Voicemail")).isEqualTo(false);
    }

    @Test
    void whoMayOnlyLookSetsNothing(Visitors visitors) {
        String id = group("Watched", List.of("Mobile"));
        AdminConsole console =
                AdminConsole.signIn(keycloak, tenant, visitors.open(), "viewer", PASSWORD, place("?group=" + id));
        console.expect("Permissions");
        Page page = console.page();
        assertThat(row(page, "Mobile")).containsText("Set for this group");
        assertThat(page.locator("main input[type=radio]")).hasCount(0);
        assertThat(save(page)).hasCount(0);
        assertThat(console.menu()).contains("Permissions");
    }

    private String group(String name, List<String> disabled) {
        return tenant.make("/groups", Map.of("name", name, "attributes", Map.of("pbx.permissions.disable", disabled)));
    }

    private String path(String kind, String id) {
        return tenant.adminPath("/pbx-permissions/" + kind + "/" + id);
    }

    /** What is said of a permission; null for nothing. */
    private Boolean value(String kind, String id, String name) {
        return keycloak.admin()
                .get(path(kind, id))
                .then()
                .statusCode(200)
                .extract()
                .path("find { it.name == '" + name + "' }.value");
    }

    private void put(String kind, String id, String change) {
        keycloak.admin()
                .body("{\"permissions\":[" + change + "]}")
                .put(path(kind, id))
                .then()
                .statusCode(204);
    }

    private String place(String query) {
        return "/" + tenant.name() + "/pbx/permissions" + query;
    }

    private static void find(Page page, String field, String name) {
        page.locator("#" + field).fill(name);
        page.locator("[role=option]")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + name + "$")))
                .click();
    }

    private static Locator row(Page page, String name) {
        return page.getByTestId("row-" + name);
    }

    private static Locator choice(Page page, String name, String said) {
        return page.locator("#pbx-permission-" + name + "-" + said);
    }

    private static Locator label(Page page, String name, String said) {
        return page.locator("label[for=pbx-permission-" + name + "-" + said + "]");
    }

    private static Locator error(Page page, String name) {
        return page.getByTestId("pbx-permission-" + name + "-error");
    }

    private static Locator save(Page page) {
        return page.getByTestId("save");
    }
}
