package io.keycloakpbx.tests.browser;

import com.microsoft.playwright.Page;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The theme on top of {@code pbx} that {@code docs/themes.md} shows, to the letter. */
public final class ThemeOfOnesOwn {

    /** Of the theme. */
    public static final String NAME = "mine";

    private ThemeOfOnesOwn() {}

    /**
     * Writes its files into Keycloak's folder of themes, once for each type: Keycloak keeps what it has read.
     *
     * @param type such as {@code login}
     * @return the files, as the page has them in turn
     */
    public static List<String> install(Keycloak keycloak, String type) {
        Path folder = Path.of("themes", NAME, type);
        try {
            String page = Files.readString(Settings.CHECKOUT.root().resolve("docs/themes.md"));
            List<MatchResult> files = Pattern.compile(
                            "\n```(?:css|properties)\n(?:# |/\\* )" + folder + "/(\\S+)(?: \\*/)?\n(.*?)```",
                            Pattern.DOTALL)
                    .matcher(page)
                    .results()
                    .toList();
            for (MatchResult file : files) {
                Path target = keycloak.distribution().home().resolve(folder).resolve(file.group(1));
                Files.createDirectories(target.getParent());
                Files.writeString(target, file.group(2));
            }
            return files.stream().map(file -> file.group(1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The accent colour that a page has. */
    static Object accent(Page page) {
        return page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--pbx-accent').trim()");
    }
}
