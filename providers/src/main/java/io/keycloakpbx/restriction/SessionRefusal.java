package io.keycloakpbx.restriction;

/** Why an address may not use a session. */
enum SessionRefusal {
    ADDRESS_NOT_ALLOWED(
            SignInRestrictionProvider.ADDRESS_NOT_ALLOWED,
            "The user may not sign in from this address",
            "pbxAddressNotAllowed"),
    SESSION_ADDRESS_CHANGED(
            "session_address_changed",
            "The session began at another address; sign in again",
            "pbxSessionAddressChanged");

    private final String reason;
    private final String words;
    private final String messageKey;

    SessionRefusal(String reason, String words, String messageKey) {
        this.reason = reason;
        this.words = words;
        this.messageKey = messageKey;
    }

    /** The detail {@code reason} of an event. */
    String reason() {
        return reason;
    }

    /** For an app that has a token of the session. */
    String words() {
        return words;
    }

    /** A message of the bundle's themes, for the user. */
    String messageKey() {
        return messageKey;
    }
}
