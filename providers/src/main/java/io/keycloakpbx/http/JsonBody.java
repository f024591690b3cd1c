package io.keycloakpbx.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A JSON object sent as a request body, read within limits whatever content type the request claims: legacy clients
 * send JSON as a form. Unknown members are ignored unless the caller asks otherwise, as clients of newer contract
 * versions send some.
 *
 * <p>Every method throws {@link InvalidBodyException} where the body breaks the rule that the method states.
 */
public final class JsonBody {

    /** The largest body that is read, in bytes. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private final JsonNode object;

    private JsonBody(JsonNode object) {
        this.object = object;
    }

    /** Reads a body of at most {@link #MAX_BYTES} bytes that holds one JSON object. */
    public static JsonBody read(InputStream body) {
        return read(body, MAX_BYTES);
    }

    /** Reads a body of at most {@code maxBytes} bytes that holds one JSON object. */
    public static JsonBody read(InputStream body, int maxBytes) {
        byte[] bytes;
        try {
            bytes = body == null ? new byte[0] : body.readNBytes(maxBytes + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read(bytes, maxBytes);
    }

    /**
     * Reads a body of at most {@link #MAX_BYTES} bytes that holds one JSON object. For resources that take JSON sent as a
     * form: the server parses such a body, and leaves nothing of the stream, after it has made a resource's parameters.
     */
    public static JsonBody read(byte[] body) {
        return read(body == null ? new byte[0] : body, MAX_BYTES);
    }

    private static JsonBody read(byte[] bytes, int maxBytes) {
        if (bytes.length == 0) {
            throw new InvalidBodyException(null, "the request needs a JSON object as its body");
        }
        if (bytes.length > maxBytes) {
            throw new InvalidBodyException(null, "the request body is longer than " + maxBytes + " bytes");
        }
        JsonNode node;
        try {
            node = READER.readTree(bytes);
        } catch (JsonProcessingException e) {
            // Not the parser's own message: it quotes the body, and the body holds passwords.
            throw new InvalidBodyException(null, "the request body is not well-formed JSON");
        } catch (IOException e) {
            throw new InvalidBodyException(null, "the request body is not UTF-8 text");
        }
        if (!node.isObject()) {
            throw new InvalidBodyException(null, "the request body must be a JSON object");
        }
        return new JsonBody(node);
    }

    /** Refuses a body with a member that is not among these: a misspelt member would otherwise be ignored in silence. */
    public void refuseOthersThan(Set<String> members) {
        object.fieldNames().forEachRemaining(member -> {
            if (!members.contains(member)) {
                throw new InvalidBodyException(
                        null,
                        "the request body has a member that is not one of "
                                + String.join(", ", new TreeSet<>(members)));
            }
        });
    }

    /** Tells whether the member is there and not null. */
    public boolean has(String member) {
        return object.hasNonNull(member);
    }

    /** The string of a member that must be there, of 1 to {@code maxLength} characters. */
    public String requiredString(String member, int maxLength) {
        String value = optionalString(member, maxLength);
        if (value == null) {
            throw new InvalidBodyException(member, member + " is required");
        }
        if (value.isEmpty()) {
            throw new InvalidBodyException(member, member + " must not be empty");
        }
        return value;
    }

    /** The string of a member, of at most {@code maxLength} characters, or null where it is absent or null. */
    public String optionalString(String member, int maxLength) {
        JsonNode value = object.get(member);
        return value == null || value.isNull() ? null : string(member, value, maxLength);
    }

    /** The boolean of a member, or null where it is absent or null. */
    public Boolean optionalBoolean(String member) {
        JsonNode value = object.get(member);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isBoolean()) {
            throw new InvalidBodyException(member, member + " must be true or false");
        }
        return value.booleanValue();
    }

    /** The whole number of a member that must be there, from {@code min} to {@code max}. */
    public long requiredInteger(String member, long min, long max) {
        JsonNode value = object.get(member);
        if (value == null || value.isNull()) {
            throw new InvalidBodyException(member, member + " is required");
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < min
                || value.longValue() > max) {
            throw new InvalidBodyException(member, member + " must be a whole number from " + min + " to " + max);
        }
        return value.longValue();
    }

    /** The strings of a list, or null where the member is absent or null. */
    public List<String> optionalStrings(String member, int maxItems, int maxLength) {
        JsonNode value = object.get(member);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isArray() || value.size() > maxItems) {
            throw new InvalidBodyException(member, member + " must be a list of at most " + maxItems + " strings");
        }
        List<String> strings = new ArrayList<>(value.size());
        value.forEach(item -> strings.add(string(member, item, maxLength)));
        return strings;
    }

    private static String string(String member, JsonNode value, int maxLength) {
        if (!value.isTextual()) {
            throw new InvalidBodyException(member, member + " must be a string");
        }
        String text = value.textValue();
        if (text.length() > maxLength) {
            throw new InvalidBodyException(member, member + " must have at most " + maxLength + " characters");
        }
        // Databases refuse both with an error of their own: PostgreSQL stores neither.
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new InvalidBodyException(member, member + " must be text without null or unpaired characters");
        }
        return text;
    }
}
