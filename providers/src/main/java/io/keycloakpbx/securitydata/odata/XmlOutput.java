package io.keycloakpbx.securitydata.odata;

import io.keycloakpbx.http.XmlText;
import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** An XML document that is being written. Prefixes are part of the names. */
final class XmlOutput {

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter writer;

    XmlOutput() {
        try {
            writer = FACTORY.createXMLStreamWriter(text);
            writer.writeStartDocument("utf-8", "1.0");
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Begins an element.
     *
     * @param attributes names and values, in turn
     */
    XmlOutput begin(String name, String... attributes) {
        try {
            writer.writeStartElement(name);
            attributes(attributes);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** Ends the element that was begun last. */
    XmlOutput end() {
        try {
            writer.writeEndElement();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** An element without content. */
    XmlOutput empty(String name, String... attributes) {
        try {
            writer.writeEmptyElement(name);
            attributes(attributes);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** An element with text. */
    XmlOutput text(String name, String content, String... attributes) {
        begin(name, attributes);
        try {
            XmlText.write(writer, content);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return end();
    }

    /** The document, whose elements have all ended. */
    String document() {
        try {
            writer.writeEndDocument();
            writer.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    private void attributes(String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            writer.writeAttribute(attributes[i], XmlText.characters(attributes[i + 1]));
        }
    }
}
