package io.keycloakpbx.securitydata.service;

/** The structures of entities of the read service, made of the properties of their sets. */
final class EntityShape {

    private EntityShape() {}

    /** The structure of a set's entities, called as the set. */
    static Shape of(String set) {
        throw new UnsupportedOperationException();
    }

    /** {@code Result} of commands about one kind of entity: the entity, and {@code RemoveSuccessful}. */
    static Shape result(String operation, String member, Shape entity) {
        return Shape.of(operation + "Result").object(member, entity).bool("RemoveSuccessful");
    }
}
