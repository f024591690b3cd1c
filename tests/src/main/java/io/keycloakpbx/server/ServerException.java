package io.keycloakpbx.server;

/** A server, its database or its distribution could not be set up; the message is for the person who started it. */
public final class ServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ServerException(String message) {
        super(message);
    }

    ServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
