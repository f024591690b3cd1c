package io.keycloakpbx.securitydata.service;

import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.keycloak.common.util.Encode;

/**
 * The description of the service: WSDL 1.1, document/literal wrapped, with bindings to SOAP 1.2 and 1.1, and structures of the
 * same {@link Shape}s that bodies are read and written by. Structures have what they have in alphabetical order, and nothing
 * of it has to be there. Where the base URL has an environment, the policy says which token service to ask (WS-SecurityPolicy
 * 1.2); elsewhere clients know a token already.
 */
final class Wsdl {

    /** The only value of {@code AppliesTo} that the contract knows. */
    static final String APPLIES_TO = "http://idibilling.com/webservices";

    /** Where the token service is mounted. */
    private static final String TOKEN_SERVICE = "securitytoken";

    private static final String SECURITY_POLICY = "http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702";
    private static final String TRUST = "http://docs.oasis-open.org/ws-sx/ws-trust/200512";
    private static final String SAML = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0";
    private static final String HTTP_TRANSPORT = "http://schemas.xmlsoap.org/soap/http";
    private static final String POLICY_ID = "SecurityToken";
    private static final String LIST = "ArrayOf";

    private static final Map<String, String> NAMESPACES = new TreeMap<>(Map.of(
            "xmlns:wsdl", "http://schemas.xmlsoap.org/wsdl/",
            "xmlns:xs", "http://www.w3.org/2001/XMLSchema",
            "xmlns:soap", "http://schemas.xmlsoap.org/wsdl/soap/",
            "xmlns:soap12", "http://schemas.xmlsoap.org/wsdl/soap12/",
            "xmlns:tns", ServiceXml.NAMESPACE,
            "xmlns:wsp", "http://schemas.xmlsoap.org/ws/2004/09/policy",
            "xmlns:wsu", "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
            "xmlns:wsa", "http://www.w3.org/2005/08/addressing"));

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private final XMLStreamWriter writer;
    private final List<Command> commands;

    private Wsdl(XMLStreamWriter writer, List<Command> commands) {
        this.writer = writer;
        this.commands = commands;
    }

    /**
     * The document.
     *
     * @param base the address of the server
     * @param environment of the base URL, null where it has none
     */
    static String of(URI base, String realm, String environment) {
        return of(Commands.ALL, base, realm, environment);
    }

    static String of(List<Command> commands, URI base, String realm, String environment) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter writer = FACTORY.createXMLStreamWriter(text);
            writer.writeStartDocument("UTF-8", "1.0");
            new Wsdl(writer, commands)
                    .definitions(
                            address(base, realm, SecurityServiceResourceProviderFactory.ID, environment),
                            environment == null ? null : address(base, realm, TOKEN_SERVICE, environment));
            writer.writeEndDocument();
            writer.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    private static String address(URI base, String realm, String mount, String environment) {
        String server = base.toString();
        return (server.endsWith("/") ? server : server + '/')
                + "realms/"
                + Encode.encodePathSegmentAsIs(realm)
                + '/'
                + mount
                + (environment == null ? "" : "/1x/" + Encode.encodePathSegmentAsIs(environment));
    }

    private void definitions(String service, String tokens) throws XMLStreamException {
        writer.writeStartElement("wsdl:definitions");
        for (Map.Entry<String, String> namespace : NAMESPACES.entrySet()) {
            writer.writeAttribute(namespace.getKey(), namespace.getValue());
        }
        writer.writeAttribute("name", ServiceXml.PORT_TYPE);
        writer.writeAttribute("targetNamespace", ServiceXml.NAMESPACE);
        if (tokens != null) {
            policy(tokens);
        }
        open("wsdl:types");
        schema();
        close();
        messages();
        portType();
        binding("soap12", tokens != null);
        binding("soap", tokens != null);
        open("wsdl:service", "name", ServiceXml.PORT_TYPE);
        port("soap12", service);
        port("soap", service);
        close();
        close();
    }

    private void policy(String tokens) throws XMLStreamException {
        open("wsp:Policy", "wsu:Id", POLICY_ID, "xmlns:sp", SECURITY_POLICY);
        if (tokens.startsWith("https:")) {
            transport();
        }
        open("sp:SupportingTokens");
        open("wsp:Policy");
        open("sp:IssuedToken", "sp:IncludeToken", SECURITY_POLICY + "/IncludeToken/AlwaysToRecipient");
        open("sp:Issuer");
        text("wsa:Address", tokens);
        close();
        open("sp:RequestSecurityTokenTemplate", "xmlns:wst", TRUST);
        text("wst:TokenType", SAML);
        text("wst:KeyType", TRUST + "/Bearer");
        open("wsp:AppliesTo");
        open("wsa:EndpointReference");
        text("wsa:Address", APPLIES_TO);
        close();
        close();
        close();
        empty("wsp:Policy");
        close();
        close();
        close();
        close();
    }

    /** Only where the address is one of TLS: clients refuse another that demands it. */
    private void transport() throws XMLStreamException {
        open("sp:TransportBinding");
        open("wsp:Policy");
        nested("sp:TransportToken", "sp:HttpsToken", "wsp:Policy");
        nested("sp:AlgorithmSuite", "sp:Basic256Sha256");
        nested("sp:Layout", "sp:Lax");
        close();
        close();
    }

    /** An assertion with a policy of its own, which says one thing. */
    private void nested(String name, String... said) throws XMLStreamException {
        open(name);
        open("wsp:Policy");
        for (String assertion : said) {
            open(assertion);
        }
        for (int i = 0; i < said.length; i++) {
            close();
        }
        close();
        close();
    }

    private void schema() throws XMLStreamException {
        open("xs:schema", "targetNamespace", ServiceXml.NAMESPACE, "elementFormDefault", "qualified");
        for (Command command : commands) {
            open("xs:element", "name", command.name());
            open("xs:complexType");
            open("xs:sequence");
            member(ServiceXml.REQUEST, "tns:" + command.request().name());
            member(ServiceXml.REQUESTOR, "tns:" + Requestor.SHAPE.name());
            close();
            close();
            close();
            open("xs:element", "name", ServiceXml.response(command.name()));
            open("xs:complexType");
            open("xs:sequence");
            member(
                    ServiceXml.result(command.name()),
                    "tns:" + Outcome.shape(command.name(), command.result()).name());
            close();
            close();
            close();
        }
        Map<String, Shape> shapes = shapes(commands);
        for (Shape shape : shapes.values()) {
            type(shape);
        }
        for (String item : items(shapes)) {
            open("xs:complexType", "name", LIST + item);
            open("xs:sequence");
            empty("xs:element", "name", item, "type", "tns:" + item, "minOccurs", "0", "maxOccurs", "unbounded");
            close();
            close();
        }
        close();
    }

    /** The structures of commands, by name. */
    static Map<String, Shape> shapes(List<Command> commands) {
        Map<String, Shape> shapes = new TreeMap<>();
        collect(Requestor.SHAPE, shapes);
        for (Command command : commands) {
            collect(command.request(), shapes);
            collect(Outcome.shape(command.name(), command.result()), shapes);
        }
        return shapes;
    }

    private static void collect(Shape shape, Map<String, Shape> into) {
        Shape other = into.put(shape.name(), shape);
        if (other != null && !other.equals(shape)) {
            throw new IllegalStateException("There are two structures " + shape.name());
        }
        if (other == null) {
            shape.members().stream()
                    .filter(member -> member.shape() != null)
                    .forEach(member -> collect(member.shape(), into));
        }
    }

    private static List<String> items(Map<String, Shape> shapes) {
        return shapes.values().stream()
                .flatMap(shape -> shape.members().stream())
                .filter(Shape.Member::list)
                .map(member -> member.shape().name())
                .distinct()
                .sorted()
                .toList();
    }

    private void type(Shape shape) throws XMLStreamException {
        open("xs:complexType", "name", shape.name());
        open("xs:sequence");
        for (Shape.Member member : shape.members()) {
            member(member.name(), typeOf(member));
        }
        close();
        close();
    }

    private static String typeOf(Shape.Member member) {
        return switch (member.type()) {
            case STRING -> "xs:string";
            case INT -> "xs:int";
            case BOOLEAN -> "xs:boolean";
            case DATE_TIME -> "xs:dateTime";
            case SHAPE -> "tns:" + (member.list() ? LIST : "") + member.shape().name();
        };
    }

    private void member(String name, String type) throws XMLStreamException {
        empty("xs:element", "name", name, "type", type, "minOccurs", "0");
    }

    private void messages() throws XMLStreamException {
        for (Command command : commands) {
            for (String element : List.of(command.name(), ServiceXml.response(command.name()))) {
                open("wsdl:message", "name", element);
                empty("wsdl:part", "name", "parameters", "element", "tns:" + element);
                close();
            }
        }
    }

    private void portType() throws XMLStreamException {
        open("wsdl:portType", "name", ServiceXml.PORT_TYPE);
        for (Command command : commands) {
            open("wsdl:operation", "name", command.name());
            empty("wsdl:input", "message", "tns:" + command.name());
            empty("wsdl:output", "message", "tns:" + ServiceXml.response(command.name()));
            close();
        }
        close();
    }

    private void binding(String soap, boolean withPolicy) throws XMLStreamException {
        open("wsdl:binding", "name", bindingOf(soap), "type", "tns:" + ServiceXml.PORT_TYPE);
        if (withPolicy) {
            empty("wsp:PolicyReference", "URI", '#' + POLICY_ID);
        }
        empty(soap + ":binding", "transport", HTTP_TRANSPORT, "style", "document");
        for (Command command : commands) {
            open("wsdl:operation", "name", command.name());
            empty(soap + ":operation", "soapAction", ServiceXml.action(command.name()), "style", "document");
            for (String direction : List.of("wsdl:input", "wsdl:output")) {
                open(direction);
                empty(soap + ":body", "use", "literal");
                close();
            }
            close();
        }
        close();
    }

    private static String bindingOf(String soap) {
        return ServiceXml.PORT_TYPE + (soap.equals("soap12") ? "Soap12" : "Soap11");
    }

    private void port(String soap, String address) throws XMLStreamException {
        open("wsdl:port", "name", bindingOf(soap), "binding", "tns:" + bindingOf(soap));
        empty(soap + ":address", "location", address);
        close();
    }

    private void text(String name, String text) throws XMLStreamException {
        open(name);
        writer.writeCharacters(text);
        close();
    }

    private void empty(String name, String... attributes) throws XMLStreamException {
        open(name, attributes);
        close();
    }

    private void open(String name, String... attributes) throws XMLStreamException {
        writer.writeStartElement(name);
        for (int i = 0; i < attributes.length; i += 2) {
            writer.writeAttribute(attributes[i], attributes[i + 1]);
        }
    }

    private void close() throws XMLStreamException {
        writer.writeEndElement();
    }
}
