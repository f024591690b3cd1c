package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of requests for editors: variables, requests after {@code ###}, answers of named requests in later ones. The first
 * comment of a request begins with the status of its answer.
 */
final class RequestFile {

    private static final Pattern VARIABLE = Pattern.compile("@(\\w+) = (.*)");
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{(.+?)}}");
    private static final Pattern ANSWER = Pattern.compile("(\\w+)\\.response\\.body\\.\\$(.+)");
    private static final Pattern STEP = Pattern.compile("\\.(\\w+)|\\[(\\d+)]|\\['([^']+)']");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> variables = new HashMap<>();
    private final List<Request> requests = new ArrayList<>();

    /** A request as it is in the file, with references in it. */
    private record Request(
            String title,
            int status,
            String name,
            String method,
            String address,
            Map<String, String> headers,
            String body) {}

    /**
     * @param others values for variables of the file, in place of its own
     */
    RequestFile(Path file, Map<String, String> others) throws IOException {
        String[] parts = Files.readString(file).split("(?m)^### ");
        parts[0].lines().forEach(line -> {
            Matcher matcher = VARIABLE.matcher(line);
            if (matcher.matches()) {
                variables.put(matcher.group(1), matcher.group(2));
            }
        });
        assertThat(variables).containsOnlyKeys(others.keySet());
        variables.putAll(others);
        for (int i = 1; i < parts.length; i++) {
            requests.add(parse(parts[i]));
        }
    }

    private static Request parse(String text) {
        List<String> lines = text.lines().toList();
        int next = 1;
        assertThat(lines.get(next)).as(lines.get(0)).matches("# [1-5]\\d\\d(: .+)?");
        int status = Integer.parseInt(lines.get(next++).substring(2, 5));
        String name = null;
        if (lines.get(next).startsWith("# @name ")) {
            name = lines.get(next++).substring("# @name ".length());
        }
        String[] start = lines.get(next++).split(" ");
        assertThat(start).as(lines.get(0)).hasSize(2);
        Map<String, String> headers = new LinkedHashMap<>();
        while (next < lines.size() && !lines.get(next).isBlank()) {
            String[] header = lines.get(next++).split(": ", 2);
            headers.put(header[0], header[1]);
        }
        String body = String.join("\n", lines.subList(next, lines.size())).strip();
        return new Request(lines.get(0), status, name, start[0], start[1], headers, body);
    }

    /**
     * Sends all requests in their order; each has to be answered with its status.
     *
     * @return the body of each answer, by the title of its request
     */
    Map<String, String> send() throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        Map<String, JsonNode> named = new HashMap<>();
        Map<String, String> bodies = new LinkedHashMap<>();
        for (Request request : requests) {
            HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(filled(request.address(), named)))
                    .method(
                            request.method(),
                            request.body().isEmpty()
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(filled(request.body(), named)));
            request.headers().forEach((header, value) -> builder.header(header, filled(value, named)));
            HttpResponse<String> response = ResourceDescription.current()
                    .checked(client.send(builder.build(), HttpResponse.BodyHandlers.ofString()));
            assertThat(response.statusCode())
                    .as("%s: %s", request.title(), response.body())
                    .isEqualTo(request.status());
            if (request.name() != null) {
                named.put(request.name(), JSON.readTree(response.body()));
            }
            assertThat(bodies.put(request.title(), response.body())).isNull();
        }
        return bodies;
    }

    private String filled(String text, Map<String, JsonNode> named) {
        return REFERENCE
                .matcher(text)
                .replaceAll(reference -> Matcher.quoteReplacement(value(reference.group(1), named)));
    }

    private String value(String reference, Map<String, JsonNode> named) {
        Matcher answer = ANSWER.matcher(reference);
        if (!answer.matches()) {
            assertThat(variables).containsKey(reference);
            return variables.get(reference);
        }
        assertThat(named).containsKey(answer.group(1));
        JsonNode node = named.get(answer.group(1));
        Matcher step = STEP.matcher(answer.group(2));
        while (step.find()) {
            node = step.group(2) != null
                    ? node.path(Integer.parseInt(step.group(2)))
                    : node.path(step.group(1) != null ? step.group(1) : step.group(3));
        }
        assertThat(node.isValueNode()).as("%s is a value", reference).isTrue();
        return node.asText();
    }
}
