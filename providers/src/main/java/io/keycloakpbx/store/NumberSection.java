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
    private static final String KIND = "kind";
    private static final String NUMBER = "number";
    private static final String ID = "id";

    private final NumberProvider numbers;

    NumberSection(NumberProvider numbers) {
        this.numbers = numbers;
    }

    @Override
    public void write(RealmModel realm, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (NumberKind kind : NumberKind.values()) {
            int last = 0;
            Map<Integer, String> part;
            do {
                part = numbers.ids(realm, kind, last);
                for (Map.Entry<Integer, String> number : part.entrySet()) {
                    json.writeStartObject();
                    json.writeStringField(KIND, kind.name());
                    json.writeNumberField(NUMBER, number.getKey());
                    json.writeStringField(ID, number.getValue());
                    json.writeEndObject();
                    last = number.getKey();
                }
            } while (part.size() == NumberProvider.MAX_ASKED);
        }
        json.writeEndArray();
    }

    @Override
    public List<String> take(RealmModel realm, JsonNode value, boolean trial) {
        Map<NumberKind, Map<String, Integer>> wanted = read(value);
        List<String> refused = new ArrayList<>();
        wanted.forEach((kind, ofKind) -> numbers.keep(realm, kind, ofKind, trial)
                .forEach(id -> refused.add("the number " + ofKind.get(id) + " of " + id + " (" + kind
                        + "): it is given to another id, or the id has another number")));
        return refused;
    }

    private static Map<NumberKind, Map<String, Integer>> read(JsonNode value) {
        if (!value.isArray()) {
            throw new InvalidSectionException("/numbers must be a list");
        }
        Map<NumberKind, Map<String, Integer>> wanted = new EnumMap<>(NumberKind.class);
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
            if (!id.isTextual()
                    || id.textValue().isEmpty()
                    || id.textValue().length() > MAX_ID
                    || !StorableText.is(id.textValue())) {
                throw new InvalidSectionException(where + "/id must be a string of 1 to " + MAX_ID + " characters");
            }
            // Kinds of a later version are not known here.
            kind(number.path(KIND).textValue())
                    .ifPresent(kind -> wanted.computeIfAbsent(kind, ofKind -> new LinkedHashMap<>())
                            .put(id.textValue(), number.path(NUMBER).intValue()));
        }
        return wanted;
    }

    private static Optional<NumberKind> kind(String name) {
        return Arrays.stream(NumberKind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst();
    }

    @Override
    public void close() {}
}
