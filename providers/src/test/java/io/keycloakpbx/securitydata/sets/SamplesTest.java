package io.keycloakpbx.securitydata.sets;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.securitydata.odata.Property;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each sample of the contract has its like: the same members, of the same types. */
class SamplesTest {

    /** A sample ends with a comma where this one should be; the manual names it elsewhere. */
    private static final String LOST = "RelyingPartyURI";

    @TestFactory
    Stream<DynamicTest> eachSetIsLikeItsSample() throws IOException {
        Map<String, Map<String, String>> samples = samples();
        assertThat(SecurityDataSets.ALL)
                .extracting(set -> set.type().name())
                .containsExactlyInAnyOrderElementsOf(samples.keySet());
        return SecurityDataSets.ALL.stream()
                .map(set -> DynamicTest.dynamicTest(set.type().name(), () -> {
                    Map<String, String> properties = new LinkedHashMap<>();
                    for (Property<?> property : set.type().properties().values()) {
                        if (!property.name().equals(LOST)) {
                            properties.put(property.name(), property.type().edmName());
                        }
                    }
                    assertThat(properties)
                            .containsExactlyInAnyOrderEntriesOf(
                                    samples.get(set.type().name()));
                }));
    }

    private static Map<String, Map<String, String>> samples() throws IOException {
        Map<String, Map<String, String>> samples = new LinkedHashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                SamplesTest.class.getResourceAsStream("/io/keycloakpbx/securitydata/samples.txt"),
                StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] set = line.split(": ", 2);
                Map<String, String> members = new LinkedHashMap<>();
                for (String member : set[1].split(" ")) {
                    String[] typed = member.split(":");
                    members.put(typed[0], "Edm." + typed[1]);
                }
                samples.put(set[0], members);
            });
        }
        return samples;
    }
}
