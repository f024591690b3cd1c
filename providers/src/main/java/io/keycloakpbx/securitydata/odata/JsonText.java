package io.keycloakpbx.securitydata.odata;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;

/** What the formats of JSON share. */
final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();

    /** Writes the members of an object. */
    @FunctionalInterface
    interface Content {

        void write(JsonGenerator json) throws IOException;
    }

    private JsonText() {}

    /** An object. */
    static String object(Content members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** The value of a property, as OData 3 has it. */
    static void value(JsonGenerator json, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean is) {
            json.writeBoolean(is);
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Instant time) {
            json.writeString(IsoDateTime.text(time));
        } else {
            json.writeString(value.toString());
        }
    }

    /** A refusal, as the member of this name. */
    static void error(JsonGenerator json, String name, String message) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("code", Format.NO_CODE);
        json.writeObjectFieldStart("message");
        json.writeStringField("lang", Format.LANGUAGE);
        json.writeStringField("value", message);
        json.writeEndObject();
        json.writeEndObject();
    }
}
