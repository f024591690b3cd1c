package io.keycloakpbx.tests.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.ArrayList;
import java.util.List;

/** Opens browsers for one test. None knows the cookies of another; all are closed after the test. */
public final class Visitors implements AutoCloseable {

    /** Servers and browsers of several tests share a machine; only what fails waits as long. */
    private static final double TIMEOUT_MILLISECONDS = 30_000;

    private final Chromium chromium;
    private final String testClass;
    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<Visitor> visitors = new ArrayList<>();

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
        Visitor visitor = new Visitor(context.newPage(), screen, testClass);
        visitors.add(visitor);
        return visitor;
    }

    /** What all of them see; the pictures are in {@code tests/target/screenshots}. */
    String state(String test) {
        StringBuilder state = new StringBuilder();
        for (Visitor visitor : visitors) {
            try {
                visitor.picture("failed-" + test);
                state.append('\n').append(visitor.state());
            } catch (PlaywrightException e) {
                state.append("\nA page does not tell: ").append(e.getMessage());
            }
        }
        return state.toString();
    }

    @Override
    public void close() {
        contexts.forEach(BrowserContext::close);
    }
}
