package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What an answer says besides its result.
 *
 * @param type whether it has been refused for that
 * @param itemId the number of the item, 0 where there is none
 * @param itemIndex its place in a list of the request, from 1; 0 where it is in none
 * @param itemType the name of the entity
 * @param loggingNumber the number of the refusal, 0 of warnings
 */
record ServiceMessage(Type type, int itemId, int itemIndex, String itemType, int loggingNumber, String text) {

    /** The contract lists both as members of an object; answers have one of them as text. */
    enum Type {
        ERROR("Error"),
        WARNING("Warning");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        /** As answers have it. */
        String text() {
            return text;
        }
    }

    static final Shape SHAPE = Shape.of("ServiceMessage")
            .integer("ItemID")
            .integer("ItemIndex")
            .string("ItemType")
            .integer("LoggingNumber")
            .string("Message")
            .string("Type");

    static ServiceMessage error(CommandRefusal.Reason reason, int itemId, int itemIndex, String itemType, String text) {
        return new ServiceMessage(Type.ERROR, itemId, itemIndex, itemType, reason.number(), text);
    }

    static ServiceMessage of(CommandRefusal refusal) {
        return error(refusal.reason(), refusal.itemId(), refusal.itemIndex(), refusal.itemType(), refusal.getMessage());
    }

    static ServiceMessage warning(String itemType, int itemId, String text) {
        return new ServiceMessage(Type.WARNING, itemId, 0, itemType, 0, text);
    }

    ObjectNode members() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ItemID", itemId)
                .put("ItemIndex", itemIndex)
                .put("ItemType", itemType)
                .put("LoggingNumber", loggingNumber)
                .put("Message", text)
                .put("Type", type.text());
    }
}
