package io.keycloakpbx.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A form sent as a request body. It is read here and not by the server, which parses forms before it asks who sends them
 * and writes those that are malformed, passwords and all, to its log.
 */
public final class FormBody extends Body {

    private static final int HEX = 16;

    private FormBody(ObjectNode members) {
        super(members, true);
    }

    /** Reads a form of at most {@link #MAX_BYTES} bytes, in UTF-8. */
    public static FormBody read(byte[] body) {
        byte[] bytes = bounded(body, MAX_BYTES, "a form");
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        // The syntax is all ASCII: other bytes are kept as they are until a part is decoded.
        for (String pair : new String(bytes, StandardCharsets.ISO_8859_1).split("&")) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (!name.isEmpty()) {
                if (members.has(name)) {
                    throw malformed();
                }
                members.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return new FormBody(members);
    }

    private static String decode(String part) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(part.length());
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '%') {
                int high = i + 2 <= part.length() - 1 ? Character.digit(part.charAt(i + 1), HEX) : -1;
                int low = high < 0 ? -1 : Character.digit(part.charAt(i + 2), HEX);
                if (low < 0) {
                    throw malformed();
                }
                bytes.write(high * HEX + low);
                i += 2;
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static InvalidBodyException malformed() {
        return new InvalidBodyException(null, "the request body is not a well-formed form");
    }
}
