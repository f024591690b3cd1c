package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.keycloakpbx.http.UsDateTime;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** Structures as JSON. What the structure does not have is ignored. */
final class ShapeJson {

    private ShapeJson() {}

    /** The members of an object that was sent; points in time are texts of ISO 8601, in UTC. */
    static ObjectNode read(Shape shape, ObjectNode sent) {
        return copy(shape, sent, Moments::node);
    }

    /** The members of an answer, in the order of the structure; points in time are the contract's texts. */
    static ObjectNode write(Shape shape, ObjectNode members) {
        return copy(
                shape,
                members,
                value -> value instanceof POJONode moment
                        ? TextNode.valueOf(UsDateTime.text((Instant) moment.getPojo()))
                        : value);
    }

    private static ObjectNode copy(Shape shape, ObjectNode from, UnaryOperator<JsonNode> moment) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        for (Shape.Member member : shape.members()) {
            JsonNode value = from.get(member.name());
            if (value != null) {
                members.set(member.name(), value(member, value, moment));
            }
        }
        return members;
    }

    private static JsonNode value(Shape.Member member, JsonNode value, UnaryOperator<JsonNode> moment) {
        if (member.list() && value instanceof ArrayNode list) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            list.forEach(item -> items.add(one(member, item, moment)));
            return items;
        }
        // What is no list where one belongs is left for who reads it to refuse.
        return member.list() ? value : one(member, value, moment);
    }

    private static JsonNode one(Shape.Member member, JsonNode value, UnaryOperator<JsonNode> moment) {
        return switch (member.type()) {
            case SHAPE -> value instanceof ObjectNode object ? copy(member.shape(), object, moment) : value;
            case DATE_TIME -> moment.apply(value);
            default -> value;
        };
    }
}
