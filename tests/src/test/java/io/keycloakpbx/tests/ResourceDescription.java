package io.keycloakpbx.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Format;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.format.PatternFormat;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The description of the bundle's resources, {@code docs/openapi.json}, with which every answer to a test is compared: its
 * status, its content type and its body. What a resource has taken is compared too. Safe for use by several threads.
 */
public final class ResourceDescription {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LOCATION = "https://pbx.example.com/openapi.json";

    /** The library's own knows the top-level domains of today, and none of the domains for tests. */
    private static final Format EMAIL = PatternFormat.of("email", "^[^@\\s]+@[^@\\s]+$", "format.email");

    /** The contract's example misspells this segment, and it is taken. */
    private static final Pattern MISSPELT =
            Pattern.compile("(/communication_manager/rest/config/[^/]+/[^/]+)/extension/(?=[^/]+/managingUser$)");

    /** The first part of a path that decides whose resource it is. */
    private static final Pattern MOUNT = Pattern.compile("^(/admin)?/realms/[^/]+/(\\.well-known/[^/]+|[^/]+).*");

    /** Below the constants that it needs. */
    private static final ResourceDescription CURRENT = new ResourceDescription();

    private final JsonNode document;
    private final Set<String> mounts = new TreeSet<>();
    private final List<Described> paths = new ArrayList<>();
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();
    private final JsonSchemaFactory factory;
    private final SchemaValidatorsConfig config =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private record Described(Pattern pattern, String path) {}

    private ResourceDescription() {
        try {
            String text = Files.readString(Settings.CHECKOUT.root().resolve("docs/openapi.json"));
            document = new ObjectMapper().readTree(text);
            factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012, builder -> builder.metaSchema(
                            JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                                    .format(EMAIL)
                                    .build())
                    .schemaLoaders(loaders -> loaders.schemas(Map.of(LOCATION, text))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        document.get("paths").fieldNames().forEachRemaining(path -> {
            mounts.add(mount(path));
            paths.add(new Described(pattern(path), path));
        });
        // What is spelt out goes before what stands for anything.
        paths.sort(
                Comparator.comparing(described -> Arrays.stream(described.path().split("/"))
                        .filter(segment -> segment.startsWith("{") && segment.endsWith("}"))
                        .count()));
    }

    /** The one description of this checkout. */
    public static ResourceDescription current() {
        return CURRENT;
    }

    /** Where resources are mounted, such as {@code /admin tenants}. */
    public Set<String> mounts() {
        return mounts;
    }

    /** Compares every answer to a RestAssured request. */
    public static Filter filter() {
        return CURRENT::filtered;
    }

    private Response filtered(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response answer = context.next(request, expected);
        URI uri = URI.create(request.getURI());
        check(request.getMethod(), uri, answer.statusCode(), answer.contentType(), answer.asByteArray());
        if (answer.statusCode() < 300 && request.getBody() instanceof String body) {
            checkTaken(request.getMethod(), uri, body);
        }
        return answer;
    }

    /** Compares an answer to a request of the JDK's client. */
    public HttpResponse<String> checked(HttpResponse<String> answer) {
        check(
                answer.request().method(),
                answer.uri(),
                answer.statusCode(),
                answer.headers().firstValue("Content-Type").orElse(null),
                answer.body().getBytes(StandardCharsets.UTF_8));
        return answer;
    }

    void check(String method, URI uri, int status, String type, byte[] body) {
        if (!mounts.contains(mount(uri.getRawPath()))) {
            return;
        }
        String answer = method + ' ' + uri.getRawPath() + " answered " + status + ' ' + type;
        String operation = operation(method, uri);
        if (operation == null) {
            boolean preflight = method.equals("OPTIONS") && status == 200 && body.length == 0;
            require(
                    preflight || status >= 400 && status < 500,
                    answer + ": docs/openapi.json has no such operation, so it must be refused");
            return;
        }
        String response = resolved(operation + "/responses/" + status);
        require(exists(response), answer + ": a status that docs/openapi.json does not have\n" + text(body));
        if (method.equals("HEAD") || !exists(response + "/content")) {
            require(body.length == 0, answer + ": docs/openapi.json has no body of it\n" + text(body));
            return;
        }
        String plainType = type == null ? "" : type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        String media = response + "/content/" + escaped(plainType);
        require(exists(media), answer + ": a content type that docs/openapi.json does not have\n" + text(body));
        if (plainType.equals("application/json") || plainType.endsWith("+json")) {
            Set<ValidationMessage> faults = schema(media).validate(json(answer, body));
            require(faults.isEmpty(), answer + ": not as docs/openapi.json has it: " + faults + '\n' + text(body));
        }
    }

    /**
     * What a resource has taken is described, too; members that are null count as absent. A file of PBX data is taken with rows
     * that fail.
     */
    private void checkTaken(String method, URI uri, String body) {
        String operation = operation(method, uri);
        String media = operation + "/requestBody/content/application~1json";
        if (operation != null && !operation.contains("pbx-data") && body.startsWith("{") && exists(media)) {
            String request = method + ' ' + uri.getRawPath() + " has taken a body";
            Set<ValidationMessage> faults =
                    schema(media).validate(withoutNulls(json(request, body.getBytes(StandardCharsets.UTF_8))));
            require(faults.isEmpty(), request + " that docs/openapi.json does not have: " + faults + '\n' + body);
        }
    }

    /** Where the description has an operation, a JSON pointer; null where it has none. */
    private String operation(String method, URI uri) {
        // What need not be encoded is the same as it is.
        String raw = uri.getRawPath().replaceAll("/+$", "").replace("%24", "$");
        String path = MISSPELT.matcher(raw).replaceFirst("$1/extensions/");
        String verb = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
        return paths.stream()
                .filter(described -> described.pattern().matcher(path).matches())
                .map(described -> "/paths/" + escaped(described.path()) + '/' + verb)
                .filter(this::exists)
                .findFirst()
                .orElse(null);
    }

    private boolean exists(String pointer) {
        return !document.at(pointer).isMissingNode();
    }

    private String resolved(String pointer) {
        JsonNode reference = document.at(pointer).path("$ref");
        return reference.isTextual() ? reference.textValue().substring(1) : pointer;
    }

    private JsonSchema schema(String media) {
        return schemas.computeIfAbsent(
                media, where -> factory.getSchema(SchemaLocation.of(LOCATION + '#' + where + "/schema"), config));
    }

    private static String escaped(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }

    private static JsonNode withoutNulls(JsonNode json) {
        if (json instanceof ObjectNode object) {
            object.properties().removeIf(member -> member.getValue().isNull());
            object.forEach(ResourceDescription::withoutNulls);
        }
        return json;
    }

    private static JsonNode json(String answer, byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError(answer + ": not JSON\n" + text(body), e);
        }
    }

    private static String mount(String path) {
        Matcher matcher = MOUNT.matcher(path);
        return matcher.matches() ? (matcher.group(1) == null ? "" : matcher.group(1) + ' ') + matcher.group(2) : "";
    }

    private static Pattern pattern(String path) {
        return Pattern.compile(Pattern.quote(path).replaceAll("\\{[^/}]+}", "\\\\E[^/]+\\\\Q"));
    }

    private static String text(byte[] body) {
        return new String(body, 0, Math.min(body.length, 2_000), StandardCharsets.UTF_8);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
