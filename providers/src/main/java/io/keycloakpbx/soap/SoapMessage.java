package io.keycloakpbx.soap;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

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
    public static final int MAX_BYTES = BoundedXml.MAX_BYTES;

    /** Whom a header may be meant for that we are; every other role is somebody else's. */
    private static final Set<String> OUR_ROLES = Set.of(
            "",
            "http://schemas.xmlsoap.org/soap/actor/next",
            SoapVersion.SOAP_12.namespace() + "/role/next",
            SoapVersion.SOAP_12.namespace() + "/role/ultimateReceiver");

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
        Document document = BoundedXml.read(body);
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

    private static SoapException malformed(SoapVersion version, String text) {
        return new SoapException(version, SoapFault.sender(null, text));
    }
}
