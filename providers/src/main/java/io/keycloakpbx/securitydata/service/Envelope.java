package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.http.Refusal;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** A call as it was sent, by SOAP or by JSON, which is answered in kind. */
sealed interface Envelope permits SoapEnvelope, JsonEnvelope {

    /** The operation that the body names; none where the body cannot say. */
    Optional<String> operation();

    /** The token that it presents. */
    ServiceToken token();

    /** The members of {@code Request}, in the order of a structure. */
    ObjectNode request(Shape shape);

    /** The answer of a command. */
    Response answer(Command command, Outcome outcome);

    /** The answer where no valid token was presented. */
    Response unauthenticated();

    /** The answer where the operation is none that there is. */
    Response unknownOperation();

    /** The answer where the origin of a browser may not call, or the server has no place for more work. */
    Response refused(Refusal refusal);

    /** The answer where the service has failed; what was done is not kept. */
    Response failed();
}
