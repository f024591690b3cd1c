package io.keycloakpbx.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import io.keycloakpbx.http.InvalidBodyException.Violation;
import io.keycloakpbx.store.StorableText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The members of an object that was sent as a request body, read by rules and within limits, whatever its syntax.
 *
 * <p>A method throws {@link InvalidBodyException} where the body breaks the rule that the method states. Of a
 * {@link #collecting} body it notes the violation instead and returns what stands for nothing: null, no items, the least
 * number. {@link #refuseViolations} then tells all of them at once.
 */
public sealed class Body permits JsonBody, XmlBody, FormBody {

    /** The largest body that is read, in bytes. */
    public static final int MAX_BYTES = 64 * 1024;

    private final JsonNode object;
    /** Whether the syntax knows only text: numbers are then text of digits, and one item is a list. */
    private final boolean textual;
    /** What comes before a member's name where it is told: the way to this object. */
    private final String path;
    /** Null where the first violation is thrown. */
    private final List<Violation> violations;

    Body(JsonNode object, boolean textual) {
        this(object, textual, "", null);
    }

    private Body(JsonNode object, boolean textual, String path, List<Violation> violations) {
        this.object = object;
        this.textual = textual;
        this.path = path;
        this.violations = violations;
    }

    /** A body's bytes; refused where there are none or too many. */
    static byte[] bytes(InputStream body, int maxBytes, String kind) {
        try {
            return bounded(body == null ? new byte[0] : body.readNBytes(maxBytes + 1), maxBytes, kind);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bounded(byte[] bytes, int maxBytes, String kind) {
        if (bytes == null || bytes.length == 0) {
            throw new InvalidBodyException(null, "the request needs " + kind + " as its body");
        }
        if (bytes.length > maxBytes) {
            throw new InvalidBodyException(null, "the request body is longer than " + maxBytes + " bytes");
        }
        return bytes;
    }

    /** The same members, of which all violations are told at once. */
    public Body collecting() {
        return new Body(object, textual, path, new ArrayList<>());
    }

    /** Throws what a collecting body has noted, its nested objects included, if anything. */
    public void refuseViolations() {
        if (violations != null && !violations.isEmpty()) {
            throw new InvalidBodyException(violations);
        }
    }

    /** Notes or throws a violation that the caller has found. */
    public void violation(String member, String message) {
        Violation violation = new Violation(member == null ? null : path + member, message);
        if (violations == null) {
            throw new InvalidBodyException(List.of(violation));
        }
        violations.add(violation);
    }

    /** Refuses a body with a member that is not among these: a misspelt member would otherwise be ignored in silence. */
    public void refuseOthersThan(Set<String> members) {
        List<String> others = new ArrayList<>();
        object.fieldNames().forEachRemaining(others::add);
        if (!members.containsAll(others)) {
            violation(
                    null,
                    (path.isEmpty() ? "the request body" : path.substring(0, path.length() - 1))
                            + " has a member that is not one of " + String.join(", ", new TreeSet<>(members)));
        }
    }

    /** Tells whether the member is there and not null. */
    public boolean has(String member) {
        return object.hasNonNull(member);
    }

    /** The string of a member that must be there, of 1 to {@code maxLength} characters. */
    public String requiredString(String member, int maxLength) {
        if (!has(member)) {
            return broken(member, "is required");
        }
        String value = optionalString(member, maxLength);
        return value != null && value.isEmpty() ? broken(member, "must not be empty") : value;
    }

    /** The string of a member, of at most {@code maxLength} characters, or null where it is absent or null. */
    public String optionalString(String member, int maxLength) {
        return has(member) ? string(member, object.get(member), maxLength) : null;
    }

    /**
     * The text of a member that is a string, a number or a boolean, of at most {@code maxLength} characters, or null where it
     * is absent or null: for settings that Keycloak keeps as texts and reads from either.
     */
    public String optionalScalar(String member, int maxLength) {
        if (!has(member)) {
            return null;
        }
        JsonNode value = object.get(member);
        if (!value.isNumber() && !value.isBoolean()) {
            return optionalString(member, maxLength);
        }
        String text = value.asText();
        return text.length() > maxLength ? broken(member, "must have at most " + maxLength + " characters") : text;
    }

    /** The boolean of a member, or null where it is absent or null. */
    public Boolean optionalBoolean(String member) {
        if (!has(member)) {
            return null;
        }
        JsonNode value = object.get(member);
        if (textual && value.isTextual() && Set.of("true", "false").contains(value.textValue())) {
            return Boolean.valueOf(value.textValue());
        }
        return value.isBoolean() ? Boolean.valueOf(value.booleanValue()) : broken(member, "must be true or false");
    }

    /** The whole number of a member that must be there, from {@code min} to {@code max}. */
    public long requiredInteger(String member, long min, long max) {
        Long value = has(member) ? optionalInteger(member, min, max) : broken(member, "is required");
        return value == null ? min : value;
    }

    /** The whole number of a member, from {@code min} to {@code max}, or null where it is absent or null. */
    public Long optionalInteger(String member, long min, long max) {
        if (!has(member)) {
            return null;
        }
        JsonNode value = number(object.get(member));
        return value.isIntegralNumber()
                        && value.canConvertToLong()
                        && value.longValue() >= min
                        && value.longValue() <= max
                ? Long.valueOf(value.longValue())
                : broken(member, "must be a whole number from " + min + " to " + max);
    }

    /**
     * The number of a member, from {@code min} to {@code max} with at most {@code scale} digits after the point, with that
     * scale; null where it is absent or null.
     */
    public BigDecimal optionalDecimal(String member, BigDecimal min, BigDecimal max, int scale) {
        if (!has(member)) {
            return null;
        }
        JsonNode value = number(object.get(member));
        BigDecimal number = value.isNumber() ? value.decimalValue() : null;
        // Bounds first: what is within them has no exponent that takes long to write out.
        return number != null
                        && number.compareTo(min) >= 0
                        && number.compareTo(max) <= 0
                        && number.stripTrailingZeros().scale() <= scale
                ? number.setScale(scale)
                : broken(
                        member,
                        "must be a number from " + min.toPlainString() + " to " + max.toPlainString() + " with at most "
                                + scale + " decimals");
    }

    /** The strings of a list, or null where the member is absent or null. */
    public List<String> optionalStrings(String member, int maxItems, int maxLength) {
        List<JsonNode> items = items(member, maxItems, "strings");
        if (items == null) {
            return null;
        }
        List<String> strings = new ArrayList<>(items.size());
        items.forEach(item -> strings.add(string(member, item, maxLength)));
        return strings;
    }

    /** The object of a member, or null where it is absent or null. Violations in it are told by {@code member.name}. */
    public Body optionalObject(String member) {
        if (!has(member)) {
            return null;
        }
        JsonNode value = object.get(member);
        // An element without any in it looks like a text.
        if (textual && value.isTextual() && value.textValue().isBlank()) {
            value = JsonNodeFactory.instance.objectNode();
        }
        return value.isObject() ? nested(value, member) : broken(member, "must be an object");
    }

    /** The objects of a list, or null where the member is absent or null. Violations are told by {@code member[0].name}. */
    public List<Body> optionalObjects(String member, int maxItems) {
        return objects(member, items(member, maxItems, "objects"));
    }

    /** The first objects of a list of whatever length, likewise: for lists of which the caller says how long they may be. */
    public List<Body> firstObjects(String member, int maxItems) {
        List<JsonNode> items = items(member, Integer.MAX_VALUE, "objects");
        return objects(member, items == null ? null : items.subList(0, Math.min(items.size(), maxItems)));
    }

    private List<Body> objects(String member, List<JsonNode> items) {
        if (items == null) {
            return null;
        }
        List<Body> objects = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            String name = member + '[' + i + ']';
            if (items.get(i).isObject()) {
                objects.add(nested(items.get(i), name));
            } else {
                violation(name, path + name + " must be an object");
            }
        }
        return objects;
    }

    /** How many items the list of a member has; 0 where it is absent, null, or no list. */
    public int size(String member) {
        return has(member) && object.get(member).isArray() ? object.get(member).size() : 0;
    }

    /**
     * The object of a member as JSON without white space, of at most {@code maxBytes} bytes, or null where it is absent or null:
     * for what is kept as it is.
     */
    public String optionalJson(String member, int maxBytes) {
        if (!has(member)) {
            return null;
        }
        JsonNode value = object.get(member);
        if (!value.isObject()) {
            return broken(member, "must be an object");
        }
        String text = value.toString();
        if (text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            return broken(member, "must have at most " + maxBytes + " bytes");
        }
        return StorableText.is(text) ? text : broken(member, "must be text without null or unpaired characters");
    }

    private Body nested(JsonNode value, String name) {
        return new Body(value, textual, path + name + '.', violations);
    }

    private List<JsonNode> items(String member, int maxItems, String kind) {
        if (!has(member)) {
            return null;
        }
        JsonNode value = object.get(member);
        if (textual && !value.isArray()) {
            return List.of(value);
        }
        if (!value.isArray() || value.size() > maxItems) {
            return broken(member, "must be a list of at most " + maxItems + ' ' + kind);
        }
        List<JsonNode> items = new ArrayList<>(value.size());
        value.forEach(items::add);
        return items;
    }

    private JsonNode number(JsonNode value) {
        if (!textual || !value.isTextual()) {
            return value;
        }
        String text = value.textValue();
        try {
            return text.matches("-?\\d{1,18}")
                    ? LongNode.valueOf(Long.parseLong(text))
                    : DecimalNode.valueOf(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return value;
        }
    }

    private String string(String member, JsonNode value, int maxLength) {
        if (!value.isTextual()) {
            return broken(member, "must be a string");
        }
        String text = value.textValue();
        if (text.length() > maxLength) {
            return broken(member, "must have at most " + maxLength + " characters");
        }
        return StorableText.is(text) ? text : broken(member, "must be text without null or unpaired characters");
    }

    /** Nothing, where it is not thrown. */
    private <T> T broken(String member, String rule) {
        violation(member, path + member + ' ' + rule);
        return null;
    }
}
