package io.keycloakpbx.tests.sts;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.cxf.Bus;
import org.apache.cxf.bus.extension.ExtensionManagerBus;
import org.apache.cxf.ws.security.trust.STSClient;
import org.apache.cxf.ws.security.wss4j.WSS4JOutInterceptor;
import org.apache.wss4j.common.ConfigurationConstants;
import org.apache.wss4j.common.WSS4JConstants;
import org.apache.wss4j.common.ext.WSPasswordCallback;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Clients of WS-Trust as CXF makes them. */
final class TrustClients implements AutoCloseable {

    static final String TRUST_13 = "http://docs.oasis-open.org/ws-sx/ws-trust/200512";
    static final String TRUST_2005 = "http://schemas.xmlsoap.org/ws/2005/02/trust";
    static final String SOAP_11 = "http://schemas.xmlsoap.org/wsdl/soap/";
    static final String SOAP_12 = "http://schemas.xmlsoap.org/wsdl/soap12/";

    private static final String WSDL = "http://schemas.xmlsoap.org/wsdl/";
    private static final String SAML = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0";

    private final Bus bus = new ExtensionManagerBus();

    Bus bus() {
        return bus;
    }

    /** A client of 1.3 that is made of the service's WSDL, and does what its policy says. */
    STSClient ofWsdl(String address, String username, String password) throws Exception {
        String location = address + "?wsdl";
        STSClient client = new STSClient(bus);
        client.setWsdlLocation(location);
        client.setServiceQName(service(location));
        client.setEndpointQName(port(location, SOAP_12));
        client.setTokenType(SAML);
        client.setKeyType(TRUST_13 + "/Bearer");
        Map<String, Object> properties = new HashMap<>();
        properties.put("security.username", username);
        properties.put("security.password", password);
        client.setProperties(properties);
        return client;
    }

    /** A client that is told all by hand. */
    STSClient byHand(String address, String trust, String soap, String username, String password) {
        STSClient client = withoutCredentials(address, trust, soap);
        client.setTokenType(SAML);
        client.setKeyType(
                trust.equals(TRUST_13)
                        ? trust + "/Bearer"
                        : "http://schemas.xmlsoap.org/ws/2005/05/identity/NoProofKey");
        client.getOutInterceptors()
                .add(new WSS4JOutInterceptor(Map.of(
                        ConfigurationConstants.ACTION,
                        ConfigurationConstants.USERNAME_TOKEN,
                        ConfigurationConstants.USER,
                        username,
                        ConfigurationConstants.PASSWORD_TYPE,
                        WSS4JConstants.PW_TEXT,
                        ConfigurationConstants.PW_CALLBACK_REF,
                        (CallbackHandler) callbacks -> answer(callbacks, password))));
        return client;
    }

    /** The same, to validate and cancel: the token that it is about is all that it sends. */
    STSClient withoutCredentials(String address, String trust, String soap) {
        STSClient client = new STSClient(bus);
        client.setNamespace(trust);
        client.setLocation(address);
        if (soap.equals(SOAP_12)) {
            client.setSoap12();
        } else {
            client.setSoap11();
        }
        return client;
    }

    private static void answer(Callback[] callbacks, String password) throws IOException {
        for (Callback callback : callbacks) {
            ((WSPasswordCallback) callback).setPassword(password);
        }
    }

    /** The first service of a WSDL. */
    static QName service(String location) throws Exception {
        return named(
                (Element) wsdl(location).getElementsByTagNameNS(WSDL, "service").item(0));
    }

    /** The first port of a WSDL whose address is of a version of SOAP. */
    static QName port(String location, String soap) throws Exception {
        NodeList addresses = wsdl(location).getElementsByTagNameNS(soap, "address");
        return named((Element) addresses.item(0).getParentNode());
    }

    private static Document wsdl(String location) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(location);
    }

    private static QName named(Element element) {
        return new QName(
                element.getOwnerDocument().getDocumentElement().getAttribute("targetNamespace"),
                element.getAttribute("name"));
    }

    @Override
    public void close() {
        bus.shutdown(true);
    }
}
