package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * What has come of a command.
 *
 * @param status of an answer in JSON; in SOAP all of these are 200
 * @param messages why it was refused, or what is to be minded
 * @param result null where it was refused, and there is nothing to say of a removal
 */
record Outcome(Response.Status status, List<ServiceMessage> messages, ObjectNode result) {

    /** The structure of answers in a structure of results. */
    static Shape shape(String operation, Shape result) {
        return Shape.of(operation + "Answer")
                .list(ServiceXml.MESSAGES, ServiceMessage.SHAPE)
                .object(ServiceXml.RESULT, result);
    }

    /** Without the result, which may have an authorization code. */
    @Override
    public String toString() {
        return "Outcome[" + status + ", " + messages + "]";
    }

    /** The members of the answer. */
    ObjectNode members() {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        ArrayNode list = members.putArray(ServiceXml.MESSAGES);
        messages.stream().map(ServiceMessage::members).forEach(list::add);
        if (result != null) {
            members.set(ServiceXml.RESULT, result);
        }
        return members;
    }
}
