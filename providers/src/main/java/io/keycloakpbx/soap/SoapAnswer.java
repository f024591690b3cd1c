package io.keycloakpbx.soap;

import io.keycloakpbx.http.XmlText;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Answers to SOAP messages. No cache keeps them. */
public final class SoapAnswer {

    /** Faults are sent with 500, as WCF does: other clients show a status of 400 and hide the fault. */
    static final int FAULT = 500;

    private static final TransformerFactory WRITERS = writers();

    private SoapAnswer() {}

    /** An empty document for what is to be the content of an answer, made by the JDK's own parser. */
    public static Document document() {
        return BoundedXml.builder().newDocument();
    }

    /**
     * An answer.
     *
     * @param content what its body has
     */
    public static Response of(SoapVersion version, Element content) {
        return answer(version, Response.Status.OK.getStatusCode(), List.of(), content);
    }

    /**
     * An answer that says what it answers where the message was sent with WS-Addressing.
     *
     * @param action the action of the answer
     * @param content what its body has
     */
    public static Response of(SoapMessage asked, String action, Element content) {
        return answer(
                asked.version(),
                Response.Status.OK.getStatusCode(),
                Addressing.headers(content.getOwnerDocument(), asked, action),
                content);
    }

    /** A fault. What the request has changed is not kept by this: the caller decides. */
    public static Response of(SoapVersion version, SoapFault fault) {
        return answer(version, FAULT, List.of(), element(version, document(), fault));
    }

    /** A fault that says what it answers where the message was sent with WS-Addressing. */
    public static Response of(SoapMessage asked, SoapFault fault) {
        Document document = document();
        return answer(
                asked.version(),
                FAULT,
                Addressing.headers(document, asked, null),
                element(asked.version(), document, fault));
    }

    /** A document as it is sent, in UTF-8. */
    public static byte[] bytes(Node document) {
        try {
            Transformer writer;
            // Factories are not made for several threads at once.
            synchronized (WRITERS) {
                writer = WRITERS.newTransformer();
            }
            writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            writer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            writer.transform(new DOMSource(document), new StreamResult(bytes));
            return bytes.toByteArray();
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Response answer(SoapVersion version, int status, List<Element> headers, Element content) {
        Document document = document();
        Element envelope = document.createElementNS(version.namespace(), version.qualified("Envelope"));
        document.appendChild(envelope);
        if (!headers.isEmpty()) {
            Element header = add(envelope, version, "Header");
            headers.forEach(block -> header.appendChild(document.importNode(block, true)));
        }
        add(envelope, version, "Body").appendChild(document.importNode(content, true));
        return Response.status(status)
                .header(HttpHeaders.CONTENT_TYPE, version.contentType())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(bytes(document))
                .build();
    }

    private static Element element(SoapVersion version, Document document, SoapFault fault) {
        Element element = document.createElementNS(version.namespace(), version.qualified("Fault"));
        QName code = new QName(version.namespace(), fault.code().name(version), version.prefix());
        String text = XmlText.characters(fault.text());
        if (version == SoapVersion.SOAP_12) {
            Element codes = add(element, version, "Code");
            name(add(codes, version, "Value"), code);
            if (fault.subcode() != null) {
                name(add(add(codes, version, "Subcode"), version, "Value"), fault.subcode());
            }
            words(add(add(element, version, "Reason"), version, "Text"), text);
        } else {
            // SOAP 1.1 has one code. That of the protocol says more (WSS 1.1, section 12, shows it so).
            name(
                    (Element) element.appendChild(document.createElementNS(null, "faultcode")),
                    fault.subcode() == null ? code : fault.subcode());
            words((Element) element.appendChild(document.createElementNS(null, "faultstring")), text);
        }
        return element;
    }

    private static Element add(Element parent, SoapVersion version, String name) {
        return (Element) parent.appendChild(
                parent.getOwnerDocument().createElementNS(version.namespace(), version.qualified(name)));
    }

    private static void words(Element element, String text) {
        element.setAttributeNS(XMLConstants.XML_NS_URI, "xml:lang", "en");
        element.setTextContent(text);
    }

    /** Writes a qualified name as text, with its prefix declared where it is. */
    private static void name(Element element, QName name) {
        if (!name.getNamespaceURI().equals(element.getNamespaceURI())) {
            element.setAttributeNS(
                    XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:" + name.getPrefix(), name.getNamespaceURI());
        }
        element.setTextContent(name.getPrefix() + ':' + name.getLocalPart());
    }

    private static TransformerFactory writers() {
        TransformerFactory factory = TransformerFactory.newDefaultInstance();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        } catch (TransformerConfigurationException e) {
            throw new IllegalStateException(e);
        }
        return factory;
    }
}
