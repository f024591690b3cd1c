package io.keycloakpbx.soap;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
import org.w3c.dom.Element;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * A SOAP message that was sent. It has no document type, and is bounded in size and depth.
 *
 * @param version which SOAP it is
 * @param document the whole, with namespaces
 * @param header null where there is none
 * @param content the one element in its body
 */
public record SoapMessage(SoapVersion version, Document document, Element header, Element content) {

    /** The largest message that is read, in bytes. */
    public static final int MAX_BYTES = 256 * 1024;

    /** How deep elements may be nested. */
    public static final int MAX_DEPTH = 64;

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Set<String> ENCODINGS = Set.of("utf-8", "us-ascii");

    /** Whom a header may be meant for that we are; every other role is somebody else's. */
    private static final Set<String> OUR_ROLES = Set.of(
            "",
            "http://schemas.xmlsoap.org/soap/actor/next",
            SoapVersion.SOAP_12.namespace() + "/role/next",
            SoapVersion.SOAP_12.namespace() + "/role/ultimateReceiver");

    private static final XMLInputFactory STREAMS = streams();
    private static final DocumentBuilderFactory DOCUMENTS = documents();

    /** Without the content, which may be a password or a token. */
    @Override
    public String toString() {
        return "SoapMessage[" + version + "]";
    }

    /**
     * Reads a message.
     *
     * @throws SoapException where the body of the request is none: malformed, too large, of another version
     */
    public static SoapMessage read(byte[] body) {
        String text = text(body);
        check(text);
        Document document = parse(text);
        Element envelope = document.getDocumentElement();
        if (!"Envelope".equals(envelope.getLocalName())) {
            throw malformed(null, "The message is no SOAP envelope.");
        }
        SoapVersion version = SoapVersion.of(envelope.getNamespaceURI())
                .orElseThrow(() -> new SoapException(
                        // Of what is no version that we know, that one is to be told which everybody does.
                        SoapVersion.SOAP_11,
                        new SoapFault(
                                SoapFault.Code.VERSION_MISMATCH,
                                null,
                                "Only SOAP 1.1 and SOAP 1.2 envelopes are taken.")));
        List<Element> parts = XmlElements.children(envelope);
        boolean headed = !parts.isEmpty() && XmlElements.is(parts.get(0), version.namespace(), "Header");
        Element header = headed ? parts.get(0) : null;
        List<Element> rest = headed ? parts.subList(1, parts.size()) : parts;
        if (rest.size() != 1 || !XmlElements.is(rest.get(0), version.namespace(), "Body")) {
            throw malformed(version, "An envelope has at most one Header, then one Body and nothing else.");
        }
        List<Element> contents = XmlElements.children(rest.get(0));
        if (contents.size() != 1) {
            throw malformed(version, "The Body of the message must hold exactly one element.");
        }
        SoapMessage message = new SoapMessage(version, document, header, contents.get(0));
        message.requireUnderstood();
        return message;
    }

    /** The one child of the header of a name; none where there is none or several. */
    public Optional<Element> header(String namespace, String name) {
        return header == null ? Optional.empty() : XmlElements.only(header, namespace, name);
    }

    private void requireUnderstood() {
        if (header == null) {
            return;
        }
        for (Element block : XmlElements.children(header)) {
            String must =
                    block.getAttributeNS(version.namespace(), "mustUnderstand").strip();
            String namespace = block.getNamespaceURI();
            boolean understood = WsSecurity.NAMESPACE.equals(namespace) || Addressing.isOne(namespace);
            if (("1".equals(must) || "true".equals(must)) && !understood && isOurs(block)) {
                throw new SoapException(
                        version,
                        new SoapFault(
                                SoapFault.Code.MUST_UNDERSTAND,
                                null,
                                "The message has a header that must be understood and is not."));
            }
        }
    }

    private boolean isOurs(Element block) {
        String role = block.getAttributeNS(version.namespace(), version == SoapVersion.SOAP_12 ? "role" : "actor");
        return OUR_ROLES.contains(role.strip());
    }

    private static String text(byte[] body) {
        if (body == null || body.length == 0) {
            throw malformed(null, "The request has no message.");
        }
        if (body.length > MAX_BYTES) {
            throw malformed(null, "The message is larger than " + MAX_BYTES + " bytes.");
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
                    case XMLStreamConstants.DTD -> throw malformed(null, "The message must not have a document type.");
                    case XMLStreamConstants.START_ELEMENT -> {
                        depth++;
                        if (depth > MAX_DEPTH) {
                            throw malformed(null, "The message is nested deeper than " + MAX_DEPTH + " elements.");
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
        return malformed(null, "The message must be in UTF-8.");
    }

    private static SoapException notWellFormed() {
        return malformed(null, "The message is not well-formed XML.");
    }

    private static SoapException malformed(SoapVersion version, String text) {
        return new SoapException(version, SoapFault.sender(null, text));
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
