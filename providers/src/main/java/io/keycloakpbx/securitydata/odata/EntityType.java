package io.keycloakpbx.securitydata.odata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the entities of a set are like. A set and the type of its entities have the same name.
 *
 * @param name of the set
 * @param key the names of the properties that tell entities apart, in the order in which entities are listed; none of them
 *     is nullable
 * @param properties in the order in which they are written
 * @param <R> what an entity is read into
 */
public record EntityType<R>(String name, List<String> key, Map<String, Property<R>> properties) {

    public EntityType {
        key = List.copyOf(key);
    }

    /** A type of these properties. */
    public static <R> EntityType<R> of(String name, List<String> key, List<Property<R>> properties) {
        Map<String, Property<R>> byName = new LinkedHashMap<>();
        properties.forEach(property -> byName.put(property.name(), property));
        if (!byName.keySet().containsAll(key)) {
            throw new IllegalArgumentException("the key of " + name + " is none of its properties");
        }
        return new EntityType<>(name, key, byName);
    }

    /** The property of a name. */
    public Optional<Property<R>> property(String propertyName) {
        return Optional.ofNullable(properties.get(propertyName));
    }

    /** The properties of the key, in its order. */
    public List<Property<R>> keyProperties() {
        return key.stream().map(properties::get).toList();
    }
}
