package io.keycloakpbx.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.browser.Screen;
import io.keycloakpbx.tests.browser.Visitors;
import io.keycloakpbx.tests.browser.WithBrowser;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** User groups and branches in the admin console: made, weighed, filled, moved and deleted by clicks. */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GroupsPageIT {

    private static final String PASSWORD = "Boss-of-groups-1!";

    private final Keycloak keycloak;
    private final Realm tenant;

    GroupsPageIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    void createUsers() {
        tenant.createUser("boss", PASSWORD, "Admin");
        tenant.grantClientRoles(tenant.createUser("viewer", PASSWORD), "realm-management", "view-users", "query-users");
    }

    @Test
    void areMadeWeighedAndDeleted(Visitors visitors) {
        AdminConsole console = open(visitors, "groups?search=office");
        Page page = console.page();
        assertThat(page.getByTestId("no-match")).isVisible();
        page.getByTestId("create-group").click();
        confirm(page).click();
        wrong(page, "name", "Required field");
        field(page, "name").fill("Back office");
        field(page, "description").fill("<b>Büro</b> \u202ehinten");
        console.check("create");
        confirm(page).click();
        console.expectToast("Group Back office was created.");
        assertThat(console.rows()).hasCount(1);
        assertThat(console.rows()).containsText("<b>Büro</b>");
        page.getByTestId("create-group").click();
        field(page, "name").fill("Back office");
        confirm(page).click();
        wrong(page, "name", "There is a group Back office already.");
        field(page, "name").fill("Front office");
        confirm(page).click();
        console.expectToast("Group Front office was created.");
        expectOrder(console, "Front office", "Back office");
        console.check("groups");

        console.openActions("Back office");
        console.click("Edit");
        // What somebody else has changed since stays.
        String back = told("Back office", "id");
        change(back, "", Map.of("description", "In the back"));
        field(page, "name").fill("Rear office");
        confirm(page).click();
        console.expectToast("Group Rear office was saved.");
        assertThat(console.rows().nth(1)).containsText("In the back");

        int front = told("Front office", "weight");
        int rear = told("Rear office", "weight");
        console.openActions("Rear office");
        console.click("Change weight");
        field(page, "weight").fill("a lot");
        confirm(page).click();
        wrong(page, "weight", "A weight is a whole number from 0 to 999,999,999.");
        field(page, "weight").fill(String.valueOf(front));
        confirm(page).click();
        wrong(page, "weight", "Front office weighs " + front + " already, so Rear office cannot weigh as much.");
        assertThat(page.getByTestId("exchange"))
                .containsText("Rear office gets the weight " + front + ", and Front office gets " + rear + ".");
        assertThat(confirm(page)).hasText("Exchange weights");
        assertThat(confirm(page)).hasClass(Pattern.compile(".*pf-m-danger.*"));
        console.check("exchange");
        confirm(page).click();
        console.expectToast("Rear office and Front office have exchanged their weights.");
        expectOrder(console, "Rear office", "Front office");
        assertThat(this.<Integer>told("Rear office", "weight")).isEqualTo(front);

        // Two administrators at once: who is behind is told both weights.
        console.openActions("Front office");
        console.click("Change weight");
        change(told("Front office", "id"), "/weight", Map.of("weight", 5000, "expectedWeight", rear));
        field(page, "weight").fill("6000");
        confirm(page).click();
        assertThat(page.getByTestId("problem"))
                .containsText("Front office weighs 5000 now, and no longer " + rear + ". Nothing was changed.");
        assertThat(confirm(page)).isDisabled();
        page.getByTestId("cancel").click();
        expectOrder(console, "Front office", "Rear office");
        // On its own page it can be read as well.
        console.click("Front office");
        console.expect("Front office");
        Locator button = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Change weight"));
        button.click();
        change(told("Front office", "id"), "/weight", Map.of("weight", 4000, "expectedWeight", 5000));
        field(page, "weight").fill("6000");
        confirm(page).click();
        assertThat(page.getByTestId("problem"))
                .containsText("Front office weighs 4000 now, and no longer 5000. Nothing was changed.");
        page.getByTestId("cancel").click();
        assertThat(page.locator("main")).containsText("4000");
        assertThat(button).isFocused();
        button.click();
        field(page, "weight").fill(String.valueOf(front + 1));
        confirm(page).click();
        console.expectToast("Front office weighs " + (front + 1) + " now.");
        assertThat(button).isFocused();
        console.go(place("groups?search=office"));
        assertThat(console.rows()).hasCount(2);

        console.openActions("Front office");
        console.click("Delete");
        assertThat(dialog(page)).containsText("0 users are in it, and lose its permissions and roles.");
        confirm(page).click();
        console.expectToast("Group Front office was deleted.");
        assertThat(console.rows()).hasCount(1);

        page.locator("#pbx-search").fill("administrators");
        page.keyboard().press("Enter");
        assertThat(console.rows()).hasCount(1);
        assertThat(console.rows()).containsText("not set");
        console.openActions("administrators");
        assertThat(page.getByRole(AriaRole.MENUITEM)).hasText(new String[] {"Edit", "Change weight", "Permissions"});
        console.click("Edit");
        assertThat(field(page, "name")).isDisabled();
        page.getByTestId("cancel").click();
    }

    @Test
    void haveUsersWhoComeAndGo(Visitors visitors) {
        tenant.createUser("anna", PASSWORD);
        String id = make("pbx-groups", "Choir");
        AdminConsole console = open(visitors, "groups?search=choir");
        Page page = console.page();
        console.click("Choir");
        console.expect("Choir");
        console.expectCurrent("Groups");
        assertThat(page.getByTestId("empty-state")).containsText("Nobody is in this group");
        page.getByTestId("add-member").click();
        assertThat(confirm(page)).isDisabled();
        choose(page, "anna");
        console.check("add-member");
        confirm(page).click();
        console.expectToast("First Last (anna) is in the group Choir.");
        assertThat(console.rows()).hasCount(1);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Delete"))
                .click();
        assertThat(dialog(page)).containsText("One user is in it, and loses its permissions and roles.");
        page.getByTestId("cancel").click();
        assertThat(console.rows().locator("a"))
                .hasAttribute("href", "#/" + tenant.name() + "/pbx/people/" + tenant.userId("anna"));
        assertThat(page.locator("main").getByText("Permissions", new Locator.GetByTextOptions().setExact(true)))
                .hasAttribute("href", "#/" + tenant.name() + "/pbx/permissions?group=" + id);
        console.check("group");
        keycloak.admin()
                .get(tenant.adminPath("/groups/" + id + "/members"))
                .then()
                .body("username", contains("anna"));

        console.openActions("anna");
        console.click("Take out of the group");
        assertThat(dialog(page)).containsText("First Last (anna) loses the permissions and roles of Choir.");
        assertThat(confirm(page)).hasClass(Pattern.compile(".*pf-m-danger.*"));
        confirm(page).click();
        console.expectToast("First Last (anna) is no longer in the group Choir.");
        assertThat(page.getByTestId("empty-state")).isVisible();

        // Somebody else has deleted it.
        keycloak.admin().delete(tenant.adminPath("/pbx-groups/" + id)).then().statusCode(204);
        page.reload();
        console.expect("There is no such group");
        console.click("All groups");
        console.expect("Groups");
    }

    @Test
    void areAtBranches(Visitors visitors) {
        AdminConsole console = open(visitors, "groups");
        Page page = console.page();
        console.click("Branches");
        console.expect("Branches");
        console.expectCurrent("Groups");
        page.getByTestId("create-branch").first().click();
        page.getByTestId("pbx-branch-name").fill("Rome");
        page.getByTestId("pbx-branch-city").fill("Roma");
        console.check("create-branch");
        confirm(page).click();
        console.expectToast("Branch Rome was created.");
        String paris = make("pbx-branches", "Paris");
        console.openActions("Rome");
        console.click("Edit");
        page.getByTestId("pbx-branch-name").fill("Paris");
        confirm(page).click();
        assertThat(page.getByTestId("pbx-branch-name-error")).hasText("There is a branch Paris already.");
        page.getByTestId("pbx-branch-name").fill("Rom");
        confirm(page).click();
        console.expectToast("Branch Rom was saved.");
        assertThat(console.rows()).hasCount(2);
        console.check("branches");

        // Who is at another branch cannot come into a group.
        make("pbx-groups", "Gladiators");
        keycloak.admin()
                .body(Map.of(
                        "username", "asterix", "enabled", true, "attributes", Map.of("pbx.branch", List.of(paris))))
                .post(tenant.adminPath("/users"))
                .then()
                .statusCode(201);
        console.go(place("groups?search=gladiators"));
        console.openActions("Gladiators");
        console.click("Edit");
        field(page, "branch").selectOption(new SelectOption().setLabel("Rom"));
        confirm(page).click();
        console.expectToast("Group Gladiators was saved.");
        assertThat(console.rows()).containsText("Rom");
        console.click("Gladiators");
        console.expect("Gladiators");
        page.getByTestId("add-member").click();
        choose(page, "asterix");
        confirm(page).click();
        assertThat(page.getByTestId("problem"))
                .containsText("asterix is at the branch Paris, and cannot be in the group Gladiators, which is at the"
                        + " branch Rom. Change one of the branches first.");
        page.getByTestId("cancel").click();

        page.locator("main")
                .getByText("Rom", new Locator.GetByTextOptions().setExact(true))
                .click();
        console.expect("Rom");
        assertThat(page.locator("main")).containsText("Roma");
        assertThat(page.getByTestId("empty-state")).containsText("Nobody is at this branch");
        console.click("One group");
        console.expect("Groups");
        assertThat(console.rows()).hasCount(1);
        assertThat(page.getByTestId("filter-branch").locator("option:checked")).hasText("Rom");
        page.getByTestId("filter-branch").selectOption(paris);
        assertThat(page.getByTestId("no-match")).isVisible();
        console.go(place("groups/branches/" + paris));
        console.expect("Paris");
        assertThat(console.rows()).containsText("asterix");
        assertThat(console.rows().locator("a"))
                .hasAttribute("href", "#/" + tenant.name() + "/pbx/people/" + tenant.userId("asterix"));
        console.check("branch");
        console.click("Delete");
        assertThat(dialog(page)).containsText("Groups at it: 0. Users at it: 1. They are at no branch then.");
        confirm(page).click();
        console.expectToast("Branch Paris was deleted.");
        console.expect("Branches");
        assertThat(console.rows()).hasCount(1);
    }

    @Test
    void whoMayOnlyLookChangesNothing(Visitors visitors) {
        make("pbx-groups", "Watched");
        AdminConsole console = AdminConsole.signIn(
                keycloak, tenant, visitors.open(Screen.PHONE), "viewer", PASSWORD, place("groups?search=watched"));
        Page page = console.page();
        assertThat(console.rows()).hasCount(1);
        assertThat(page.getByTestId("create-group")).hasCount(0);
        console.openActions("Watched");
        assertThat(page.getByRole(AriaRole.MENUITEM)).hasText(new String[] {"Permissions"});
        page.keyboard().press("Escape");
        console.click("Watched");
        console.expect("Watched");
        assertThat(page.getByTestId("empty-state")).isVisible();
        assertThat(page.getByTestId("add-member")).hasCount(0);
        console.go(place("groups/branches"));
        console.expect("Branches");
        assertThat(page.getByTestId("create-branch")).hasCount(0);
    }

    private AdminConsole open(Visitors visitors, String query) {
        AdminConsole console = AdminConsole.signIn(keycloak, tenant, visitors.open(), "boss", PASSWORD, place(query));
        console.expect("Groups");
        return console;
    }

    private String place(String rest) {
        return "/" + tenant.name() + "/pbx/" + rest;
    }

    private String make(String list, String name) {
        Response made = keycloak.admin().body(Map.of("name", name)).post(tenant.adminPath("/" + list));
        made.then().statusCode(201);
        return made.path("id");
    }

    private void change(String id, String what, Map<String, Object> body) {
        keycloak.admin()
                .body(body)
                .put(tenant.adminPath("/pbx-groups/" + id + what))
                .then()
                .statusCode(204);
    }

    /** What the server tells of a group. */
    private <T> T told(String name, String member) {
        return keycloak.admin()
                .queryParam("search", name)
                .get(tenant.adminPath("/pbx-groups"))
                .then()
                .statusCode(200)
                .extract()
                .path("[0]." + member);
    }

    private static void expectOrder(AdminConsole console, String... names) {
        assertThat(console.rows()).hasCount(names.length);
        for (int i = 0; i < names.length; i++) {
            assertThat(console.rows().nth(i)).containsText(names[i]);
        }
    }

    private static void choose(Page page, String username) {
        page.locator("#pbx-member").fill(username);
        page.locator("[role=option]")
                .filter(new Locator.FilterOptions().setHasText(username))
                .first()
                .click();
    }

    private static void wrong(Page page, String name, String text) {
        assertThat(page.getByTestId("pbx-group-" + name + "-error")).hasText(text);
        assertThat(field(page, name)).isFocused();
    }

    private static Locator field(Page page, String name) {
        return page.getByTestId("pbx-group-" + name);
    }

    private static Locator confirm(Page page) {
        return page.getByTestId("confirm");
    }

    private static Locator dialog(Page page) {
        return page.locator("[role=dialog]");
    }
}
