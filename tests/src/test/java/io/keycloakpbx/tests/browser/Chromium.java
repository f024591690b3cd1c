package io.keycloakpbx.tests.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The system's Chromium without a window. Playwright could load a browser of its own; that is switched off. */
final class Chromium implements AutoCloseable {

    /** The first one has no windows at all, and takes half as long for the same pages. */
    private static final List<String> NAMES =
            List.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome");

    /** No sandbox: it needs rights that containers lack, and the pages are our own. The rest keeps it off the network. */
    private static final List<String> OPTIONS = List.of(
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static void assumeInstalled() {
        assumeTrue(executable().isPresent(), "there is no Chromium on this machine: install the package chromium");
    }

    static Chromium start() {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = null;
        try {
            browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(executable().orElseThrow())
                            .setArgs(OPTIONS));
            return new Chromium(playwright, browser);
        } finally {
            if (browser == null) {
                playwright.close();
            }
        }
    }

    Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        playwright.close();
    }

    private static Optional<Path> executable() {
        return NAMES.stream()
                .flatMap(name -> Stream.of("/usr/bin/", "/usr/local/bin/").map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
