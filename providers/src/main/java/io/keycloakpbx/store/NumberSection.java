package io.keycloakpbx.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.RealmModel;

final class NumberSection implements PbxDataSection {

    /** Those that a file brings must leave room for those to come. */
    static final int MAX_NUMBER = 1_000_000_000;

    private static final int MAX_ID = 300;

    /** That of a client and that of a role of it, with a character between. */
    private static final int MAX_NAME = 511;

    private static final String KIND = "kind";
    private static final String NUMBER = "number";
    private static final String ID = "id";
    private static final String NAME = "name";

    private final NumberProvider numbers;
    private final NumberedNames names;

    NumberSection(NumberProvider numbers, NumberedNames names) {
        this.numbers = numbers;
        this.names = names;
    }

    /** What a file says of one number; the name is null where it has none. */
    private record Told(int number, String name) {}

    @Override
    public void write(RealmModel realm, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (NumberKind kind : NumberKind.values()) {
            int last = 0;
            Map<Integer, String> part;
            do {
                part = numbers.ids(realm, kind, last);
                Map<String, String> known = names.namesOf(realm, kind, part.values());
                for (Map.Entry<Integer, String> number : part.entrySet()) {
                    json.writeStartObject();
                    json.writeStringField(KIND, kind.name());
                    json.writeNumberField(NUMBER, number.getKey());
                    json.writeStringField(ID, number.getValue());
                    if (known.containsKey(number.getValue())) {
                        json.writeStringField(NAME, known.get(number.getValue()));
                    }
                    json.writeEndObject();
                    last = number.getKey();
                }
            } while (part.size() == NumberProvider.MAX_ASKED);
        }
        json.writeEndArray();
    }

    @Override
    public List<String> take(RealmModel realm, JsonNode value, boolean trial) {
        Map<NumberKind, Map<String, Integer>> wanted = new EnumMap<>(NumberKind.class);
        read(value).forEach((kind, told) -> wanted.put(kind, here(realm, kind, told)));
        List<String> refused = new ArrayList<>();
        wanted.forEach((kind, ofKind) -> numbers.keep(realm, kind, ofKind, trial)
                .forEach(id -> refused.add("the number " + ofKind.get(id) + " of " + id + " (" + kind
                        + "): it is given to another id, or the id has another number")));
        return refused;
    }

    /** The numbers by the ids that the objects have here: those of the file, or, where nothing here has one, by the name. */
    private Map<String, Integer> here(RealmModel realm, NumberKind kind, Map<String, Told> told) {
        Map<String, String> unknown = new LinkedHashMap<>();
        told.forEach((id, one) -> {
            if (one.name() != null) {
                unknown.put(id, one.name());
            }
        });
        unknown.keySet().removeAll(names.namesOf(realm, kind, unknown.keySet()).keySet());
        Map<String, String> ids = names.idsOf(realm, kind, unknown.values());
        Map<String, Integer> here = new LinkedHashMap<>();
        told.forEach((id, one) -> {
            String other = ids.get(unknown.get(id));
            here.putIfAbsent(other == null || told.containsKey(other) ? id : other, one.number());
        });
        return here;
    }

    private static Map<NumberKind, Map<String, Told>> read(JsonNode value) {
        if (!value.isArray()) {
            throw new InvalidSectionException("/numbers must be a list");
        }
        Map<NumberKind, Map<String, Told>> told = new EnumMap<>(NumberKind.class);
        for (int i = 0; i < value.size(); i++) {
            String where = "/numbers/" + i;
            JsonNode number = value.get(i);
            JsonNode id = number.path(ID);
            if (!number.path(KIND).isTextual()) {
                throw new InvalidSectionException(where + "/kind must be a string");
            }
            if (!number.path(NUMBER).canConvertToInt()
                    || number.path(NUMBER).isFloatingPointNumber()
                    || number.path(NUMBER).intValue() < 1
                    || number.path(NUMBER).intValue() > MAX_NUMBER) {
                throw new InvalidSectionException(where + "/number must be a whole number from 1 to " + MAX_NUMBER);
            }
            if (!isText(id, MAX_ID)) {
                throw new InvalidSectionException(where + "/id must be a string of 1 to " + MAX_ID + " characters");
            }
            JsonNode name = number.path(NAME);
            if (!name.isMissingNode() && !name.isNull() && !isText(name, MAX_NAME)) {
                throw new InvalidSectionException(
                        where + "/name must be a string of 1 to " + MAX_NAME + " characters, or left out");
            }
            // Kinds of a later version are not known here.
            kind(number.path(KIND).textValue())
                    .ifPresent(kind -> told.computeIfAbsent(kind, ofKind -> new LinkedHashMap<>())
                            .put(id.textValue(), new Told(number.path(NUMBER).intValue(), name.textValue())));
        }
        return told;
    }

    private static boolean isText(JsonNode value, int most) {
        return value.isTextual()
                && !value.textValue().isEmpty()
                && value.textValue().length() <= most
                && StorableText.is(value.textValue());
    }

    private static Optional<NumberKind> kind(String name) {
        return Arrays.stream(NumberKind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst();
    }

    @Override
    public void close() {}
}
