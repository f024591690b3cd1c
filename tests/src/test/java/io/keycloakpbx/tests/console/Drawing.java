package io.keycloakpbx.tests.console;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;

/** How long the console takes to draw a list, by the clock of the browser: from the click until the frame with its first row. */
final class Drawing {

    /** A list is drawn as soon as its first row has a text. That text must not be there before. */
    private static final String MEASURE =
            """
            ([button, text]) => new Promise((resolve, reject) => {
              const drawn = () =>
                document.querySelector("main table:not([aria-busy=true]) tbody tr")?.textContent.includes(text) ?? false;
              if (drawn()) {
                reject(new Error(`${text} is there already`));
                return;
              }
              let found = false;
              const start = performance.now();
              const look = () => {
                if (!found && drawn()) {
                  found = true;
                  observer.disconnect();
                  clearTimeout(late);
                  requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
                }
              };
              const observer = new MutationObserver(look);
              const late = setTimeout(() => {
                observer.disconnect();
                reject(new Error(`${text} did not come`));
              }, 60000);
              observer.observe(document.body, { attributes: true, characterData: true, childList: true, subtree: true });
              document.querySelector(button).click();
              look();
            })
            """;

    private Drawing() {}

    /** Clicks on what leads to a list, and waits until the list's first row has a text. */
    static Duration ofClick(Page page, String button, String firstRow) {
        page.waitForSelector(button);
        Number millis = (Number) page.evaluate(MEASURE, List.of(button, firstRow));
        return Duration.ofNanos(Math.round(millis.doubleValue() * 1_000_000));
    }

    /** Turns to the next page of the list, and waits until its first row has a text. */
    static Duration ofNextPage(Page page, String firstRow) {
        return ofClick(page, "main button[data-action=next]:not([disabled])", firstRow);
    }

    static Duration median(List<Duration> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
    }
}
