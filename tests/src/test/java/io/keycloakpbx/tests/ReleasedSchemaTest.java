package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Databases have run the change logs of a release: Keycloak does not start where one of them is another now. */
class ReleasedSchemaTest {

    private static final Path TODAY = Settings.CHECKOUT.root().resolve("providers/src/main/resources");
    private static final Pattern INCLUDE = Pattern.compile("<include file=\"([^\"]+)\"");

    @Test
    void releasedChangeLogsStayAsTheyAre() throws IOException {
        List<String> released = includes(ReleasedSchema.CHANGE_LOGS);
        assertThat(released).isNotEmpty();
        for (String file : released) {
            assertThat(TODAY.resolve(file)).hasSameTextualContentAs(ReleasedSchema.CHANGE_LOGS.resolve(file));
        }
    }

    @Test
    void newOnesComeAfterThem() throws IOException {
        assertThat(includes(TODAY))
                .startsWith(includes(ReleasedSchema.CHANGE_LOGS).toArray(String[]::new));
        try (Stream<Path> files = Files.list(TODAY.resolve("META-INF"))) {
            assertThat(files.map(file -> "META-INF/" + file.getFileName()).filter(file -> file.contains("changelog-")))
                    .as("none is forgotten")
                    .containsExactlyInAnyOrderElementsOf(includes(TODAY));
        }
    }

    private static List<String> includes(Path root) throws IOException {
        return INCLUDE.matcher(Files.readString(root.resolve(ReleasedSchema.MASTER)))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
