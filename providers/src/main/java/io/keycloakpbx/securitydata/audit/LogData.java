package io.keycloakpbx.securitydata.audit;

import io.keycloakpbx.http.XmlDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The XML of the property {@code LogData}. It is bounded: what has no room is left out, and the last entry says so. */
final class LogData {

    private static final int MOST_CHANGES = 200;
    private static final int LONGEST_VALUE = 1000;
    private static final int LONGEST = 64 * 1024;
    private static final String MORE = "…";
    private static final Map<String, String> ITEMS = Map.of("ObjectDifferences", "ObjectDifference");

    private LogData() {}

    /** The text, of an object with a key and a name. */
    static String of(String key, String name, List<Difference.Change> changes) {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("Key", key);
        identity.put("Name", name == null ? "" : name);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("Identity", identity);
        data.put("ObjectDifferences", bounded(changes));
        return XmlDocument.element(Map.of("LogData", data), ITEMS);
    }

    private static List<Difference.Change> bounded(List<Difference.Change> changes) {
        List<Difference.Change> bounded = new ArrayList<>();
        int length = 0;
        for (Difference.Change change : changes) {
            Difference.Change shorter = new Difference.Change(
                    shorter(change.property()), shorter(change.oldValue()), shorter(change.newValue()));
            length += length(shorter.property()) + length(shorter.oldValue()) + length(shorter.newValue());
            if (bounded.size() == MOST_CHANGES || length > LONGEST) {
                bounded.add(new Difference.Change(MORE, null, null));
                break;
            }
            bounded.add(shorter);
        }
        return bounded;
    }

    private static int length(String text) {
        return text == null ? 0 : text.length();
    }

    private static String shorter(String text) {
        if (text == null || text.length() <= LONGEST_VALUE) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST_VALUE - 1)) ? LONGEST_VALUE - 1 : LONGEST_VALUE;
        return text.substring(0, end) + MORE;
    }
}
