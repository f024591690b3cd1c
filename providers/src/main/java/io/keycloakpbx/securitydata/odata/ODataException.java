package io.keycloakpbx.securitydata.odata;

/** A request that is not answered. The message is for the caller: it says what is wrong, and where. */
public final class ODataException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;

    private ODataException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** A request that breaks a rule. */
    public static ODataException invalid(String message) {
        return new ODataException(400, message);
    }

    /** What is asked for is not there. */
    public static ODataException unknown(String message) {
        return new ODataException(404, message);
    }

    /** The status of the answer (HTTP). */
    public int status() {
        return status;
    }
}
