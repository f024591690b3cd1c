package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The form of the pages. {@link StartIT} runs their commands. */
class PagesTest {

    private static final Path ROOT = Settings.CHECKOUT.root();

    /** Why a command may be left out of the test that runs them. */
    private static final Set<String> REASONS = Set.of(
            "builds for minutes",
            "measures for minutes",
            "needs Docker",
            "needs a Keycloak of yours",
            "needs a tenant of 26.7.4-1",
            "needs an npm registry",
            "starts a server",
            "has a test of its own");

    private static final Set<String> LANGUAGES =
            Set.of("bash", "json", "xml", "text", "java", "csharp", "css", "properties");
    private static final List<String> AVOIDED = List.of("e-mail", "jq ", " jq");
    private static final long MOST_BYTES_OF_A_PICTURE = 120_000;

    private static final Pattern HEAD =
            Pattern.compile("> \\*\\*For\\*\\* [^*]+\\. \\*\\*You need\\*\\* [^*]+\\. \\*\\*It takes\\*\\* [^*]+\\.");
    private static final String BOX = "> **Before you try the examples:** [what every shell needs](before-you-try.md).";
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```.*?^ *```$");

    static Stream<Page> pages() {
        return Page.all().stream().filter(page -> !page.isTestedElsewhere());
    }

    static Stream<Page> docs() {
        return pages().filter(page -> page.name().startsWith("docs/"));
    }

    /** The release's README is for a Keycloak of the reader. */
    static Stream<Page> withCommands() {
        return Stream.concat(pages(), Stream.of(Page.of("release/README.md")));
    }

    static Stream<Page> allTexts() {
        return Stream.concat(
                Page.all().stream(),
                Stream.of("CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md", "release/README.md")
                        .map(Page::of));
    }

    @ParameterizedTest
    @MethodSource("docs")
    void beginsWithWhoNeedsItWhatIsNeededAndHowLongItTakes(Page page) {
        String[] parts = page.text().split("\n\n|\n>\n", 3);
        assertThat(parts[0]).startsWith("# ").doesNotContain("\n");
        assertThat(parts[1].replace("\n> ", " ")).matches(HEAD);
    }

    @ParameterizedTest
    @MethodSource("docs")
    void saysWhatEveryShellNeedsWhereThereAreCommandsForOne(Page page) {
        boolean commands = !page.commands().isEmpty() && !page.name().equals("docs/before-you-try.md");
        assertThat(page.text().lines().filter(BOX::equals)).hasSize(commands ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("withCommands")
    void commandsAreForTheTestOrSayWhyNot(Page page) {
        for (Page.Block block : page.blocks()) {
            String where = page.name() + ", line " + block.line();
            assertThat(LANGUAGES).as(where).contains(block.language());
            assertThat(block.notRun().stream()).as(where).isSubsetOf(REASONS);
            assertThat(block.notRun().isEmpty() || block.hasCommands())
                    .as(where)
                    .isTrue();
            if (!block.language().equals("bash")) {
                assertThat(block.text()).as(where).doesNotContainPattern("(?m)^(curl|kcadm\\.sh|mvn|\\./start) ");
            }
        }
        // Blocks without a fence would be neither.
        assertThat(BLOCK.matcher(page.text()).replaceAll("").lines())
                .as(page.name())
                .noneMatch(line -> line.startsWith("    "));
    }

    @ParameterizedTest
    @MethodSource("allTexts")
    void linksLeadSomewhere(Page page) {
        // The release's README lies beside the other pages in its zip.
        Path directory = page.name().startsWith("release/")
                ? ROOT
                : ROOT.resolve(page.name()).getParent();
        for (MatchResult link : LINK.matcher(page.text()).results().toList()) {
            String target = link.group(1);
            if (!target.contains("://")) {
                String[] parts = target.split("#", 2);
                Path file = parts[0].isEmpty() ? ROOT.resolve(page.name()) : directory.resolve(parts[0]);
                assertThat(file.normalize()).as(page.name()).exists();
                if (parts.length == 2) {
                    assertThat(anchors(file)).as("%s, %s", page.name(), target).contains(parts[1]);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("allTexts")
    void isPlain(Page page) {
        assertThat(page.text().toLowerCase(Locale.ROOT)).doesNotContain(AVOIDED);
    }

    @Test
    void theReadmeLeadsToEachPage() {
        String readme = Page.of("README.md").text();
        docs().forEach(page -> assertThat(readme).contains("](" + page.name()));
    }

    @Test
    void picturesAreSmallAndMadeByTheBrowserTests() throws IOException {
        String development = Page.of("docs/development.md").text();
        String readme = Page.of("README.md").text();
        String shown = readme + Page.of("docs/console.md").text().replace("](images/", "](docs/images/");
        try (Stream<Path> pictures = Files.list(ROOT.resolve("docs/images"))) {
            for (Path picture : pictures.toList()) {
                String name = "docs/images/" + picture.getFileName();
                assertThat(Files.size(picture)).as(name).isLessThan(MOST_BYTES_OF_A_PICTURE);
                assertThat(development).contains(".png ../../../" + name + "\n");
                assertThat(shown).contains("](" + name + ")");
            }
        }
        assertThat(LINK.matcher(readme).results().filter(link -> link.group(1).endsWith(".png")))
                .hasSize(6);
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(Path file) {
        return HEADING.matcher(
                        Page.of(ROOT.relativize(file.normalize()).toString()).text())
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
