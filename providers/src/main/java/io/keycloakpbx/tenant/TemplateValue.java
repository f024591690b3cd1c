package io.keycloakpbx.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is said of a {@link TemplateItem}, by a template or by a realm.
 *
 * @param whole all of it
 * @param members what is compared, each for itself
 * @param needs what has to be there for it
 */
record TemplateValue(JsonNode whole, Map<Member, JsonNode> members, Set<TemplateItem> needs) {

    /**
     * A member of an object, or an entry of a member that is an object itself.
     *
     * @param name the member; empty for what is no object
     * @param entry the entry, or null
     */
    record Member(String name, String entry) {

        /** What is no object has one value. */
        static final Member ONLY = new Member("", null);
    }

    /** Of what is no object. */
    static TemplateValue of(JsonNode value, TemplateItem... needs) {
        return new TemplateValue(value, Map.of(Member.ONLY, canonical(value)), Set.of(needs));
    }

    /**
     * Of an object.
     *
     * @param except members, and entries as {@code member/entry}, that are not compared
     */
    static TemplateValue of(ObjectNode object, Set<String> except, TemplateItem... needs) {
        Map<Member, JsonNode> members = new LinkedHashMap<>();
        object.properties().forEach(member -> {
            String name = member.getKey();
            if (except.contains(name)) {
                return;
            }
            if (member.getValue() instanceof ObjectNode entries) {
                entries.properties().forEach(entry -> {
                    if (!saysNothing(entry.getValue()) && !except.contains(name + "/" + entry.getKey())) {
                        members.put(new Member(name, entry.getKey()), canonical(entry.getValue()));
                    }
                });
            } else if (!saysNothing(member.getValue())) {
                members.put(new Member(name, null), canonical(member.getValue()));
            }
        });
        return new TemplateValue(object, members, Set.of(needs));
    }

    static boolean saysNothing(JsonNode value) {
        return value.isNull()
                || value.isTextual() && value.asText().isEmpty()
                || value.isContainerNode() && value.isEmpty();
    }

    /** One form for what means the same: lists of texts without an order, numbers of one type. */
    private static JsonNode canonical(JsonNode value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof ObjectNode object) {
            ObjectNode sorted = nodes.objectNode();
            object.properties().stream()
                    .filter(member -> !member.getValue().isNull())
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(member -> sorted.set(member.getKey(), canonical(member.getValue())));
            return sorted;
        }
        if (value.isArray()) {
            List<JsonNode> items =
                    value.valueStream().map(TemplateValue::canonical).toList();
            boolean texts = items.stream().allMatch(JsonNode::isTextual);
            return nodes.arrayNode()
                    .addAll(
                            texts
                                    ? items.stream()
                                            .map(JsonNode::asText)
                                            .sorted()
                                            .map(text -> (JsonNode) nodes.textNode(text))
                                            .toList()
                                    : items);
        }
        return value.isIntegralNumber() ? nodes.numberNode(value.asLong()) : value;
    }

    /** Some of the members as they are told and applied: a bare value, or an object. */
    static JsonNode join(Map<Member, JsonNode> members) {
        if (members.containsKey(Member.ONLY)) {
            return members.get(Member.ONLY);
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        members.forEach((member, value) -> {
            if (member.entry() == null) {
                object.set(member.name(), value);
            } else {
                object.withObjectProperty(member.name()).set(member.entry(), value);
            }
        });
        return object;
    }
}
