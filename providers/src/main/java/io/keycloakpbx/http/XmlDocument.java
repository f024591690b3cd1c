package io.keycloakpbx.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.ws.rs.core.MediaType;
import java.io.StringWriter;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * What a representation says, as an XML document: the counterpart of {@link XmlBody}. The representation has one member,
 * which is the root, so that the JSON of the same representation has the same names. Members that are null are left out.
 */
public final class XmlDocument {

    /** The content type of what is written. */
    public static final MediaType TYPE = MediaType.TEXT_XML_TYPE.withCharset("UTF-8");

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private XmlDocument() {}

    /**
     * Writes a document.
     *
     * @param representation an object with one member
     * @param items what the items of a list are called, by the name of the list
     */
    public static String of(Object representation, Map<String, String> items) {
        return text(representation, items, true);
    }

    /** The same without the declaration that begins a document, to be a part of another text. */
    public static String element(Object representation, Map<String, String> items) {
        return text(representation, items, false);
    }

    private static String text(Object representation, Map<String, String> items, boolean document) {
        Map.Entry<String, JsonNode> root =
                MAPPER.valueToTree(representation).properties().iterator().next();
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter writer = FACTORY.createXMLStreamWriter(text);
            if (document) {
                writer.writeStartDocument("UTF-8", "1.0");
            }
            write(writer, root.getKey(), root.getValue(), items);
            writer.writeEndDocument();
            writer.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    private static void write(XMLStreamWriter writer, String name, JsonNode value, Map<String, String> items)
            throws XMLStreamException {
        writer.writeStartElement(name);
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                if (!member.getValue().isNull()) {
                    write(writer, member.getKey(), member.getValue(), items);
                }
            }
        } else if (value.isArray()) {
            for (JsonNode item : value) {
                write(writer, items.getOrDefault(name, name), item, items);
            }
        } else {
            XmlText.write(writer, value.asText());
        }
        writer.writeEndElement();
    }
}
