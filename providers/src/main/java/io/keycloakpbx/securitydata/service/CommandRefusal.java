package io.keycloakpbx.securitydata.service;

import jakarta.ws.rs.core.Response;
import java.util.Objects;

/**
 * Why a command is refused. It never leaves the service, which answers with it as a message and keeps nothing: Keycloak would
 * take it for a failure of its own.
 */
final class CommandRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The numbers of refusals. */
    enum Reason {
        AUTHENTICATION(500300, Response.Status.UNAUTHORIZED),
        PERMISSION(500301, Response.Status.FORBIDDEN),
        UNKNOWN_ID(500302, Response.Status.NOT_FOUND),
        INVALID(500303, Response.Status.BAD_REQUEST),
        DUPLICATE(500304, Response.Status.CONFLICT),
        IN_USE(500305, Response.Status.CONFLICT),
        NOT_ALLOWED(500306, Response.Status.FORBIDDEN);

        private final int number;
        private final Response.Status status;

        Reason(int number, Response.Status status) {
            this.number = number;
            this.status = status;
        }

        int number() {
            return number;
        }

        /** Of an answer in JSON. */
        Response.Status status() {
            return status;
        }
    }

    private final Reason reason;
    private final String itemType;
    private final int itemId;
    private final int itemIndex;

    CommandRefusal(Reason reason, String itemType, int itemId, int itemIndex, String text) {
        super(Objects.requireNonNull(text), null, false, false);
        this.reason = reason;
        this.itemType = itemType;
        this.itemId = itemId;
        this.itemIndex = itemIndex;
    }

    /**
     * A refusal of what is asked of an item.
     *
     * @param itemType the entity's name in the contract
     * @param itemId its number, 0 where there is none
     */
    static CommandRefusal of(Reason reason, String itemType, int itemId, String text) {
        return new CommandRefusal(reason, itemType, itemId, 0, text);
    }

    /**
     * The same for an item of a list.
     *
     * @param index its place in the list, from 0; answers count from 1, as 0 says there that it is about no list
     */
    CommandRefusal at(int index) {
        return new CommandRefusal(reason, itemType, itemId, index + 1, getMessage());
    }

    Reason reason() {
        return reason;
    }

    String itemType() {
        return itemType;
    }

    int itemId() {
        return itemId;
    }

    /** From 1; 0 where it is about no item of a list. */
    int itemIndex() {
        return itemIndex;
    }
}
