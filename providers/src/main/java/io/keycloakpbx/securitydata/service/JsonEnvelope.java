package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.securitydata.service.CommandRefusal.Reason;
import io.keycloakpbx.soap.SoapMessage;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

/**
 * The contract's rendering in JSON: the same structures, without names of their own around them.
 *
 * @param token what {@code Requestor} has
 * @param sent what {@code Request} has
 */
record JsonEnvelope(ServiceToken token, ObjectNode sent) implements Envelope {

    /**
     * Reads a body.
     *
     * @throws InvalidBodyException where it is no such object
     */
    static JsonEnvelope read(byte[] body) {
        ObjectNode object = JsonBody.object(body, SoapMessage.MAX_BYTES);
        JsonBody members = JsonBody.of(object);
        String token = Requestor.token(members.optionalObject(ServiceXml.REQUESTOR));
        members.optionalObject(ServiceXml.REQUEST);
        JsonNode request = object.get(ServiceXml.REQUEST);
        return new JsonEnvelope(
                new ServiceToken(null, token),
                request instanceof ObjectNode sent ? sent : JsonNodeFactory.instance.objectNode());
    }

    /** The answer where a body is none. */
    static Response malformed(InvalidBodyException e) {
        return message(Reason.INVALID, null, e.getMessage());
    }

    @Override
    public Optional<String> operation() {
        return Optional.empty();
    }

    @Override
    public ObjectNode request(Shape shape) {
        return ShapeJson.read(shape, sent);
    }

    @Override
    public Response answer(Command command, Outcome outcome) {
        return response(
                outcome.status(), ShapeJson.write(Outcome.shape(command.name(), command.result()), outcome.members()));
    }

    @Override
    public Response unauthenticated() {
        return message(Reason.AUTHENTICATION, null, ServiceTexts.NO_TOKEN);
    }

    @Override
    public Response unknownOperation() {
        return message(Reason.INVALID, null, ServiceTexts.NO_OPERATION);
    }

    @Override
    public Response refused(Refusal refusal) {
        int number = refusal.status() == Reason.PERMISSION.status() ? Reason.PERMISSION.number() : 0;
        ObjectNode members = new Outcome(
                        refusal.status(),
                        List.of(new ServiceMessage(ServiceMessage.Type.ERROR, 0, 0, null, number, refusal.text())),
                        null)
                .members();
        return refusal.response(MediaType.APPLICATION_JSON_TYPE, members.toString());
    }

    @Override
    public Response failed() {
        return response(
                Response.Status.INTERNAL_SERVER_ERROR,
                new Outcome(Response.Status.INTERNAL_SERVER_ERROR, List.of(), null).members());
    }

    private static Response message(Reason reason, String itemType, String text) {
        Outcome outcome =
                new Outcome(reason.status(), List.of(ServiceMessage.error(reason, 0, 0, itemType, text)), null);
        return response(outcome.status(), outcome.members());
    }

    private static Response response(Response.Status status, ObjectNode members) {
        Response.ResponseBuilder response = Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(members.toString());
        return (status == Response.Status.UNAUTHORIZED
                        ? response.header(HttpHeaders.WWW_AUTHENTICATE, Refusal.BEARER)
                        : response)
                .build();
    }

    /** Without what was sent. */
    @Override
    public String toString() {
        return "JsonEnvelope[]";
    }
}
