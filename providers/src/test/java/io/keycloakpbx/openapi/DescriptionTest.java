package io.keycloakpbx.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the build has generated of the resources' annotations. */
class DescriptionTest {

    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

    private static final List<String> METHODS = List.of("get", "post", "put", "delete", "patch");

    private final String generated = generated();
    private final JsonNode document = read(generated);

    private static String generated() {
        try (InputStream in = OpenApiResource.class.getResourceAsStream("openapi.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode read(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void docsHaveTheCurrentOne() throws IOException {
        assertThat(Files.readString(Path.of("../docs/openapi.json")))
                .as("cp providers/target/classes/io/keycloakpbx/openapi/openapi.json docs/")
                .isEqualTo(generated);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        document.findValuesAsText("$ref").forEach(reference -> {
            if (!reference.startsWith("#/")
                    || document.at(reference.substring(1)).isMissingNode()) {
                broken.add(reference);
            }
        });
        assertThat(broken).isEmpty();
    }

    @Test
    void everyListHasTheLimitsOfItsPages() {
        Map<String, String> limits = new TreeMap<>();
        document.get("paths")
                .forEach(path -> path.path("get").path("parameters").forEach(parameter -> {
                    JsonNode described = described(parameter);
                    if (described.get("name").textValue().equals("max")) {
                        JsonNode schema = described.get("schema");
                        limits.put(
                                path.at("/get/operationId").textValue(),
                                schema.get("minimum") + " to " + schema.get("maximum") + ", usually "
                                        + schema.get("default"));
                    }
                }));
        assertThat(limits)
                .containsOnly(
                        entry("listTenants", "1 to 1000, usually 100"),
                        entry("listBlockedAddresses", "1 to 1000, usually 100"),
                        entry("listOperators", "1 to 1000, usually 1000"),
                        entry("listTenantOperators", "1 to 500, usually 100"),
                        entry("listTenantOperatorRoles", "1 to 500, usually 100"),
                        entry("listTenantExtensions", "0 to 1000, usually 100"),
                        entry("getExtensionHistory", "0 to 1000, usually 100"),
                        entry("listPeople", "0 to 1000, usually 100"),
                        entry("listPermissionsOfUsers", "0 to 1000, usually 100"),
                        entry("listPbxGroups", "0 to 1000, usually 100"),
                        entry("listPbxBranches", "0 to 1000, usually 100"),
                        entry("listSecurityKeys", "1 to 500, usually 100"),
                        entry("listServers", "0 to 10000, usually 10000"),
                        entry("listExtensions", "0 to 10000, usually 10000"),
                        entry("listPbxUsers", "0 to 10000, usually 10000"));
    }

    private JsonNode described(JsonNode parameter) {
        return parameter.has("$ref")
                ? document.at(parameter.get("$ref").textValue().substring(1))
                : parameter;
    }

    @Test
    void everyOperationIsSummedUpAndAnswersSomething() {
        List<String> names = new ArrayList<>();
        document.get("paths").fields().forEachRemaining(path -> METHODS.stream()
                .filter(path.getValue()::has)
                .map(path.getValue()::get)
                .forEach(operation -> {
                    names.add(operation.path("operationId").asText());
                    assertThat(operation.path("summary").asText())
                            .as(path.getKey())
                            .isNotBlank();
                    assertThat(operation.path("tags")).as(path.getKey()).hasSize(1);
                    assertThat(operation.get("responses").fieldNames())
                            .toIterable()
                            .as(path.getKey())
                            .anyMatch(status -> status.startsWith("2") || status.startsWith("3"));
                }));
        assertThat(names).hasSizeGreaterThan(40).doesNotHaveDuplicates().doesNotContain("");
    }

    @Test
    void everyParameterOfAPathIsDescribed() {
        document.get("paths").fields().forEachRemaining(path -> {
            List<String> parameters = new ArrayList<>();
            path.getValue()
                    .findValues("parameters")
                    .forEach(list -> list.forEach(parameter -> {
                        JsonNode described = described(parameter);
                        if (described.get("in").textValue().equals("path")) {
                            parameters.add('{' + described.get("name").textValue() + '}');
                        }
                    }));
            PARAMETER.matcher(path.getKey()).results().forEach(parameter -> assertThat(parameters)
                    .as(path.getKey())
                    .contains(parameter.group()));
        });
    }
}
