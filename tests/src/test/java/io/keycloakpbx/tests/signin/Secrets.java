package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.keycloakpbx.tests.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Remembers the passwords that a test class sends and the tokens that it receives, and fails the class if the server's log
 * has one of them, or a failure of the server.
 */
final class Secrets implements BeforeAllCallback, AfterAllCallback {

    private static final List<String> MEMBERS =
            List.of("password", "new_password", "token", "access_token", "refresh_token");
    private static final int SHORTEST = 8;

    /** The first line of what the server logs at one time. */
    private static final Pattern RECORD = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2} ");

    /** How Keycloak logs what becomes a 5xx. Other stack traces may be of classes that run at the same time. */
    private static final String FAILURE = "Uncaught server error";

    private final ObjectMapper json = new ObjectMapper();
    private final Set<String> values = ConcurrentHashMap.newKeySet();
    private final Path log = Settings.directory().resolve("server.log");
    private long start;

    void sent(byte[] body) {
        collect(tree(body));
    }

    void received(String body) {
        sent(body.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode tree(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }

    private void collect(JsonNode node) {
        for (String member : MEMBERS) {
            node.findValues(member).stream()
                    .filter(JsonNode::isTextual)
                    .map(JsonNode::textValue)
                    .filter(value -> value.length() >= SHORTEST)
                    // A long row of one letter, as tests of limits send it, is in the log for other reasons.
                    .filter(value -> value.chars().distinct().count() > 2)
                    .forEach(values::add);
        }
    }

    /** What the server has logged since this class began. */
    String logged() {
        try {
            if (!Files.exists(log)) {
                // The server is a container.
                return "";
            }
            byte[] all = Files.readAllBytes(log);
            int from = (int) Math.min(start, all.length);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start = size(log);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        String logged = logged();
        assertThat(values).as("secrets of the test").isNotEmpty();
        assertThat(values).as("secrets in the log").noneMatch(logged::contains);
        assertThat(stackTraces(logged)).as("failures in the log").isEmpty();
    }

    /** The failures of the server, with a stack trace each; no class causes one on purpose. */
    private static List<String> stackTraces(String logged) {
        List<String> found = new ArrayList<>();
        String record = "";
        for (String line : logged.lines().toList()) {
            if (RECORD.matcher(line).lookingAt()) {
                record = line;
            } else if (line.startsWith("\tat ") && record.contains(FAILURE) && !found.contains(record)) {
                found.add(record);
            }
        }
        return found;
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
