package io.keycloakpbx.tests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * An answer as a page shows it: {@code …} stands for any text in a text, for any value in the place of one, and at the end of
 * an object or a list for further members.
 */
final class ShownAnswer {

    private static final String ANY = "…";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ShownAnswer() {}

    /** What is other in the real answer than in the shown one; empty if it is as shown. */
    static List<String> differences(String language, String shown, String real) {
        List<String> differences = new ArrayList<>();
        if (language.equals("json")) {
            compare("", read(written(shown)), read(real), differences);
        } else if (!isLike(shown.strip(), real.strip())) {
            differences.add(real);
        }
        return differences;
    }

    /** What is left out becomes a member that says so. */
    private static String written(String shown) {
        return shown.replaceAll("(:\\s*)…(\\s*[,}])", "$1\"…\"$2")
                .replaceAll("([,{]\\s*)…(\\s*})", "$1\"…\":\"…\"$2")
                .replaceAll("([,\\[]\\s*)…(\\s*])", "$1\"…\"$2");
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf("no JSON: " + text);
        }
    }

    private static void compare(String where, JsonNode shown, JsonNode real, List<String> differences) {
        if (shown.isObject() && real.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            shown.fieldNames().forEachRemaining(names::add);
            if (!names.remove(ANY)) {
                real.fieldNames().forEachRemaining(names::add);
            }
            names.forEach(name -> compare(where + "/" + name, shown.path(name), real.path(name), differences));
        } else if (shown.isArray() && real.isArray()) {
            boolean more =
                    !shown.isEmpty() && shown.get(shown.size() - 1).asText().equals(ANY);
            int size = more ? shown.size() - 1 : Math.max(shown.size(), real.size());
            for (int i = 0; i < size; i++) {
                compare(where + "/" + i, shown.path(i), real.path(i), differences);
            }
        } else if (!shown.equals(real)
                && !(shown.isTextual()
                        && real.isValueNode()
                        && !real.isNull()
                        && isLike(shown.asText(), real.asText()))) {
            differences.add(where + ": " + real);
        }
    }

    private static boolean isLike(String shown, String real) {
        StringBuilder pattern = new StringBuilder();
        for (String part : shown.split(ANY, -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".+").append(Pattern.quote(part));
        }
        return Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(real).matches();
    }
}
