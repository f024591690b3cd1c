package io.keycloakpbx.usergroup;

import jakarta.ws.rs.core.Response;

/** What sipXcom's answers are called, with their texts, which clients compare. */
enum SipXcomCode {
    SUCCESS_CREATED(Response.Status.CREATED, "Created"),
    SUCCESS_UPDATED(Response.Status.OK, "Updated"),
    SUCCESS_DELETED(Response.Status.OK, "Deleted"),
    ERROR_MISSING_ID(Response.Status.BAD_REQUEST, "ID value missing from request"),
    ERROR_ID_INVALID(Response.Status.BAD_REQUEST, "ID value is invalid"),
    ERROR_OBJECT_NOT_FOUND(Response.Status.BAD_REQUEST, "Could not retrieve object using ID"),
    ERROR_VALIDATION_FAILED(Response.Status.BAD_REQUEST, "Failed input validation"),
    ERROR_CREATE_FAILED(Response.Status.CONFLICT, "Create failed"),
    ERROR_UPDATE_FAILED(Response.Status.CONFLICT, "Update failed"),
    ERROR_DELETE_FAILED(Response.Status.CONFLICT, "Delete failed"),
    /** Of those who may not: the original knows only users who may everything. */
    ERROR_ACCESS_DENIED(Response.Status.FORBIDDEN, "Access denied"),
    /** Of those who come at a bad time. */
    ERROR_UNAVAILABLE(Response.Status.SERVICE_UNAVAILABLE, "Temporarily unavailable");

    private final Response.Status status;
    private final String message;

    SipXcomCode(Response.Status status, String message) {
        this.status = status;
        this.message = message;
    }

    Response.Status status() {
        return status;
    }

    String message() {
        return message;
    }
}
