package io.keycloakpbx.securitydata.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * How an object is, as a representation tells it: a text for each member, by the members' names from the outermost to the
 * innermost, with dots between.
 */
final class ObjectState {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

    /** Larger representations are not looked into. */
    private static final int LARGEST = 512 * 1024;

    /** States that are larger are not kept. */
    private static final int LARGEST_KEPT = 64 * 1024;

    /** What the caller may do is nothing of the object. */
    private static final String ACCESS = "access";

    private static final Logger LOG = Logger.getLogger(ObjectState.class);

    private ObjectState() {}

    /** Reads a representation, without the secrets; a missing node where it is none. */
    static JsonNode representation(String text, Secrets secrets) {
        if (text == null || text.length() > LARGEST) {
            return JSON.missingNode();
        }
        try {
            return secrets.hidden(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        } catch (RuntimeException e) {
            // That something was changed is told in any case.
            LOG.warn("What was changed cannot be told in the audit log", e);
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
            if (value.isNull() || ACCESS.equals(name) && value.isObject()) {
                continue;
            }
            if (value.isObject()) {
                add(name + '.', value, state);
            } else {
                state.put(name, value.isArray() ? value.toString() : value.asText());
            }
        }
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
