package io.keycloakpbx.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasKey;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.browser.Screen;
import io.keycloakpbx.tests.browser.Visitors;
import io.keycloakpbx.tests.browser.WithBrowser;
import io.keycloakpbx.tests.signin.Mailbox;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The pages with a tenant's operators and their roles. */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorsPageIT {

    private static final String PASSWORD = "Boss-of-a-tenant-1!";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final Mailbox mailbox = new Mailbox();

    OperatorsPageIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    void createUsers() {
        mailbox.receive(tenant);
        tenant.createUser("boss", PASSWORD, "Admin");
        tenant.grantClientRoles(tenant.createUser("viewer", PASSWORD), "realm-management", "view-users", "query-users");
    }

    @AfterAll
    void stopMail() {
        mailbox.close();
    }

    @Test
    void anOperatorIsSignedUpChangedAndDeleted(Visitors visitors) {
        AdminConsole console = AdminConsole.signIn(
                keycloak, tenant, visitors.open(), "boss", PASSWORD, place("operators?search=olga"));
        console.expect("Operators");
        console.expectCurrent("Operators");
        Page page = console.page();
        Locator dialog = page.locator("[role=dialog]");
        page.getByTestId("sign-up").click();
        console.expect("Sign up an operator");
        page.locator("#operator-email").fill("olga@pages.test");
        page.locator("#operator-password").fill(PASSWORD);
        page.getByTestId("save").click();
        assertThat(page.getByTestId("operator-firstName-error")).hasText("Required field");
        assertThat(page.locator("#operator-firstName")).isFocused();
        console.click("Cancel");
        assertThat(dialog).containsText("2 changes are not saved, and are lost then.");
        page.getByTestId("cancel").click();
        assertThat(dialog).hasCount(0);
        assertThat(page.locator("#operator-email")).hasValue("olga@pages.test");
        page.locator("#operator-firstName").fill("Ölga");
        // What this administrator may not give is not there to be chosen.
        assertThat(page.locator("#operator-roles-devops")).hasCount(0);
        page.locator("#operator-roles-guest").check();
        page.getByTestId("save").click();
        assertThat(page.getByTestId("operator-firstName-error")).containsText("1 to 100 letters");
        page.locator("#operator-firstName").fill("Olga");
        console.check("sign-up");
        page.getByTestId("save").click();
        console.expectToast("olga@pages.test is signed up.");
        console.expect("Olga");
        assertThat(page.locator("main")).containsText("profile/read");
        assertThat(page.locator("main")).containsText("Email not confirmed");

        page.locator("#operator-roles-tenant_viewonly").check();
        page.locator("#operator-allowedAddresses").fill("192.0.2.7, 192.0.2.0/33");
        page.getByTestId("save").click();
        assertThat(page.getByTestId("operator-allowedAddresses-error")).containsText("192.0.2.0/33 is no IP address");
        page.locator("#operator-allowedAddresses").fill("192.0.2.0/24");
        page.getByTestId("save").click();
        console.expectToast("Olga was saved.");
        assertThat(page.locator("main")).containsText("devices/read");
        assertThat(page.locator("#operator-allowedAddresses")).hasValue("192.0.2.0/24");
        assertThat(page.getByTestId("save")).isFocused();
        console.check("operator");

        // What is typed stays when something else of the page changes, and where that cannot be shown.
        page.locator("#operator-lastName").fill("Typed");
        page.route(url -> url.matches(".*/pbx-operators/[^/]+"), route -> {
            if (route.request().method().equals("GET")) {
                route.fulfill(new Route.FulfillOptions().setStatus(502));
            } else {
                route.resume();
            }
        });
        console.click("Disable");
        assertThat(dialog).containsText("Disable Olga?");
        page.getByTestId("confirm").click();
        console.expectToast("Olga is disabled.");
        Locator stale = page.getByText("What you see may be out of date: it could not be loaded anew");
        assertThat(stale).isVisible();
        console.expect("Olga");
        assertThat(page.locator("#operator-lastName")).hasValue("Typed");
        page.unrouteAll();
        console.click("Try again");
        assertThat(stale).hasCount(0);
        console.click("Enable");
        console.expectToast("Olga may sign in again.");
        assertThat(page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Disable").setExact(true)))
                .isFocused();
        assertThat(page.locator("#operator-lastName")).hasValue("Typed");
        page.locator("main")
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName("Operators").setExact(true))
                .click();
        assertThat(dialog).containsText("One change is not saved, and is lost then.");
        page.getByTestId("cancel").click();
        assertThat(dialog).hasCount(0);
        page.getByTestId("revert").click();
        assertThat(page.locator("#operator-lastName")).hasValue("");

        // Somebody else is faster.
        String id = tenant.userId("olga");
        keycloak.admin()
                .body(Map.of("expectedVersion", version("/pbx-operators/" + id), "lastName", "Other"))
                .put(tenant.adminPath("/pbx-operators/" + id))
                .then()
                .statusCode(200);
        page.locator("#operator-lastName").fill("Mine");
        page.getByTestId("save").click();
        assertThat(page.getByTestId("problem")).containsText("Somebody else has changed this operator");
        page.getByTestId("revert").click();
        assertThat(page.locator("#operator-lastName")).hasValue("Other");
        console.expect("Olga Other");

        console.go(place("operators?search=olga"));
        assertThat(console.rows()).hasCount(1);
        assertThat(console.rows()).containsText("olga@pages.test");
        assertThat(console.rows()).containsText("tenant_viewonly");
        console.check("operators");
        console.openActions("Olga Other");
        console.click("Delete");
        assertThat(page.locator("[role=dialog]")).containsText("Delete Olga Other?");
        page.getByTestId("confirm").click();
        console.expectToast("Olga Other was deleted.");
        assertThat(page.getByTestId("no-match")).isVisible();
        assertThat(unexpected(console)).isEmpty();
    }

    @Test
    void sessionsAreEnded(Visitors visitors) {
        String id = operator("sara");
        session("sara");
        session("sara");
        AdminConsole console =
                AdminConsole.signIn(keycloak, tenant, visitors.open(), "boss", PASSWORD, place("operators/" + id));
        console.expect("Sara");
        Page page = console.page();
        Locator sessions = page.getByRole(AriaRole.GRID, new Page.GetByRoleOptions().setName("Sessions"))
                .locator("tbody tr");
        assertThat(sessions).hasCount(2);
        assertThat(sessions.first()).containsText("127.0.0.1");
        console.check("sessions");
        sessions.first().locator("button").click();
        console.click("End the session");
        assertThat(page.locator("[role=dialog]")).containsText("End a session of Sara?");
        page.getByTestId("confirm").click();
        console.expectToast("A session of Sara has ended.");
        assertThat(sessions).hasCount(1);
        console.click("End all sessions");
        page.getByTestId("confirm").click();
        console.expectToast("All sessions of Sara have ended.");
        assertThat(page.locator("main")).containsText("Not signed in anywhere.");
        assertThat(console.errors()).isEmpty();
    }

    @Test
    void aCustomRoleHasPermissionsForATime(Visitors visitors) {
        AdminConsole console =
                AdminConsole.signIn(keycloak, tenant, visitors.open(), "boss", PASSWORD, place("operators/roles"));
        console.expect("Custom roles");
        console.expectCurrent("Operators");
        Page page = console.page();
        page.getByTestId("create-role").click();
        console.expect("Create role");
        page.locator("#role-name").fill("Night");
        page.getByTestId("save").click();
        assertThat(page.getByTestId("role-name-error")).containsText("lower-case letters");
        page.locator("#role-name").fill("night_shift");
        page.locator("#role-roles-tenant_network_admin").check();
        page.locator("#role-permissions").fill("audit/read\nservers/write");
        page.locator("#role-disallowPermissions").fill("servers/write");
        page.getByTestId("save").click();
        assertThat(page.getByTestId("role-disallowPermissions-error")).containsText("does not allow and take away");
        page.locator("#role-permissions").fill("audit/read");

        page.getByTestId("add-window").click();
        page.locator("#window-value").fill("vault/1");
        page.locator("#window-from").fill("2030-01-02T08:00");
        page.locator("#window-until").fill("2030-01-01T08:00");
        page.getByTestId("confirm").click();
        assertThat(page.getByTestId("window-until-error")).hasText("It ends before it begins.");
        console.check("window");
        page.locator("#window-until").fill("2030-01-03T08:00");
        page.getByTestId("confirm").click();
        assertThat(page.locator("[role=dialog]")).hasCount(0);
        assertThat(console.rows()).hasCount(1);
        assertThat(console.rows()).containsText("vault/1");
        console.check("new-role");
        page.locator("#nav-item-pbx-operators").click();
        assertThat(page.locator("[role=dialog]")).containsText("5 changes are not saved, and are lost then.");
        page.getByTestId("cancel").click();
        assertThat(page.locator("[role=dialog]")).hasCount(0);
        assertThat(console.rows()).containsText("vault/1");
        page.getByTestId("save").click();
        console.expectToast("Role night_shift was created.");
        console.expect("Custom roles");
        assertThat(console.rows()).hasCount(1);
        assertThat(console.rows()).containsText("tenant_network_admin");
        console.check("roles");

        console.click("night_shift");
        console.expect("night_shift");
        assertThat(console.rows()).containsText("2030");
        console.openActions("vault/1");
        console.click("Edit");
        page.locator("#window-state").selectOption("disallow");
        page.getByTestId("confirm").click();
        assertThat(console.rows()).containsText("Takes away");
        page.getByTestId("save").click();
        console.expectToast("Role night_shift was saved.");
        String id = (String) tenant.role("night_shift").get("id");
        Map<String, Object> told = keycloak.admin()
                .get(tenant.adminPath("/pbx-operator-roles/" + id))
                .then()
                .body("permissions", contains("audit/read"))
                .body("disallowPermissions", contains("servers/write"))
                .body("customPermissions.value", contains("vault/1"))
                .body("customPermissions.disallow", contains(true))
                .body("customPermissions[0]", hasKey("allowedBeforeMs"))
                .extract()
                .path("");

        // Of what is as it was nothing is asked.
        page.locator("#role-description").fill("Mine");
        page.locator("#role-description").fill("");
        page.locator("#nav-item-pbx-operators").click();
        console.expect("Operators");
        page.goBack();
        console.expect("night_shift");

        // Somebody else is faster.
        Map<String, Object> other = new HashMap<>(told);
        other.put("expectedVersion", other.remove("version"));
        other.remove("id");
        other.remove("grantable");
        other.put("description", "Of somebody else");
        other.put(
                "customPermissions",
                List.of(Map.of(
                        "value",
                        "vault/1",
                        "allowedBeforeMs",
                        Long.MAX_VALUE,
                        "disabled",
                        true,
                        "disabledReason",
                        "Audit")));
        keycloak.admin()
                .body(other)
                .put(tenant.adminPath("/pbx-operator-roles/" + id))
                .then()
                .statusCode(200);
        page.locator("#role-description").fill("Mine");
        page.getByTestId("save").click();
        assertThat(page.getByTestId("problem")).containsText("Somebody else has changed role night_shift");
        page.getByTestId("revert").click();
        assertThat(page.locator("#role-description")).hasValue("Of somebody else");
        assertThat(console.rows()).containsText("Audit");
        assertThat(console.rows()).containsText("After the year 9999");

        console.click("Delete");
        assertThat(page.locator("[role=dialog]")).containsText("Delete role night_shift?");
        page.getByTestId("confirm").click();
        console.expectToast("Role night_shift was deleted.");
        console.expect("Custom roles");
        assertThat(page.getByTestId("empty-state")).isVisible();
        assertThat(unexpected(console)).isEmpty();
    }

    @Test
    void whoMayOnlyLookChangesNothing(Visitors visitors) {
        String id = operator("tina");
        AdminConsole console = AdminConsole.signIn(
                keycloak, tenant, visitors.open(Screen.PHONE), "viewer", PASSWORD, place("operators?search=tina"));
        Page page = console.page();
        assertThat(console.rows()).hasCount(1);
        assertThat(page.getByTestId("sign-up")).hasCount(0);
        assertThat(page.getByLabel("Actions for Tina")).hasCount(0);
        console.check("viewed-list");
        console.go(place("operators/" + id));
        console.expect("Tina");
        assertThat(page.locator("#operator-email")).isDisabled();
        assertThat(page.getByTestId("save")).hasCount(0);
        assertThat(page.locator("main").getByText("End all sessions")).hasCount(0);
        console.check("viewed");
        console.go(place("operators/add"));
        console.expect("You may not see this page");
        console.go(place("operators/roles/add"));
        console.expect("You may not see this page");
        console.go(place("operators/nobody"));
        console.expect("There is no such operator");
    }

    private Object version(String path) {
        return keycloak.admin().get(tenant.adminPath(path)).path("version");
    }

    /** An operator who can sign in. */
    private String operator(String name) {
        String id = keycloak.admin()
                .body(Map.of(
                        "email",
                        name + "@pages.test",
                        "firstName",
                        name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
                        "password",
                        PASSWORD,
                        "roles",
                        List.of("tenant_viewonly")))
                .post(tenant.adminPath("/pbx-operators"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        Map<String, Object> user = new HashMap<>(
                keycloak.admin().get(tenant.adminPath("/users/" + id)).<Map<String, Object>>path(""));
        user.put("requiredActions", List.of());
        user.put("emailVerified", true);
        keycloak.admin().body(user).put(tenant.adminPath("/users/" + id)).then().statusCode(204);
        return id;
    }

    private void session(String username) {
        tenant.passwordGrant(username, PASSWORD).then().statusCode(200);
    }

    /** What the browser has complained of, besides answers that refuse what these tests do wrong, or are made to fail. */
    private static List<String> unexpected(AdminConsole console) {
        return console.errors().stream()
                .filter(error -> Stream.of("400", "409", "502").noneMatch(error::contains))
                .toList();
    }

    private String place(String rest) {
        return "/" + tenant.name() + "/pbx/" + rest;
    }
}
