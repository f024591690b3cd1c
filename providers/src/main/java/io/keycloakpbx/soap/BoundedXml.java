package io.keycloakpbx.soap;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.w3c.dom.Document;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Documents that were sent, read by the JDK's own parser, whatever else is on the class path: bounded in size and depth, in
 * UTF-8, without a document type and so without any entity but XML's own.
 */
public final class BoundedXml {

    /** The largest document that is read, in bytes. */
    static final int MAX_BYTES = 256 * 1024;

    /** How deep elements may be nested. */
    static final int MAX_DEPTH = 64;

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Set<String> ENCODINGS = Set.of("utf-8", "us-ascii");

    private static final XMLInputFactory STREAMS = streams();
    private static final DocumentBuilderFactory DOCUMENTS = documents();

    private BoundedXml() {}

    /**
     * Reads a document.
     *
     * @throws SoapException where it is none, or none that is read
     */
    public static Document read(byte[] body) {
        String text = text(body);
        check(text);
        return parse(text);
    }

    private static String text(byte[] body) {
        if (body == null || body.length == 0) {
            throw malformed("The request has no message.");
        }
        if (body.length > MAX_BYTES) {
            throw malformed("The message is larger than " + MAX_BYTES + " bytes.");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw otherEncoding();
        }
    }

    /** Looks through the text without keeping anything of it: what is refused is told in words, and early. */
    private static void check(String text) {
        try {
            XMLStreamReader reader = STREAMS.createXMLStreamReader(new StringReader(text));
            String encoding = reader.getCharacterEncodingScheme();
            if (encoding != null && !ENCODINGS.contains(encoding.toLowerCase(Locale.ROOT))) {
                throw otherEncoding();
            }
            int depth = 0;
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.DTD -> throw malformed("The message must not have a document type.");
                    case XMLStreamConstants.START_ELEMENT -> {
                        depth++;
                        if (depth > MAX_DEPTH) {
                            throw malformed("The message is nested deeper than " + MAX_DEPTH + " elements.");
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> depth--;
                    default -> {
                        // Of no concern here.
                    }
                }
            }
            reader.close();
        } catch (SoapException e) {
            throw e;
        } catch (XMLStreamException | RuntimeException e) {
            // Not the parser's own message, which may quote the body. For some faults the JDK's parser has none,
            // and fails itself.
            throw notWellFormed();
        }
    }

    private static Document parse(String text) {
        try {
            DocumentBuilder builder = builder();
            // The default one writes to the server's log.
            builder.setErrorHandler(Refusing.INSTANCE);
            return builder.parse(new InputSource(new StringReader(text)));
        } catch (SAXException | IOException | RuntimeException e) {
            throw notWellFormed();
        }
    }

    /** A builder of documents: the JDK's own, whatever else is on the class path. */
    static DocumentBuilder builder() {
        try {
            // Factories are not made for several threads at once.
            synchronized (DOCUMENTS) {
                return DOCUMENTS.newDocumentBuilder();
            }
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DocumentBuilderFactory documents() {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
        factory.setXIncludeAware(false);
        factory.setCoalescing(true);
        return factory;
    }

    private static XMLInputFactory streams() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    private static SoapException otherEncoding() {
        return malformed("The message must be in UTF-8.");
    }

    private static SoapException notWellFormed() {
        return malformed("The message is not well-formed XML.");
    }

    private static SoapException malformed(String text) {
        return new SoapException(SoapFault.sender(null, text));
    }

    /** Ends the parser's work without a word. */
    private enum Refusing implements ErrorHandler {
        INSTANCE;

        @Override
        public void warning(SAXParseException e) {
            // Nothing is wrong.
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
