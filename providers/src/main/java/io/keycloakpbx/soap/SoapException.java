package io.keycloakpbx.soap;

/**
 * A message that cannot be answered as asked. It never leaves the resource, which answers with the fault: Keycloak would
 * take it for a failure of its own.
 */
public final class SoapException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SoapFault fault;

    public SoapException(SoapFault fault) {
        super(fault.text(), null, false, false);
        this.fault = fault;
    }

    public SoapFault fault() {
        return fault;
    }
}
