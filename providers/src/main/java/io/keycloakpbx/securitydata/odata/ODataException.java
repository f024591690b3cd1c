package io.keycloakpbx.securitydata.odata;

/** A request that is not answered. The message is for the caller: it says what is wrong, and where. */
public final class ODataException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final int SHOWN = 40;

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

    /** A text of the caller as messages repeat it: the first characters of a long one. */
    public static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…";
    }

    /** The status of the answer (HTTP). */
    public int status() {
        return status;
    }
}
