package io.keycloakpbx.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A JSON object sent as a request body, read whatever content type the request claims: legacy clients send JSON as a
 * form. Unknown members are ignored unless the caller asks otherwise, as clients of newer contract versions send some.
 */
public final class JsonBody extends Body {

    private static final String KIND = "a JSON object";

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .reader();

    private JsonBody(JsonNode object) {
        super(object, false);
    }

    /** Reads a body of at most {@link #MAX_BYTES} bytes that holds one JSON object. */
    public static JsonBody read(InputStream body) {
        return read(body, MAX_BYTES);
    }

    /** Reads a body of at most {@code maxBytes} bytes that holds one JSON object. */
    public static JsonBody read(InputStream body, int maxBytes) {
        return parse(bytes(body, maxBytes, KIND));
    }

    /** Reads a body of at most {@link #MAX_BYTES} bytes that holds one JSON object. */
    public static JsonBody read(byte[] body) {
        return parse(bounded(body, MAX_BYTES, KIND));
    }

    /**
     * A body with one member, whose value is a text of JSON: what was kept as such is read as what is sent.
     */
    public static JsonBody ofMember(String member, String json) {
        return new JsonBody(
                JsonNodeFactory.instance.objectNode().set(member, node(json.getBytes(StandardCharsets.UTF_8))));
    }

    /** The members of an object that was read in another way, of whatever syntax, and has the types of JSON. */
    public static JsonBody of(ObjectNode object) {
        return new JsonBody(object);
    }

    /**
     * The object of a body of at most {@code maxBytes} bytes as it was sent, for those who bring it into a form of their own
     * before they read it by {@link #of}.
     */
    public static ObjectNode object(byte[] body, int maxBytes) {
        return parsed(bounded(body, maxBytes, KIND));
    }

    private static JsonBody parse(byte[] bytes) {
        return new JsonBody(parsed(bytes));
    }

    private static ObjectNode parsed(byte[] bytes) {
        if (node(bytes) instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidBodyException(null, "the request body must be a JSON object");
    }

    private static JsonNode node(byte[] bytes) {
        try {
            return READER.readTree(bytes);
        } catch (JsonProcessingException e) {
            // Not the parser's own message: it quotes the body, and the body holds passwords.
            throw new InvalidBodyException(null, "the request body is not well-formed JSON");
        } catch (IOException e) {
            throw new InvalidBodyException(null, "the request body is not UTF-8 text");
        }
    }
}
