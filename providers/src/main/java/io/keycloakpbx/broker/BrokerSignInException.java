package io.keycloakpbx.broker;

/** A request for a sign-in with an identity provider that a tenant or client does not allow; the message says why. */
public final class BrokerSignInException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String field;

    /** A refusal; the field is the member of the request that is wrong. */
    public BrokerSignInException(String field, String message) {
        super(message);
        this.field = field;
    }

    /** The member of the request that is wrong. */
    public String field() {
        return field;
    }
}
