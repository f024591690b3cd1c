package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What has come of a command about one entity. */
final class EntityResult {

    private EntityResult() {}

    /**
     * The entity is there, made or changed.
     *
     * @param member what the entity is called in the result
     */
    static ObjectNode kept(String member, ObjectNode entity) {
        return outcome(member, entity, false);
    }

    /** The entity, as it was, is gone. */
    static ObjectNode removed(String member, ObjectNode entity) {
        return outcome(member, entity, true);
    }

    private static ObjectNode outcome(String member, ObjectNode entity, boolean removed) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.set(member, entity);
        return result.put(EntityShape.REMOVE_SUCCESSFUL, removed);
    }
}
