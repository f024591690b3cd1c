package io.keycloakpbx.securitydata.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.keycloak.events.admin.OperationType;

/**
 * What a change has made different.
 *
 * @param changes one for each member
 * @param state how the object is afterwards; null where that cannot be told
 */
record Difference(List<Change> changes, SortedMap<String, String> state) {

    /**
     * A member that is different.
     *
     * @param oldValue null where there was none
     * @param newValue null where there is none
     */
    @JsonPropertyOrder({"Property", "OldValue", "NewValue"})
    record Change(
            @JsonProperty("Property") String property,
            @JsonProperty("OldValue") String oldValue,
            @JsonProperty("NewValue") String newValue) {}

    /**
     * Compares.
     *
     * @param type the object's type in the log
     * @param before how the object was, as far as it is known
     * @param representation what came with the change: of an update those members that it speaks of
     */
    static Difference of(
            OperationType operation, String type, SortedMap<String, String> before, JsonNode representation) {
        if (representation.isArray()) {
            return new Difference(ofList(operation, representation), null);
        }
        SortedMap<String, String> told = ObjectState.of(representation);
        return switch (operation) {
            case CREATE -> new Difference(between(new TreeMap<>(), told), told);
            case UPDATE -> updated(type, before, told, representation);
            case DELETE -> removed(before, told);
            default -> new Difference(between(new TreeMap<>(), told), null);
        };
    }

    /** Members that an update does not speak of stay as they are. */
    private static Difference updated(
            String type, SortedMap<String, String> before, SortedMap<String, String> told, JsonNode representation) {
        SortedMap<String, String> after = new TreeMap<>(before);
        representation.properties().stream()
                .filter(member -> !member.getValue().isNull())
                .forEach(member -> after.keySet()
                        .removeIf(name -> name.equals(member.getKey())
                                || name.startsWith(member.getKey() + '.')
                                        && !Merging.keeps(type, name, representation)));
        after.putAll(told);
        List<Change> changes = new ArrayList<>(between(before, after));
        // That a secret was sent is all that can be told of it.
        told.forEach((name, value) -> {
            if (value.equals(Secrets.HIDDEN) && value.equals(before.get(name))) {
                changes.add(new Change(name, value, value));
            }
        });
        return new Difference(changes, after);
    }

    /** All that was known of the object: events of removals tell little more than its name, or nothing. */
    private static Difference removed(SortedMap<String, String> before, SortedMap<String, String> told) {
        SortedMap<String, String> gone = new TreeMap<>(before);
        gone.putAll(told);
        return new Difference(between(gone, new TreeMap<>()), null);
    }

    private static List<Change> between(SortedMap<String, String> before, SortedMap<String, String> after) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        List<Change> changes = new ArrayList<>();
        for (String name : names) {
            String old = before.get(name);
            String now = after.get(name);
            if (old == null || !old.equals(now)) {
                changes.add(new Change(name, old, now));
            }
        }
        return changes;
    }

    /** Roles that were given or taken, for example. */
    private static List<Change> ofList(OperationType operation, JsonNode list) {
        boolean taken = operation == OperationType.DELETE;
        return ObjectState.names(list)
                .map(name -> taken ? new Change("name", name, null) : new Change("name", null, name))
                .toList();
    }
}
