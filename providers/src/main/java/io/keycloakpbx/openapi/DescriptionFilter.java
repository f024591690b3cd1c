package io.keycloakpbx.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * What the generator cannot know of our resources: it runs when the bundle is built and is not part of it. Keycloak's part of
 * each path has the realm; Keycloak refuses some requests before a resource is asked; all of a contract refuse in one shape;
 * bodies are JSON whatever their content type says; and the document is the same however the generator has found the classes.
 */
public class DescriptionFilter implements OASFilter {

    /** The contract's example misspells this segment, and both are taken. */
    private static final String MISSPELT = "extensions";

    private static final String KEYCLOAK_ERROR = "#/components/schemas/KeycloakError";
    private static final String BAD_REQUEST = "400";

    /** Where commands are called. They are described once; the path can name one, too. */
    private static final String COMMANDS = "/realms/{realm}/securityservice";

    private static final String OPERATION = "operation";

    /** What is mounted a second time, at the base URL of an environment. */
    private static final List<String> WITH_ENVIRONMENTS = List.of("/admin/realms/{realm}/securitydata", COMMANDS);

    private static final String OF_KEYCLOAK = "RefusedByKeycloak";
    private static final String NO_BODY = "none";

    /** How a contract refuses, by the scheme that only its clients send; an operation says what differs. */
    private static final Map<String, Map<String, String>> REFUSALS = Map.of(
            "authToken",
            Map.of("400", "RefusedOperator", "401", OF_KEYCLOAK, "403", "RefusedOperator", "404", "RefusedOperator"));

    /** Parameters of the parts of paths that no resource has a method for. */
    private static final List<String> OF_THE_PATH = List.of("realm", "kind", "edition", "environment", "set", "key");

    @Override
    public RequestBody filterRequestBody(RequestBody body) {
        // Read by the resource only to refuse it.
        if (NO_BODY.equals(body.getDescription())) {
            return null;
        }
        Content content = body.getContent();
        if (content != null && content.hasMediaType("*/*")) {
            content.addMediaType("application/json", content.getMediaType("*/*"));
            content.removeMediaType("*/*");
        }
        return body.required(true);
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Map<String, PathItem> paths = new TreeMap<>();
        addOperations(document);
        addEnvironments(document);
        document.getPaths().getPathItems().forEach((path, item) -> {
            describe(path, item);
            paths.put(path.replace("{" + MISSPELT + "}", MISSPELT), item);
        });
        document.getPaths().setPathItems(paths);
        document.getComponents().getResponses().values().forEach(DescriptionFilter::orByKeycloak);
        // The generator names a parameter as it is referred to, and several have one name.
        document.getComponents()
                .getParameters()
                .forEach((reference, parameter) -> parameter.setName(reference.split("\\.")[0]));
        document.getComponents()
                .setSchemas(new LinkedHashMap<>(
                        new TreeMap<>(document.getComponents().getSchemas())));
    }

    private static void addOperations(OpenAPI document) {
        Operation named = copy(
                document.getPaths().getPathItem(COMMANDS).getPOST(),
                "Operation",
                "Runs the command of the path, where body and headers name none");
        named.setParameters(List.of(OASFactory.createParameter()
                .name(OPERATION)
                .in(Parameter.In.PATH)
                .required(true)
                .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING))));
        document.getPaths()
                .addPathItem(
                        COMMANDS + "/{" + OPERATION + '}',
                        OASFactory.createPathItem().POST(named));
    }

    /** The generator does not know where the resource itself is mounted a second time. */
    private static void addEnvironments(OpenAPI document) {
        Map.copyOf(document.getPaths().getPathItems()).forEach((path, item) -> WITH_ENVIRONMENTS.stream()
                .filter(path::startsWith)
                .findFirst()
                .ifPresent(base -> {
                    PathItem again = OASFactory.createPathItem();
                    item.getOperations().forEach((method, of) -> again.setOperation(method, inEnvironment(of)));
                    document.getPaths().addPathItem(base + "/1x/{environment}" + path.substring(base.length()), again);
                }));
    }

    private static Operation inEnvironment(Operation of) {
        return copy(of, "InEnvironment", of.getSummary() + ", at the base URL of an environment");
    }

    private static Operation copy(Operation of, String idSuffix, String summary) {
        return OASFactory.createOperation()
                .operationId(of.getOperationId() + idSuffix)
                .summary(summary)
                .tags(of.getTags())
                .security(of.getSecurity())
                .parameters(of.getParameters())
                .requestBody(of.getRequestBody())
                .responses(of.getResponses());
    }

    /** Keycloak refuses some requests itself, such as control characters in a query, with the status of a contract's refusal. */
    private static void orByKeycloak(APIResponse response) {
        MediaType json = response.getContent().getMediaType("application/json");
        if (json == null) {
            // No refusal.
            return;
        }
        Schema schema = json.getSchema();
        if (schema.getRef() != null && !schema.getRef().equals(KEYCLOAK_ERROR)) {
            json.setSchema(OASFactory.createSchema()
                    .addAnyOf(schema)
                    .addAnyOf(OASFactory.createSchema().ref(KEYCLOAK_ERROR)));
        }
    }

    private static void describe(String path, PathItem item) {
        List<Parameter> shared = new ArrayList<>();
        for (String name : OF_THE_PATH) {
            if (path.contains('{' + name + '}')) {
                shared.add(OASFactory.createParameter().ref(name));
            }
        }
        shared.addAll(others(item.getParameters()));
        item.setParameters(shared.isEmpty() ? null : shared);
        for (Operation operation : item.getOperations().values()) {
            operation.setParameters(operation.getParameters() == null ? null : others(operation.getParameters()));
            schemes(operation).forEach(scheme -> REFUSALS.getOrDefault(scheme, Map.of())
                    .forEach((status, refusal) -> refuses(operation, status, refusal)));
            refuses(operation, BAD_REQUEST, OF_KEYCLOAK);
            operation
                    .getResponses()
                    .setAPIResponses(new TreeMap<>(operation.getResponses().getAPIResponses()));
            operation.getResponses().getAPIResponses().values().forEach(DescriptionFilter::withoutEmptyContent);
        }
    }

    private static Stream<String> schemes(Operation operation) {
        return operation.getSecurity() == null
                ? Stream.empty()
                : operation.getSecurity().stream().flatMap(requirement -> requirement.getSchemes().keySet().stream());
    }

    /** Adds a refusal to an operation that says nothing of the status. */
    private static void refuses(Operation operation, String status, String refusal) {
        if (!operation.getResponses().hasAPIResponse(status)) {
            operation
                    .getResponses()
                    .addAPIResponse(status, OASFactory.createAPIResponse().ref(refusal));
        }
    }

    private static List<Parameter> others(List<Parameter> parameters) {
        return parameters == null
                ? List.of()
                : new ArrayList<>(parameters.stream()
                        .filter(parameter ->
                                !OF_THE_PATH.contains(parameter.getName()) && !MISSPELT.equals(parameter.getName()))
                        .toList());
    }

    /** The generator takes the content type of the class for that of an answer without a body. */
    private static void withoutEmptyContent(APIResponse response) {
        Content content = response.getContent();
        if (content != null && content.getMediaTypes().values().stream().allMatch(type -> type.getSchema() == null)) {
            response.setContent(null);
        }
    }
}
