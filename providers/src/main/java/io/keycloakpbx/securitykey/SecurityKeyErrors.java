package io.keycloakpbx.securitykey;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The contract's shape of every refusal: {@code {"errors":[{"field","loggingNumber","message"}]}}. */
record SecurityKeyErrors(List<Entry> errors) {

    /** The contract's text of a failed validation, whatever the reason. */
    static final String NOT_VALID = "The security key is not valid.";

    private static final int INVALID_REQUEST = 500_100;
    private static final int INVALID_KEY = 500_101;
    private static final int UNAUTHORIZED = 500_102;
    private static final int FORBIDDEN = 500_103;
    private static final int TOO_MANY = 500_104;

    /**
     * One refusal.
     *
     * @param field the member of the request that is wrong, or empty where it is the request as a whole
     * @param loggingNumber the number of the message
     */
    @JsonPropertyOrder({"field", "loggingNumber", "message"})
    record Entry(String field, int loggingNumber, String message) {}

    static Response invalidRequest(String field, String message) {
        return response(Response.Status.BAD_REQUEST, field, INVALID_REQUEST, message);
    }

    static Response invalidKey() {
        return response(Response.Status.BAD_REQUEST, "keyCode", INVALID_KEY, NOT_VALID);
    }

    static Response unauthorized() {
        return builder(Response.Status.UNAUTHORIZED, null, UNAUTHORIZED, "A valid access token is required.")
                .header("WWW-Authenticate", "Bearer")
                .build();
    }

    static Response forbidden() {
        return response(Response.Status.FORBIDDEN, null, FORBIDDEN, "You do not have access to security keys.");
    }

    static Response forbidden(String field, String message) {
        return response(Response.Status.FORBIDDEN, field, FORBIDDEN, message);
    }

    static Response tooMany(long retryAfterSeconds) {
        return builder(Response.Status.TOO_MANY_REQUESTS, null, TOO_MANY, "Too many requests.")
                .header("Retry-After", retryAfterSeconds)
                .build();
    }

    private static Response response(Response.Status status, String field, int loggingNumber, String message) {
        return builder(status, field, loggingNumber, message).build();
    }

    private static Response.ResponseBuilder builder(
            Response.Status status, String field, int loggingNumber, String message) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .entity(new SecurityKeyErrors(List.of(new Entry(field == null ? "" : field, loggingNumber, message))));
    }
}
