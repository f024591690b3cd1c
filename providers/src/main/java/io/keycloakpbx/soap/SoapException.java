package io.keycloakpbx.soap;

import jakarta.ws.rs.core.Response;

/**
 * A message that cannot be answered as asked. It never leaves the resource, which answers with the fault: Keycloak would
 * take it for a failure of its own.
 */
public final class SoapException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SoapVersion version;
    private final transient SoapFault fault;

    /** A fault of a message whose version the catcher knows. */
    public SoapException(SoapFault fault) {
        this(null, fault);
    }

    /**
     * A fault.
     *
     * @param version the version to answer in, null where the message has not told it
     */
    SoapException(SoapVersion version, SoapFault fault) {
        super(fault.text(), null, false, false);
        this.version = version;
        this.fault = fault;
    }

    /** What is wrong. */
    public SoapFault fault() {
        return fault;
    }

    /**
     * The answer.
     *
     * @param contentType that of the request, which tells the version where the message does not; may be null
     */
    public Response answer(String contentType) {
        return SoapAnswer.of(version == null ? SoapVersion.ofContentType(contentType) : version, fault);
    }
}
