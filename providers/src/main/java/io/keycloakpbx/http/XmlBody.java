package io.keycloakpbx.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An XML document sent as a request body. The elements below the root are its members: text, an object where they hold
 * elements, a list where there are several of a name. Namespaces and attributes do not matter, but {@code xsi:nil}. There
 * is no document type and no entity but XML's own.
 */
public final class XmlBody extends Body {

    /** How deep elements may be nested, the root included. */
    public static final int MAX_DEPTH = 32;

    private static final XMLInputFactory FACTORY = factory();

    private final String root;

    private XmlBody(String root, JsonNode members) {
        super(members, true);
        this.root = root;
    }

    private static XMLInputFactory factory() {
        // The JDK's own, whatever else is on the class path.
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /** Reads a body of at most {@link #MAX_BYTES} bytes that holds one XML document. */
    public static XmlBody read(byte[] body) {
        byte[] bytes = bounded(body, MAX_BYTES, "an XML document");
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(bytes));
            try {
                return document(reader);
            } finally {
                reader.close();
            }
        } catch (InvalidBodyException e) {
            throw e;
        } catch (XMLStreamException | RuntimeException e) {
            // Not the parser's own message, which may quote the body. For some faults the JDK's parser has none,
            // and fails itself.
            throw malformed();
        }
    }

    /** The name of the root element. */
    public String root() {
        return root;
    }

    private static XmlBody document(XMLStreamReader reader) throws XMLStreamException {
        XmlBody document = null;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.DTD) {
                throw new InvalidBodyException(null, "the request body must not have a document type");
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                String name = reader.getLocalName();
                JsonNode members = element(reader, 1);
                document = new XmlBody(name, members.isObject() ? members : JsonNodeFactory.instance.objectNode());
            }
        }
        if (document == null) {
            throw malformed();
        }
        return document;
    }

    private static JsonNode element(XMLStreamReader reader, int depth) throws XMLStreamException {
        if (depth > MAX_DEPTH) {
            throw new InvalidBodyException(null, "the request body is nested deeper than " + MAX_DEPTH + " elements");
        }
        boolean nil = "true".equals(reader.getAttributeValue(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "nil"));
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        StringBuilder text = new StringBuilder();
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    String name = reader.getLocalName();
                    add(members, name, element(reader, depth + 1));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(reader.getText());
                case XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.DTD -> throw malformed();
                case XMLStreamConstants.END_ELEMENT -> {
                    if (nil) {
                        return JsonNodeFactory.instance.nullNode();
                    }
                    return members.isEmpty() ? JsonNodeFactory.instance.textNode(text.toString()) : members;
                }
                default -> {
                    // Comments and processing instructions.
                }
            }
        }
    }

    private static void add(ObjectNode members, String name, JsonNode value) {
        JsonNode before = members.get(name);
        if (before instanceof ArrayNode list) {
            list.add(value);
        } else if (before == null) {
            members.set(name, value);
        } else {
            members.set(name, JsonNodeFactory.instance.arrayNode().add(before).add(value));
        }
    }

    private static InvalidBodyException malformed() {
        return new InvalidBodyException(null, "the request body is not well-formed XML");
    }
}
