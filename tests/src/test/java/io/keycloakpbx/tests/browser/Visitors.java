package io.keycloakpbx.tests.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.ArrayList;
import java.util.List;

/** Opens browsers for one test. None knows the cookies of another; all are closed after the test. */
public final class Visitors implements AutoCloseable {

    private static final double TIMEOUT_MILLISECONDS = 15_000;

    private final Chromium chromium;
    private final String testClass;
    private final List<BrowserContext> contexts = new ArrayList<>();

    Visitors(Chromium chromium, String testClass) {
        this.chromium = chromium;
        this.testClass = testClass;
    }

    /** Somebody at a desktop computer who reads English. */
    public Visitor open() {
        return open(Screen.DESKTOP);
    }

    /** Somebody who reads English. */
    public Visitor open(Screen screen) {
        return open(screen, "en");
    }

    /**
     * Somebody at an empty page.
     *
     * @param language what the browser asks for, a BCP 47 tag
     */
    public Visitor open(Screen screen, String language) {
        BrowserContext context = chromium.browser().newContext(screen.options().setLocale(language));
        contexts.add(context);
        context.setDefaultTimeout(TIMEOUT_MILLISECONDS);
        PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MILLISECONDS);
        return new Visitor(context.newPage(), screen, testClass);
    }

    @Override
    public void close() {
        contexts.forEach(BrowserContext::close);
    }
}
