package io.keycloakpbx.extension;

/** A user who cannot be made, as something about the user breaks a rule of the realm. */
public final class InvalidPbxUserException extends RuntimeException {

    private final String attribute;
    private final transient Object[] parameters;

    InvalidPbxUserException(String attribute, String messageKey, Object... parameters) {
        super(messageKey);
        this.attribute = attribute;
        this.parameters = parameters;
    }

    /** What breaks the rule: the name of an attribute of the user profile, or {@code password}. */
    public String attribute() {
        return attribute;
    }

    /** The key of the message, in the texts for administrators. */
    public String messageKey() {
        return getMessage();
    }

    /** What the message's placeholders stand for. */
    public Object[] parameters() {
        return parameters;
    }
}
