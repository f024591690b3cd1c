package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.soap.SoapAnswer;
import io.keycloakpbx.soap.SoapFault;
import io.keycloakpbx.soap.SoapMessage;
import io.keycloakpbx.soap.WsSecurity;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A call by SOAP: the element in the body is called as the operation (document/literal, wrapped).
 *
 * @param message as it was sent
 * @param token what the header or {@code Requestor} has
 */
record SoapEnvelope(SoapMessage message, ServiceToken token) implements Envelope {

    private static final QName FAILED_AUTHENTICATION = new QName(WsSecurity.NAMESPACE, "FailedAuthentication", "wsse");

    /** Web Services Addressing 1.0, SOAP Binding, 6.4.1.2. */
    private static final QName ACTION_NOT_SUPPORTED =
            new QName("http://www.w3.org/2005/08/addressing", "ActionNotSupported", "wsa");

    /**
     * Reads a body.
     *
     * @throws io.keycloakpbx.soap.SoapException where it is no such message
     * @throws io.keycloakpbx.http.InvalidBodyException where its {@code Requestor} is none
     */
    static SoapEnvelope read(byte[] body) {
        SoapMessage message = SoapMessage.read(body);
        Element assertion = WsSecurity.of(message).map(WsSecurity::assertion).orElse(null);
        ObjectNode requestor = members(Requestor.SHAPE, message, ServiceXml.REQUESTOR);
        return new SoapEnvelope(message, new ServiceToken(assertion, Requestor.token(JsonBody.of(requestor))));
    }

    private static ObjectNode members(Shape shape, SoapMessage message, String name) {
        List<Element> found = ShapeXml.children(message.content(), name);
        return found.isEmpty() ? JsonNodeFactory.instance.objectNode() : ShapeXml.read(shape, found.get(0));
    }

    @Override
    public Optional<String> operation() {
        return Optional.of(message.content().getLocalName());
    }

    @Override
    public ObjectNode request(Shape shape) {
        return members(shape, message, ServiceXml.REQUEST);
    }

    @Override
    public Response answer(Command command, Outcome outcome) {
        Document document = SoapAnswer.document();
        Element response = document.createElementNS(ServiceXml.NAMESPACE, ServiceXml.response(command.name()));
        document.appendChild(response);
        ShapeXml.write(
                Outcome.shape(command.name(), command.result()),
                outcome.members(),
                ShapeXml.append(response, ServiceXml.result(command.name())));
        return SoapAnswer.of(message, ServiceXml.action(ServiceXml.response(command.name())), response);
    }

    @Override
    public Response unauthenticated() {
        return fault(SoapFault.sender(FAILED_AUTHENTICATION, ServiceTexts.NO_TOKEN));
    }

    @Override
    public Response unknownOperation() {
        return fault(SoapFault.sender(ACTION_NOT_SUPPORTED, ServiceTexts.NO_OPERATION));
    }

    @Override
    public Response refused(Refusal refusal) {
        SoapFault.Code code = refusal.status().getFamily() == Response.Status.Family.SERVER_ERROR
                ? SoapFault.Code.RECEIVER
                : SoapFault.Code.SENDER;
        return fault(new SoapFault(code, null, refusal.text()));
    }

    @Override
    public Response failed() {
        return fault(new SoapFault(SoapFault.Code.RECEIVER, null, ServiceTexts.FAILED));
    }

    private Response fault(SoapFault fault) {
        return SoapAnswer.of(message, fault);
    }

    /** Without what was sent. */
    @Override
    public String toString() {
        return "SoapEnvelope[]";
    }
}
