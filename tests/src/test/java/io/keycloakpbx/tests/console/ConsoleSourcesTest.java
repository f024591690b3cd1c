package io.keycloakpbx.tests.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keycloakpbx.tests.Settings;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that the sources of the PBX pages keep. */
class ConsoleSourcesTest {

    private static final Path CONSOLE = Settings.CHECKOUT.root().resolve("themes/console");
    private static final Path MESSAGES =
            Settings.CHECKOUT.root().resolve("themes/src/main/resources/theme/pbx/admin/messages");
    private static final Path PROVIDERS = Settings.CHECKOUT.root().resolve("providers/src/main/java");

    /** A key, or what all keys begin with that are made at this place. */
    private static final Pattern KEY = Pattern.compile("[\"`](pbx[A-Z]\\w*)([\"`]|\\$\\{)");

    /** A key of what the server tells. */
    private static final Pattern TOLD = Pattern.compile("\"(pbx(?:Error|Why)\\w+)\"");

    /** What counts chooses between. */
    private static final Pattern COUNTED = Pattern.compile("_(one|other)$");

    private static final Pattern VALUE = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

    @Test
    void everyTextIsInBothLanguagesWithTheSameValues() {
        Map<String, String> english = messages("en");
        Map<String, String> german = messages("de");
        assertThat(german.keySet()).isEqualTo(english.keySet());
        assertThat(english).allSatisfy((key, text) -> {
            assertThat(text).as(key).isNotBlank();
            assertThat(values(german.get(key))).as(key).isEqualTo(values(text));
        });
    }

    @Test
    void everyTextThatIsUsedIsThereAndTheOtherWayRound() {
        Set<String> keys = messages("en").keySet().stream()
                .map(key -> COUNTED.matcher(key).replaceFirst(""))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> whole = new TreeSet<>();
        Set<String> beginnings = new TreeSet<>();
        sources().values().forEach(source -> KEY.matcher(source)
                .results()
                .forEach(found -> (found.group(2).equals("${") ? beginnings : whole).add(found.group(1))));
        String answers = String.join("\n", files(PROVIDERS, ".java").values());
        TOLD.matcher(answers).results().forEach(found -> whole.add(found.group(1)));
        // The end of a key that is made.
        whole.removeIf(word -> beginnings.stream().anyMatch(beginning -> keys.contains(beginning + word)));
        assertThat(whole).as("texts that are missing").isSubsetOf(keys);
        assertThat(beginnings).as("texts that are missing").allMatch(beginning -> keys.stream()
                .anyMatch(key -> key.startsWith(beginning)));
        assertThat(keys)
                .as("texts that nothing uses")
                .allMatch(key -> whole.contains(key) || beginnings.stream().anyMatch(key::startsWith));
    }

    @Test
    void whatMayChangeWithTheConsoleIsInFewFiles() {
        assertThat(naming("pf-v5-|pf-m-|pf-t-"))
                .allMatch(file -> file.equals("src/menu.ts") || file.startsWith("src/ui/"));
        assertThat(naming("__react|patchRoutes|memoizedProps|keycloak\\.updateToken"))
                .containsExactly("src/console.ts");
        assertThat(naming("\\b(document|window)\\."))
                .filteredOn(file -> file.startsWith("src/pages/"))
                .isEmpty();
    }

    @Test
    void nothingIsWrittenAsMarkupOrKeptInTheBrowser() {
        assertThat(naming("innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\\.write"))
                .isEmpty();
        assertThat(naming("localStorage|document\\.cookie|indexedDB")).isEmpty();
        assertThat(naming("sessionStorage")).containsExactly("src/main.ts");
    }

    @Test
    void typesAreStrict() {
        assertThat(naming("(: |\\bas |<|\\| )any\\b|@ts-")).isEmpty();
    }

    /** Whose registry has packed them is no business of the checkout, and what they are is certain. */
    @Test
    void thePackagesAreThoseOfTheLockFileFromWhereverTheyCome() throws IOException {
        JsonNode lock =
                new ObjectMapper().readTree(CONSOLE.resolve("package-lock.json").toFile());
        assertThat(lock.toString()).doesNotContain("http:", "https:", "\"resolved\"");
        lock.path("packages").fields().forEachRemaining(entry -> {
            if (!entry.getKey().isEmpty()) {
                assertThat(entry.getValue().path("integrity").asText())
                        .as(entry.getKey())
                        .startsWith("sha512-");
            }
        });
    }

    /** The files in which an expression is found. */
    private static List<String> naming(String expression) {
        Pattern pattern = Pattern.compile(expression);
        return sources().entrySet().stream()
                .filter(file -> pattern.matcher(file.getValue()).find())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, String> sources() {
        return files(CONSOLE.resolve("src"), ".ts", ".tsx");
    }

    /** Texts by path, from the directory of the console on. */
    private static Map<String, String> files(Path directory, String... endings) {
        try (Stream<Path> files = Files.walk(directory)) {
            Map<String, String> texts = new TreeMap<>();
            for (Path file : files.filter(path -> Stream.of(endings).anyMatch(path.toString()::endsWith))
                    .toList()) {
                texts.put(CONSOLE.relativize(file).toString(), Files.readString(file));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> messages(String language) {
        Properties messages = new Properties();
        try (Reader reader = Files.newBufferedReader(MESSAGES.resolve("messages_" + language + ".properties"))) {
            messages.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> texts = new TreeMap<>();
        messages.forEach((key, text) -> texts.put((String) key, (String) text));
        return texts;
    }

    private static Set<String> values(String text) {
        return VALUE.matcher(text).results().map(value -> value.group(1)).collect(Collectors.toSet());
    }
}
