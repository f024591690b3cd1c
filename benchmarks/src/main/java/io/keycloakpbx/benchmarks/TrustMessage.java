package io.keycloakpbx.benchmarks;

import java.io.StringReader;
import java.io.StringWriter;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Messages of WS-Trust 1.3 over SOAP 1.2. */
final class TrustMessage {

    /** What tokens are asked for. */
    static final String APPLIES_TO = "http://idibilling.com/webservices";

    /** Where acme's tokens come from. */
    static final String PATH = "/realms/acme/securitytoken/1x/Production";

    static final String CONTENT_TYPE = "application/soap+xml;charset=utf-8";

    private static final String ASSERTION_NAMESPACE = "urn:oasis:names:tc:SAML:2.0:assertion";

    private static final String ENVELOPE =
            """
            <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">\
            <s:Header>%s</s:Header>\
            <s:Body>\
            <t:RequestSecurityToken xmlns:t="http://docs.oasis-open.org/ws-sx/ws-trust/200512">\
            <t:RequestType>http://docs.oasis-open.org/ws-sx/ws-trust/200512/%s</t:RequestType>%s\
            </t:RequestSecurityToken></s:Body></s:Envelope>""";

    private static final String SIGN_IN =
            """
            <o:Security xmlns:o="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">\
            <o:UsernameToken><o:Username>%s</o:Username><o:Password>%s</o:Password></o:UsernameToken></o:Security>""";

    private static final String SCOPE =
            """
            <p:AppliesTo xmlns:p="http://schemas.xmlsoap.org/ws/2004/09/policy">\
            <a:EndpointReference xmlns:a="http://www.w3.org/2005/08/addressing"><a:Address>%s</a:Address>\
            </a:EndpointReference></p:AppliesTo>"""
                    .formatted(APPLIES_TO);

    private TrustMessage() {}

    /** Asks for a token. */
    static String issue(String username, String password) {
        return ENVELOPE.formatted(SIGN_IN.formatted(username, password), "Issue", SCOPE);
    }

    /** Asks whether a token is valid. */
    static String validate(String assertion) {
        return ENVELOPE.formatted(
                "",
                "Validate",
                "<t:TokenType>http://docs.oasis-open.org/ws-sx/ws-trust/200512/RSTR/Status</t:TokenType>"
                        + "<t:ValidateTarget>" + assertion + "</t:ValidateTarget>");
    }

    /** The assertion in an answer, with all its namespaces. */
    static String assertion(String answer) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setNamespaceAware(true);
            Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(answer)));
            Transformer writer = TransformerFactory.newDefaultInstance().newTransformer();
            writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter text = new StringWriter();
            writer.transform(
                    new DOMSource(document.getElementsByTagNameNS(ASSERTION_NAMESPACE, "Assertion")
                            .item(0)),
                    new StreamResult(text));
            return text.toString();
        } catch (Exception e) {
            throw new IllegalStateException("No assertion: " + answer, e);
        }
    }
}
