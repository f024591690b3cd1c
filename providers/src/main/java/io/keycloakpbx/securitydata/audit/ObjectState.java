package io.keycloakpbx.securitydata.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How an object is, as a representation tells it: a text for each member, by the members' names from the outermost to the
 * innermost, with dots between. What is named like a secret is {@link #HIDDEN}, whatever it is.
 */
final class ObjectState {

    /** What stands for a secret. */
    static final String HIDDEN = "***";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

    /** Larger representations are not looked into. */
    private static final int LARGEST = 512 * 1024;

    /** States that are larger are not kept. */
    private static final int LARGEST_KEPT = 64 * 1024;

    private static final List<String> SECRETS = List.of("password", "secret", "credential", "token");

    /** Too short to be looked for within words. */
    private static final Set<String> SECRET_WORDS = Set.of("otp", "otps", "answer", "answers", "pin", "pins");

    private static final Pattern WORDS = Pattern.compile("[^A-Za-z]+|(?<=[a-z])(?=[A-Z])");

    /** What names the value beside it. */
    private static final List<String> NAMES = List.of("name", "key", "type");

    private ObjectState() {}

    /** Reads a representation; a missing node where it is none. */
    static JsonNode representation(String text) {
        if (text == null || text.length() > LARGEST) {
            return JSON.missingNode();
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    /** The state that a representation tells of. */
    static SortedMap<String, String> of(JsonNode representation) {
        SortedMap<String, String> state = new TreeMap<>();
        if (representation.isObject()) {
            add("", representation, state);
        }
        return state;
    }

    private static void add(String path, JsonNode object, SortedMap<String, String> state) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = path + member.getKey();
            JsonNode value = member.getValue();
            if (value.isNull()) {
                continue;
            }
            if (isSecret(member.getKey())) {
                state.put(name, HIDDEN);
            } else if (value.isObject()) {
                add(name + '.', value, state);
            } else {
                state.put(
                        name, value.isArray() ? withoutSecrets(value.deepCopy()).toString() : value.asText());
            }
        }
    }

    /** Within lists: whole members, and values that stand beside their names. */
    private static JsonNode withoutSecrets(JsonNode node) {
        if (node instanceof ArrayNode array) {
            array.forEach(ObjectState::withoutSecrets);
        } else if (node instanceof ObjectNode object) {
            boolean named =
                    NAMES.stream().anyMatch(name -> isSecret(object.path(name).asText("")));
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                if (isSecret(member.getKey()) || named && "value".equals(member.getKey())) {
                    member.setValue(object.textNode(HIDDEN));
                } else {
                    withoutSecrets(member.getValue());
                }
            }
        }
        return node;
    }

    static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return SECRETS.stream().anyMatch(lower::contains)
                || WORDS.splitAsStream(name)
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .anyMatch(SECRET_WORDS::contains);
    }

    /** The text that is kept of a state; null where it is too large. */
    static String text(SortedMap<String, String> state) {
        try {
            String text = JSON.writeValueAsString(state);
            return text.length() > LARGEST_KEPT ? null : text;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** The state that was kept; empty where there is none. */
    static SortedMap<String, String> kept(String text) {
        try {
            return text == null ? new TreeMap<>() : JSON.readValue(text, TEXTS);
        } catch (JsonProcessingException e) {
            return new TreeMap<>();
        }
    }

    /** The names of the items of a list, of roles for example. */
    static Stream<String> names(JsonNode list) {
        Stream.Builder<String> names = Stream.builder();
        list.forEach(item -> {
            String name = item.isTextual() ? item.asText() : item.path("name").asText(null);
            if (name != null) {
                names.add(name);
            }
        });
        return names.build();
    }
}
