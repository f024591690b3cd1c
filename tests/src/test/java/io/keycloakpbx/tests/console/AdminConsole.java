package io.keycloakpbx.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.ServerUnderTest;
import io.keycloakpbx.tests.browser.Visitor;
import java.util.List;

/** Keycloak's admin console in a browser, with somebody signed in, and the PBX pages in it. */
final class AdminConsole {

    private static final int MENU_WIDTH = 290;

    private final Visitor visitor;
    private final String address;

    private AdminConsole(Visitor visitor, String address) {
        this.visitor = visitor;
        this.address = address;
    }

    /**
     * The system's administrator, who has signed in at an address of the console.
     *
     * @param place what follows {@code #}, such as {@code /master/pbx/tenants}
     */
    static AdminConsole ofSystem(Keycloak keycloak, Visitor visitor, String place) {
        return signIn(
                keycloak,
                keycloak.realm("master"),
                visitor,
                ServerUnderTest.ADMIN,
                ServerUnderTest.ADMIN_PASSWORD,
                place);
    }

    /** A user of a realm, who has signed in at an address of that realm's console. */
    static AdminConsole signIn(
            Keycloak keycloak, Realm home, Visitor visitor, String username, String password, String place) {
        AdminConsole console = new AdminConsole(visitor, keycloak.baseUrl() + "/admin/" + home.name() + "/console/#");
        visitor.page().navigate(console.address + place);
        visitor.signIn(username, password);
        return console;
    }

    Page page() {
        return visitor.page();
    }

    /**
     * Loads the console at another place. A change of what follows {@code #} alone would leave the console in the realm
     * where it is.
     */
    void go(String place) {
        page().navigate("about:blank");
        page().navigate(address + place);
    }

    /** Waits for a page with this heading, as long as the console may take to load. */
    void expect(String heading) {
        assertThat(page().locator("main h1").first()).hasText(heading);
    }

    /**
     * The same after a sign-in as one of master who is neither {@code admin} nor may create realms: before the console shows anything,
     * Keycloak looks through all realms for one that this administrator has a role of, and the shared server has many.
     */
    void expectAtLast(String heading) {
        assertThat(page().locator("main h1").first())
                .hasText(heading, new LocatorAssertions.HasTextOptions().setTimeout(180_000));
    }

    /** Does what a button, a link or an item with this name does. */
    void click(String name) {
        page().locator("button:visible, a:visible, [role=menuitem]:visible")
                .getByText(name, new Locator.GetByTextOptions().setExact(true))
                .first()
                .click();
    }

    /** The menu of the row that is named so. */
    void openActions(String row) {
        page().getByLabel("Actions for " + row, new Page.GetByLabelOptions().setExact(true))
                .click();
    }

    /** The rows of the page's list, once they have come. */
    Locator rows() {
        return rows(page());
    }

    static Locator rows(Page page) {
        return page.locator("main tbody tr:not(:has(.pf-v5-c-skeleton))");
    }

    /** The names in the section PBX, which is waited for. */
    List<String> menu() {
        section().waitFor();
        return section().locator("a").allInnerTexts();
    }

    /** Waits until this item, and no other of any section, is marked as the one where the console is. */
    void expectCurrent(String name) {
        assertThat(page().locator("nav.pf-v5-c-nav [aria-current=page]")).hasText(new String[] {name});
    }

    Locator section() {
        return page().getByTestId("pbx-menu");
    }

    /** Waits for a message that something is done. */
    void expectToast(String title) {
        assertThat(page().locator(".pf-v5-c-alert-group").getByText(title)).isVisible();
    }

    /** What the browser has complained of so far: errors of scripts, and answers that are none. */
    List<String> errors() {
        return visitor.errors();
    }

    /** Keeps pictures, and lets axe check what is ours: the page, the section of the menu, and an open dialog. */
    void check(String name) {
        visitor.check(name, "main", "[data-testid=pbx-menu]", "[role=dialog]");
        // As wide as a phone the menu is hidden. It comes back later than the width does, and moves what is to be
        // clicked.
        page().waitForFunction("innerWidth < 1200 || document.querySelector('main').getBoundingClientRect().left >= "
                + MENU_WIDTH);
    }
}
