package io.keycloakpbx.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.keycloakpbx.tests.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Somebody at a browser, with one page open. */
public final class Visitor {

    /** What axe says of colours. */
    private static final List<String> COLOURS = List.of("color-contrast", "link-in-text-block");

    private static final int SHOWN_CHARACTERS = 600;

    private final Page page;
    private final Screen screen;
    private final String testClass;
    private final List<String> errors = new ArrayList<>();
    private final Set<String> unanswered = new LinkedHashSet<>();

    Visitor(Page page, Screen screen, String testClass) {
        this.page = page;
        this.screen = screen;
        this.testClass = testClass;
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text());
            }
        });
        page.onPageError(errors::add);
        page.onRequest(request -> unanswered.add(request.url()));
        page.onRequestFinished(request -> unanswered.remove(request.url()));
        page.onRequestFailed(request -> unanswered.remove(request.url()));
    }

    public Page page() {
        return page;
    }

    /** Types into Keycloak's sign-in page and sends it. */
    public void signIn(String username, String password) {
        page.fill("#username", username);
        page.fill("#password", password);
        page.click("#kc-login");
    }

    /** The heading of the page. */
    public String title() {
        return page.locator("#kc-page-title").innerText();
    }

    /** The page's text, without what is hidden. */
    public String text() {
        return page.locator("body").innerText();
    }

    /** What the browser has complained of so far: errors of scripts, and answers that are none. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /** What there is to see, for who wants to know why a test fails. */
    String state() {
        String part = page.locator("main").count() > 0 ? "main" : "body";
        String text = page.locator(part).innerText().replaceAll("\\s+", " ");
        return page.url() + " shows: " + text.substring(0, Math.min(text.length(), SHOWN_CHARACTERS)) + "\n waits for: "
                + unanswered + "\n complains of: " + errors;
    }

    /** Keeps a picture of the whole page in {@code tests/target/screenshots}. */
    public void picture(String name) {
        picture(name, screen, "");
    }

    /**
     * Keeps a picture of the page, and lets axe check it. At a desktop in light and dark, and as wide as a phone too; the
     * colours of a phone are the same.
     *
     * @param parts selectors of what is ours on a page of somebody else's; none, where all of it is
     * @throws AssertionError if axe finds a violation, or the page must be scrolled sideways
     */
    public void check(String name, String... parts) {
        check(name, screen, axe(parts), parts);
        if (screen != Screen.PHONE) {
            Screen.PHONE.resize(page);
            check(name, Screen.PHONE, axe(parts).disableRules(COLOURS), parts);
            screen.resize(page);
        }
    }

    private void check(String name, Screen width, AxeBuilder everything, String... parts) {
        AxeBuilder rules = everything;
        for (ColorScheme scheme : width.colorSchemes()) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            picture(name, width, scheme == ColorScheme.DARK ? "-dark" : "");
            assertThat(rules.analyze().getViolations())
                    .as("axe on %s, %s, %s", name, width, scheme)
                    .extracting(Visitor::describe)
                    .isEmpty();
            // The next scheme has the same page in other colours.
            rules = axe(parts).withRules(COLOURS);
        }
        assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as("%s fits a %s", name, width)
                .isTrue();
    }

    /**
     * The other mode opens a page for each check, for the sake of frames of other origins, which these pages do not have.
     * Parts that are not there now are left out.
     */
    @SuppressWarnings("deprecation")
    private AxeBuilder axe(String... parts) {
        AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true);
        for (String part : parts) {
            if (page.locator(part).count() > 0) {
                axe.include(part);
            }
        }
        return axe;
    }

    private void picture(String name, Screen width, String suffix) {
        page.waitForLoadState();
        // Icons are letters of a font, which is loaded when the first of them is laid out.
        page.evaluate("document.body.offsetHeight && document.fonts.ready");
        Path file = Settings.CHECKOUT
                .root()
                .resolve("tests/target/screenshots")
                .resolve(testClass)
                .resolve(name + "-" + width + suffix + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    }

    private static String describe(Rule rule) {
        return rule.getId() + " (" + rule.getHelp() + "): "
                + rule.getNodes().stream().map(node -> node.getHtml()).toList();
    }
}
