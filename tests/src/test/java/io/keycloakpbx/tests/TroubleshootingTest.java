package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page on troubleshooting quotes is what people see. */
class TroubleshootingTest {

    private static final Path ROOT = Settings.CHECKOUT.root();
    private static final List<String> SOURCES = List.of(
            "providers/src/main",
            "themes/src/main",
            "themes/console/make",
            "tests/src/main/java",
            "realm-config",
            "start",
            "docker-compose.yml");

    /** A text is in the first column, and {@code …} in it is what differs. */
    private static final Pattern QUOTE = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

    private static final Pattern TOGETHER = Pattern.compile("\"\\s*\\+\\s*\"");

    @Test
    void eachTextIsInTheCode() throws IOException {
        List<String> sources = sources();
        List<String> quotes = QUOTE.matcher(Page.of("docs/troubleshooting.md").text())
                .results()
                .map(quote -> quote.group(1))
                .toList();
        assertThat(quotes).hasSizeGreaterThan(50).doesNotHaveDuplicates();
        assertThat(quotes).allSatisfy(quote -> assertThat(sources).anyMatch(source -> has(source, quote)));
    }

    /** In one file, in this order, near one another. */
    private static boolean has(String source, String quote) {
        StringBuilder pattern = new StringBuilder();
        for (String part : quote.split("…")) {
            if (!part.isBlank()) {
                pattern.append(pattern.isEmpty() ? "" : "(?s:.{0,200}?)").append(Pattern.quote(part.strip()));
            }
        }
        return Pattern.compile(pattern.toString()).matcher(source).find();
    }

    private static List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        for (String source : SOURCES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(source))) {
                files.filter(file -> file.toString().matches(".*(\\.java|_en\\.properties|\\.sh|\\.yml|/start|/make)"))
                        .map(TroubleshootingTest::text)
                        .forEach(sources::add);
            }
        }
        return sources;
    }

    /** As it is shown: literals in one, and apostrophes once. */
    private static String text(Path file) {
        try {
            String text = Files.readString(file);
            return TOGETHER.matcher(text).replaceAll("").replace("\\\"", "\"").replace("''", "'");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
