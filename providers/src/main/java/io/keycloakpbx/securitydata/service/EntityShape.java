package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Execution;
import io.keycloakpbx.securitydata.odata.Property;
import io.keycloakpbx.securitydata.sets.SecurityDataSet;
import io.keycloakpbx.securitydata.sets.SecurityDataSets;
import io.keycloakpbx.securitydata.sets.SetContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The structures of entities of the read service, made of the properties of their sets. */
final class EntityShape {

    /** The member that says whether what was to be removed is gone. */
    static final String REMOVE_SUCCESSFUL = "RemoveSuccessful";

    private EntityShape() {}

    /** The structure of a set's entities, called as the set. */
    static Shape of(String set) {
        EntityType<?> type = set(set).type();
        Shape shape = Shape.of(set);
        for (Property<?> property : type.properties().values()) {
            shape = switch (property.type()) {
                case BOOLEAN -> shape.bool(property.name());
                case INT32 -> shape.integer(property.name());
                case DATE_TIME -> shape.dateTime(property.name());
                case STRING, GUID -> shape.string(property.name());
            };
        }
        return shape;
    }

    /** {@code Result} of commands about one kind of entity: the entity, and {@code RemoveSuccessful}. */
    static Shape result(String operation, String member, Shape entity) {
        return Shape.of(operation + "Result").object(member, entity).bool(REMOVE_SUCCESSFUL);
    }

    /** No members yet. */
    static ObjectNode members() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The entity of a key, with all properties. */
    static Optional<ObjectNode> read(SetContext context, String set, Object... key) {
        return read(context, set(set), List.of(key));
    }

    private static <R> Optional<ObjectNode> read(SetContext context, SecurityDataSet<R> set, List<Object> key) {
        return Execution.item(set.open(context), key).map(entity -> {
            ObjectNode members = JsonNodeFactory.instance.objectNode();
            set.type()
                    .properties()
                    .values()
                    .forEach(property ->
                            members.set(property.name(), node(property.value().apply(entity))));
            return members;
        });
    }

    private static JsonNode node(Object value) {
        if (value == null) {
            return NullNode.instance;
        }
        if (value instanceof Boolean truth) {
            return BooleanNode.valueOf(truth);
        }
        if (value instanceof Integer number) {
            return IntNode.valueOf(number);
        }
        return value instanceof Instant moment ? new POJONode(moment) : TextNode.valueOf(value.toString());
    }

    private static SecurityDataSet<?> set(String name) {
        return SecurityDataSets.named(name).orElseThrow(() -> new IllegalArgumentException("no set " + name));
    }
}
