package io.keycloakpbx.securitydata.odata;

import java.util.function.Function;

/**
 * A property of the entities of a set: what callers can read, filter and sort by. What has no property cannot be probed.
 *
 * @param name as callers write it
 * @param type of its values
 * @param nullable whether it can be absent
 * @param value takes it from an entity: an instance of the type's class, or null where it is nullable
 * @param column what it is in the database; null where the set is no table
 * @param <R> what an entity is read into
 */
public record Property<R>(String name, EdmType type, boolean nullable, Function<R, ?> value, Column column) {

    /** A property that is never absent. */
    public static <R> Property<R> of(String name, EdmType type, Function<R, ?> value) {
        return new Property<>(name, type, false, value, null);
    }

    /** A property that may be absent. */
    public static <R> Property<R> nullable(String name, EdmType type, Function<R, ?> value) {
        return new Property<>(name, type, true, value, null);
    }

    /** The same with what it is in the database. */
    public Property<R> in(Column inDatabase) {
        return new Property<>(name, type, nullable, value, inDatabase);
    }
}
