package io.keycloakpbx.securitydata.service;

import io.keycloakpbx.http.Body;
import io.keycloakpbx.soap.SoapMessage;

/** Who asks, as the body says it. The language and the register change nothing: texts are in English. */
final class Requestor {

    /** {@code Requestor} of the contract. */
    static final Shape SHAPE = Shape.of(ServiceXml.REQUESTOR)
            .string("AuthorizationToken")
            .string("CultureName")
            .integer("RegisterID");

    private Requestor() {}

    /**
     * The token in a body; null where there is none.
     *
     * @throws io.keycloakpbx.http.InvalidBodyException where it is no text
     */
    static String token(Body requestor) {
        String token = requestor == null ? null : requestor.optionalString("AuthorizationToken", SoapMessage.MAX_BYTES);
        return token == null || token.isBlank() ? null : token.strip();
    }
}
