package io.keycloakpbx.extension;

import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

/** The error shape of the iSymphony contract: a status and a phrase as plain text. The transaction is rolled back. */
final class ContractError {

    static final String NO_SERVER = "No server exists with that id.";
    static final String NO_EXTENSION = "No extension exists with that id.";
    static final String NO_MANAGING_USER = "Extension has not set user";
    static final String SAME_MANAGING_USER = "The Extension's managed user is already set to the given user.";
    static final String USERNAME_EXISTS = "A user with the given username already exists.";
    static final String NO_USERNAME = "No username provided.";
    static final String NO_PASSWORD = "No password provided.";
    static final String NO_DEFAULT_EXTENSION = "The extension's user does not have a default extension set";
    static final String NOT_BOUND = "The extension is not bound to a user";
    static final String NOT_DEFAULT = "This extension is not a default extension";

    private ContractError() {}

    static WebApplicationException of(Response.Status status, String phrase) {
        return RefusalRenderer.TEXT.thrown(Refusal.of(status, phrase));
    }

    static WebApplicationException badRequest(String phrase) {
        return of(Response.Status.BAD_REQUEST, phrase);
    }

    static WebApplicationException badRequest(InvalidBodyException e) {
        return badRequest(e.getMessage());
    }

    static WebApplicationException notFound(String phrase) {
        return of(Response.Status.NOT_FOUND, phrase);
    }

    static WebApplicationException conflict(String phrase) {
        return of(Response.Status.CONFLICT, phrase);
    }
}
