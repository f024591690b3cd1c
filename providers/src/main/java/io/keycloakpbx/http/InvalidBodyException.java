package io.keycloakpbx.http;

/**
 * A request body that is not what its operation takes. The message says what is wrong, in words for the caller, and
 * holds nothing of the body but member names. Resources turn it into the error of their contract.
 */
public final class InvalidBodyException extends RuntimeException {

    private final String member;

    InvalidBodyException(String member, String message) {
        super(message);
        this.member = member;
    }

    /** The member that is wrong, or null where the body as a whole is. */
    public String member() {
        return member;
    }
}
