package io.keycloakpbx.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.browser.Screen;
import io.keycloakpbx.tests.browser.Visitors;
import io.keycloakpbx.tests.browser.WithBrowser;
import io.keycloakpbx.tests.signin.Mailbox;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The settings of a tenant in the admin console: what its administrator sets by clicks. */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettingsPageIT {

    private static final String PASSWORD = "Boss-of-settings-1!";
    private static final String MAIL_PASSWORD = "Mail-secret-1!";
    private static final String LOGO = "https://www.settings.test/logo.svg";

    private final Keycloak keycloak;
    private final Realm tenant;

    SettingsPageIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    void createAdministrator() {
        tenant.createUser("boss", PASSWORD, "Admin");
    }

    @Test
    void theTenantsAdministratorSetsThemUp(Visitors visitors) {
        AdminConsole console = AdminConsole.signIn(keycloak, tenant, visitors.open(), "boss", PASSWORD, place());
        console.expect("Settings");
        Page page = console.page();
        showsWhatHoldsByDefault(page);
        changesLogoAndWebSite(console);
        asksBeforeWhatIsTypedIsLost(console);
        showsWhatItHasWhereItCannotBeLoadedAnew(console);
        mayNotMailCodesWithoutMailServer(page);
        try (Mailbox mailbox = new Mailbox()) {
            setsMailServerAndTriesIt(console, mailbox);
            switchesOnMailedCodes(console);
            mayNotRemoveMailServerNow(page);
        }
        allowsTheAddressOfAnApp(console);
        mayNotSetWhatGuardsTheServer(page);
        console.check("settings");

        page.reload();
        console.expect("Settings");
        assertThat(field(page, "website")).hasValue("https://saved.settings.test");
        assertThat(field(page, "secondFactor")).isChecked();
        assertThat(field(page, "redirectUris")).hasValue("https://app.settings.test/*");
    }

    private void showsWhatHoldsByDefault(Page page) {
        Locator facts = page.getByTestId("facts");
        assertThat(facts).containsText(tenant.name());
        assertThat(facts).containsText("Active");
        assertThat(facts).containsText("An administrator of the system changes these.");
        assertThat(facts).containsText((String)
                keycloak.admin().get(tenant.adminPath("/pbx-console")).path("version"));
        assertThat(facts.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Identity providers")))
                .hasAttribute("href", "#/" + tenant.name() + "/identity-providers");
        for (String off : List.of("secondFactor", "identityProvidersCreateUsers", "revokeOnSteal", "smtpServer-auth")) {
            assertThat(field(page, off)).not().isChecked();
            byDefault(page, off, "off");
        }
        assertThat(field(page, "passwordResetEndsSessions")).isChecked();
        byDefault(page, "passwordResetEndsSessions", "on");
        assertThat(field(page, "twoFactorResendSeconds")).hasValue("30");
        byDefault(page, "twoFactorResendSeconds", "30");
    }

    private void changesLogoAndWebSite(AdminConsole console) {
        Page page = console.page();
        assertThat(saveButton(page, "company")).isDisabled();
        fill(page, "name", " ");
        save(page, "company");
        wrong(page, "name", "Required field");
        page.getByTestId("revert-company").click();
        assertThat(field(page, "name")).hasValue(tenant.name());
        // Somebody else changes something else meanwhile, and keeps it.
        somebodyElseSets("name", "Meanwhile & Co");
        fill(page, "website", "javascript:alert(1)");
        save(page, "company");
        wrong(page, "website", "Give an http or https address.");
        fill(page, "website", "https://www.settings.test");
        fill(page, "avatarUrl", "/logo.svg");
        save(page, "company");
        wrong(page, "avatarUrl", "Give an http or https address.");
        fill(page, "avatarUrl", LOGO);
        somebodyElseSets("avatarUrl", "https://elsewhere.settings.test/logo.svg");
        save(page, "company");
        wrong(
                page,
                "avatarUrl",
                "Somebody else has changed this: it was – and is now https://elsewhere.settings.test/logo.svg.");
        // What is typed is still there, and saved once more it takes the other's place.
        assertThat(field(page, "avatarUrl")).hasValue(LOGO);
        save(page, "company");
        console.expectToast("Saved: Company.");
        assertThat(field(page, "name")).hasValue("Meanwhile & Co");
        assertThat(told())
                .containsEntry("name", "Meanwhile & Co")
                .containsEntry("website", "https://www.settings.test")
                .containsEntry("avatarUrl", LOGO);
    }

    /** By the section, by Keycloak's own menu, by the way back and by the browser; of all parts of the page together. */
    private static void asksBeforeWhatIsTypedIsLost(AdminConsole console) {
        Page page = console.page();
        Locator dialog = page.locator("[role=dialog]");
        // What is saved asks nothing.
        page.locator("#nav-item-pbx-people").click();
        console.expect("People");
        page.goBack();
        console.expect("Settings");
        fill(page, "website", "https://typed.settings.test");
        page.locator("#nav-item-pbx-people").click();
        assertThat(dialog).containsText("Discard what is not saved?");
        assertThat(dialog).containsText("One change is not saved, and is lost then.");
        page.getByTestId("cancel").click();
        assertThat(dialog).hasCount(0);
        flip(page, "revokeOnSteal");
        page.getByTestId("nav-item-users").click();
        assertThat(dialog).containsText("2 changes are not saved, and are lost then.");
        console.check("settings-discard");
        page.keyboard().press("Escape");
        assertThat(dialog).hasCount(0);
        console.expect("Settings");
        assertThat(field(page, "website")).hasValue("https://typed.settings.test");
        assertThat(field(page, "revokeOnSteal")).isChecked();
        AtomicReference<String> asked = new AtomicReference<>();
        page.onceDialog(question -> {
            asked.set(question.type());
            question.dismiss();
        });
        page.evaluate("setTimeout(() => location.reload())");
        page.waitForCondition(() -> asked.get() != null);
        assertThat(asked.get()).isEqualTo("beforeunload");
        assertThat(field(page, "website")).hasValue("https://typed.settings.test");

        // What is as it was asks nothing.
        flip(page, "revokeOnSteal");
        fill(page, "website", "https://www.settings.test");
        page.locator("#nav-item-pbx-people").click();
        console.expect("People");
        page.locator("#nav-item-pbx-settings").click();
        console.expect("Settings");
        fill(page, "website", "https://given-up.settings.test");
        page.evaluate("history.back()");
        page.getByTestId("confirm").click();
        console.expect("People");
        page.locator("#nav-item-pbx-settings").click();
        console.expect("Settings");
        assertThat(field(page, "website")).hasValue("https://www.settings.test");
    }

    /** What is saved and cannot be shown anew is said so, with a button that tries it again. */
    private static void showsWhatItHasWhereItCannotBeLoadedAnew(AdminConsole console) {
        Page page = console.page();
        Locator stale = page.getByText("What you see may be out of date: it could not be loaded anew");
        fill(page, "twoFactorResendSeconds", "45");
        page.route(url -> url.endsWith("/tenant"), route -> {
            if (route.request().method().equals("GET")) {
                route.fulfill(new Route.FulfillOptions().setStatus(502));
            } else {
                route.resume();
            }
        });
        fill(page, "website", "https://saved.settings.test");
        save(page, "company");
        assertThat(stale).isVisible();
        // What is typed in another part stays.
        assertThat(field(page, "twoFactorResendSeconds")).hasValue("45");
        page.unrouteAll();
        console.click("Try again");
        assertThat(stale).hasCount(0);
        assertThat(field(page, "website")).hasValue("https://saved.settings.test");
        assertThat(field(page, "twoFactorResendSeconds")).hasValue("45");
        page.getByTestId("revert-signIn").click();
    }

    private static void mayNotMailCodesWithoutMailServer(Page page) {
        assertThat(page.getByTestId("test-mail")).isDisabled();
        flip(page, "secondFactor");
        save(page, "signIn");
        wrong(page, "secondFactor", "Codes are mailed: set up a mail server first, or switch them off.");
    }

    private void setsMailServerAndTriesIt(AdminConsole console, Mailbox mailbox) {
        Page page = console.page();
        Map<String, String> server = mailbox.smtpServer("pbx", MAIL_PASSWORD);
        fill(page, "smtpServer-from", server.get("from"));
        save(page, "mail");
        wrong(page, "smtpServer-host", "Required field");
        fill(page, "smtpServer-host", server.get("host"));
        fill(page, "smtpServer-port", "70000");
        flip(page, "smtpServer-auth");
        fill(page, "smtpServer-user", server.get("user"));
        fill(page, "smtpServer-password", MAIL_PASSWORD);
        save(page, "mail");
        wrong(page, "smtpServer-port", "Give a whole number from 1 to 65535.");
        fill(page, "smtpServer-port", server.get("port"));
        assertThat(page.getByTestId("test-mail")).isDisabled();
        save(page, "mail");
        console.expectToast("Saved: Mail server.");
        // It is not shown again, and what is saved next does not lose it.
        assertThat(field(page, "smtpServer-password")).hasValue("");
        fill(page, "smtpServer-fromDisplayName", "PBX of Settings");
        save(page, "mail");
        assertThat(saveButton(page, "mail")).isDisabled();
        page.getByTestId("test-mail").click();
        console.expectToast("The mail server has taken a mail to your own address.");
        assertThat(mailbox.to("boss@" + tenant.name() + ".test")).hasSize(1);
        assertThat(page.content()).doesNotContain(MAIL_PASSWORD);

        // Nobody sends it elsewhere.
        fill(page, "smtpServer-host", "elsewhere.settings.test");
        save(page, "mail");
        wrong(page, "smtpServer-password", "Give the password anew");
        page.getByTestId("revert-mail").click();
        assertThat(field(page, "smtpServer-host")).hasValue(server.get("host"));
    }

    /** The switch is still as it was left: to save one part leaves the others as they are. */
    private void switchesOnMailedCodes(AdminConsole console) {
        Page page = console.page();
        assertThat(field(page, "secondFactor")).isChecked();
        fill(page, "twoFactorResendSeconds", "601");
        save(page, "signIn");
        wrong(page, "twoFactorResendSeconds", "Give a whole number from 1 to 600.");
        fill(page, "twoFactorResendSeconds", "60");
        flip(page, "identityProvidersCreateUsers");
        save(page, "signIn");
        console.expectToast("Saved: Sign-in.");
        assertThat(told())
                .containsEntry("secondFactor", true)
                .containsEntry("twoFactorResendSeconds", 60)
                .containsEntry("identityProvidersCreateUsers", true);
    }

    private static void mayNotRemoveMailServerNow(Page page) {
        fill(page, "smtpServer-host", "");
        save(page, "mail");
        assertThat(page.locator("[role=dialog]")).containsText("Remove mail server 127.0.0.1?");
        page.getByTestId("confirm").click();
        assertThat(page.getByTestId("problem"))
                .containsText("Codes are mailed: set up a mail server first, or switch them off.");
        assertThat(page.locator("div:focus").getByTestId("problem")).isVisible();
        page.getByTestId("revert-mail").click();
        assertThat(page.getByTestId("problem")).hasCount(0);
    }

    private void allowsTheAddressOfAnApp(AdminConsole console) {
        Page page = console.page();
        fill(page, "redirectUris", "https://app.settings.test/*\nhttp://elsewhere.test/");
        save(page, "apps");
        wrong(page, "redirectUris", "http://elsewhere.test/ is no address of an app");
        fill(page, "redirectUris", "https://app.settings.test/*");
        save(page, "apps");
        console.expectToast("Saved: Apps.");
        List<String> allowed = keycloak.admin()
                .get(tenant.adminPath("/clients?clientId=pbx-app"))
                .path("[0].redirectUris");
        assertThat(allowed).containsExactly("https://app.settings.test/*");
    }

    private static void mayNotSetWhatGuardsTheServer(Page page) {
        for (String group : List.of("locks", "passwords", "securityData")) {
            assertThat(saveButton(page, group)).hasCount(0);
        }
        assertThat(field(page, "managed-webAllowedAddresses")).hasCount(0);
        assertThat(page.getByText("Secrets of an IVR or portal")).hasCount(0);
    }

    @Test
    void whoMayViewTheRealmChangesNothing(Visitors visitors) {
        Realm viewed = keycloak.tenant();
        viewed.grantClientRoles(viewed.createUser("reader", PASSWORD), "realm-management", "view-realm");
        AdminConsole console = AdminConsole.signIn(
                keycloak, viewed, visitors.open(), "reader", PASSWORD, "/" + viewed.name() + "/pbx/settings");
        console.expect("Settings");
        Page page = console.page();
        assertThat(page.getByText("You may look at it, and change nothing.")).isVisible();
        assertThat(field(page, "name")).isDisabled();
        assertThat(field(page, "secondFactor")).isDisabled();
        assertThat(field(page, "managed-usernameRules")).isDisabled();
        assertThat(page.locator("main form button[type=submit]")).hasCount(0);
        assertThat(page.getByTestId("test-mail")).hasCount(0);
        assertThat(field(page, "redirectUris")).hasCount(0);
        console.check("settings-viewed");
    }

    @Test
    void theSystemsAdministratorHasThemToo(Visitors visitors) {
        Realm other = keycloak.tenant();
        AdminConsole console =
                AdminConsole.ofSystem(keycloak, visitors.open(Screen.PHONE), "/" + other.name() + "/pbx/settings");
        console.expect("Settings");
        Page page = console.page();
        fill(page, "smtpServer-host", "127.0.0.1");
        fill(page, "smtpServer-from", "pbx@settings.test");
        save(page, "mail");
        console.expectToast("Saved: Mail server.");
        page.getByTestId("test-mail").click();
        console.expectToast("You have no email address that a mail could go to. Set one for the user admin.");
        fill(page, "smtpServer-host", "");
        save(page, "mail");
        page.getByTestId("confirm").click();
        assertThat(field(page, "smtpServer-host")).hasValue("");
        assertThat(page.getByTestId("test-mail")).isDisabled();
        assertThat(page.getByTestId("revert-mail")).isVisible();
        setsWhatGuardsTheServer(console, other);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Name and domains"))
                .click();
        console.expect(other.name());
        assertThat(page.url()).endsWith("#/" + other.name() + "/pbx/tenants/" + other.name());
        page.goBack();
        console.expect("Settings");
        fill(page, "website", "https://gone.settings.test");
        keycloak.admin()
                .delete("/admin/realms/master/tenants/" + other.name())
                .then()
                .statusCode(204);
        save(page, "company");
        assertThat(page.getByTestId("problem")).containsText("Realm not found.");
    }

    private void setsWhatGuardsTheServer(AdminConsole console, Realm other) {
        Page page = console.page();
        assertThat(field(page, "managed-webFailedAuthAmount")).hasValue("5");
        byDefault(page, "managed-webFailedAuthAmount", "5");
        byDefault(page, "managed-webBlacklistTimeInterval", "3,600");
        byDefault(page, "managed-webAllowedAddresses", "127.0.0.0/8, ::1");
        byDefault(page, "managed-usernameRules", "Refused");
        fill(page, "managed-webFailedAuthAmount", "many");
        save(page, "locks");
        wrong(page, "managed-webFailedAuthAmount", "Give a whole number from 0 to 1000000.");
        fill(page, "managed-webFailedAuthAmount", "7");
        fill(page, "managed-webAllowedAddresses", "127.0.0.0/8, 300.0.2.0/24");
        save(page, "locks");
        wrong(
                page,
                "managed-webAllowedAddresses",
                "300.0.2.0/24 is no IP address, and no network such as 192.0.2.0/24.");
        fill(page, "managed-webAllowedAddresses", "127.0.0.0/8, ::1, 192.0.2.0/24");
        save(page, "locks");
        console.expectToast("Saved: Address locks.");
        assertThat(field(page, "managed-webAllowedAddresses")).hasValue("127.0.0.0/8\n::1\n192.0.2.0/24");
        flip(page, "managed-basicAuth");
        field(page, "managed-usernameRules").selectOption("report");
        save(page, "passwords");
        console.expectToast("Saved: Passwords and user names.");
        fill(page, "managed-description", "Made by clicks");
        fill(page, "managed-sessionLogDays", "0");
        save(page, "securityData");
        wrong(page, "managed-sessionLogDays", "Give a whole number from 1 to 36500.");
        fill(page, "managed-sessionLogDays", "30");
        save(page, "securityData");
        console.expectToast("Saved: Security data.");
        Map<String, String> attributes =
                keycloak.admin().get(other.adminPath("")).path("attributes");
        assertThat(attributes)
                .containsEntry("pbx.webFailedAuthAmount", "7")
                .containsEntry("pbx.webAllowedAddresses", "127.0.0.0/8,::1,192.0.2.0/24")
                .containsEntry("pbx.basicAuth", "true")
                .containsEntry("pbx.usernameRules", "report")
                .containsEntry("pbx.description", "Made by clicks")
                .containsEntry("pbx.sessionLogDays", "30");
        console.check("settings-of-system");
    }

    private void somebodyElseSets(String member, String value) {
        keycloak.admin()
                .body(Map.of(member, value))
                .put(tenant.adminPath("/tenant"))
                .then()
                .statusCode(204);
    }

    private String place() {
        return "/" + tenant.name() + "/pbx/settings";
    }

    private Map<String, Object> told() {
        return keycloak.admin()
                .get(tenant.adminPath("/tenant"))
                .then()
                .statusCode(200)
                .extract()
                .path("");
    }

    private static Locator field(Page page, String name) {
        return page.locator("#settings-" + name);
    }

    private static void fill(Page page, String name, String text) {
        field(page, name).fill(text);
    }

    /** A switch, by keyboard. */
    private static void flip(Page page, String name) {
        field(page, name).press(" ");
    }

    private static Locator saveButton(Page page, String group) {
        return page.getByTestId("save-" + group);
    }

    private static void save(Page page, String group) {
        saveButton(page, group).click();
    }

    private static void byDefault(Page page, String name, String value) {
        assertThat(page.getByTestId("settings-" + name + "-hint"))
                .hasText("Default: " + value, new LocatorAssertions.HasTextOptions().setIgnoreCase(true));
    }

    /** What is wrong is said at the field, which has the focus. */
    private static void wrong(Page page, String name, String text) {
        assertThat(page.getByTestId("settings-" + name + "-error")).containsText(text);
        assertThat(field(page, name)).isFocused();
    }
}
