package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What a release says of itself is what the build makes and tests. */
class ReleaseTest {

    private static final Path ROOT = Settings.CHECKOUT.root();
    private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `([^`]+)` \\|");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([0-9.]+) \\| (\\S+) \\| (.+?) \\| `(.+?)` \\|$");
    private static final String SMOKE = "mvn verify -Dkeycloak.dist.version=%s -Dgroups=smoke -Dpbx.quick=true";

    @Test
    void theZipHasWhatItsReadmeSays() throws Exception {
        Element assembly = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(ROOT.resolve("release/assembly.xml").toFile())
                .getDocumentElement();
        List<String> entries = new ArrayList<>();
        for (String directory : texts(assembly, "outputDirectory")) {
            entries.add(directory + "/");
        }
        NodeList files = assembly.getElementsByTagName("file");
        for (int i = 0; i < files.getLength(); i++) {
            Element file = (Element) files.item(i);
            String source = texts(file, "source").get(0);
            List<String> name = texts(file, "destName");
            entries.add(name.isEmpty() ? source.substring(source.lastIndexOf('/') + 1) : name.get(0));
            if (source.startsWith("${project.basedir}/")) {
                assertThat(ROOT.resolve("release").resolve(source.substring("${project.basedir}/".length())))
                        .isRegularFile();
            }
        }
        assertThat(FIRST_CELL.matcher(read("release/README.md")).results().map(match -> match.group(1)))
                .containsExactlyInAnyOrderElementsOf(entries.stream().distinct().toList());
    }

    @Test
    void theVersionTellsForWhichKeycloakItIs() throws IOException {
        assertThat(version()).matches(Pattern.quote(property("pom.xml", "keycloak.version")) + "-[1-9][0-9]*");
        assertThat(read("CHANGELOG.md")).contains("\n## [" + version() + "]");
        assertThat(read("docker/Dockerfile"))
                .contains("ARG KEYCLOAK_VERSION=" + property("pom.xml", "keycloak.version") + "\n")
                .contains("ARG BUNDLE_VERSION=" + version() + "\n");
    }

    /** Of the one that is not in the reactor Maven itself would say nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"providers", "themes", "tests", "benchmarks", "release"})
    void allModulesHaveTheVersion(String module) throws IOException {
        assertThat(read(module + "/pom.xml")).contains("<version>" + version() + "</version>\n  </parent>");
    }

    @Test
    void theCompatibilityMatrixIsWhatIsTested() throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        Map<String, String> smoke = new LinkedHashMap<>();
        for (MatchResult row : ROW.matcher(read("README.md")).results().toList()) {
            assertThat(row.group(2)).as("bundle for %s", row.group(1)).isEqualTo(version());
            (row.group(3).equals("all") ? all : smoke).put(row.group(1), row.group(4));
        }
        assertThat(all).containsExactly(Map.entry(property("pom.xml", "keycloak.version"), "mvn verify"));

        String other = property("tests/pom.xml", "pbx.smoke.version");
        assertThat(smoke).containsEntry(other, "mvn verify").hasSizeGreaterThan(1);
        String development = read("docs/development.md");
        smoke.keySet().stream().filter(version -> !version.equals(other)).forEach(version -> {
            assertThat(smoke).containsEntry(version, SMOKE.formatted(version));
            assertThat(development).contains(SMOKE.formatted(version));
        });
    }

    private static String version() throws IOException {
        return property("pom.xml", "version");
    }

    /** The text of the first element of this name. */
    private static String property(String pom, String name) throws IOException {
        Matcher matcher =
                Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)</").matcher(read(pom));
        assertThat(matcher.find()).as("%s of %s", name, pom).isTrue();
        return matcher.group(1);
    }

    private static List<String> texts(Element element, String name) {
        List<String> texts = new ArrayList<>();
        NodeList nodes = element.getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent().strip());
        }
        return texts;
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }
}
