package io.keycloakpbx.http;

/** What became of credentials of a legacy scheme. */
public sealed interface LegacyAuthorization {

    /**
     * They stand for an access token.
     *
     * @param token the token, which may not be valid: Keycloak looks
     * @param afterwards what is to be done when the request has been answered, on another thread
     */
    record Token(String token, Runnable afterwards) implements LegacyAuthorization {

        /** Without the token. */
        @Override
        public String toString() {
            return "Token[]";
        }
    }

    /** They open nothing; the request goes on as it is, and Keycloak's own 401 follows. */
    record Nothing() implements LegacyAuthorization {}

    /** The request is refused for another reason than the credentials. */
    record Refused(Refusal refusal) implements LegacyAuthorization {}
}
