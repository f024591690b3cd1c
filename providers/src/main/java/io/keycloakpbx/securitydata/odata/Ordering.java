package io.keycloakpbx.securitydata.odata;

import io.keycloakpbx.securitydata.odata.Query.OrderItem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * What tells before or after of any two entities: the properties to sort by and then the key, each property once.
 *
 * @param <R> what an entity is read into
 */
record Ordering<R>(List<OrderItem<R>> items) {

    /** The order that a request asks for, and then that of the key. */
    static <R> Ordering<R> of(EntityType<R> type, List<OrderItem<R>> wanted) {
        List<OrderItem<R>> items = new ArrayList<>(wanted);
        for (Property<R> property : type.keyProperties()) {
            if (items.stream().noneMatch(item -> item.property().name().equals(property.name()))) {
                items.add(new OrderItem<>(property, false));
            }
        }
        return new Ordering<>(List.copyOf(items));
    }

    List<EdmType> types() {
        return items.stream().map(item -> item.property().type()).toList();
    }

    int size() {
        return items.size();
    }

    /** Some of the items that stand next to each other. */
    Ordering<R> part(int from, int to) {
        return new Ordering<>(items.subList(from, to));
    }

    /** Whether the items from a place on are the end of the key, in its order. */
    boolean isByKeyFrom(int place, EntityType<R> type) {
        List<OrderItem<R>> rest = items.subList(place, items.size());
        List<OrderItem<R>> key = of(type, List.of()).items();
        return rest.size() <= key.size() && rest.equals(key.subList(key.size() - rest.size(), key.size()));
    }

    /** What an entity is told apart by; with nulls. */
    List<Object> values(R entity) {
        List<Object> values = new ArrayList<>();
        for (OrderItem<R> item : items) {
            Object value = item.property().value().apply(entity);
            values.add(value instanceof Instant instant ? instant.truncatedTo(ChronoUnit.MILLIS) : value);
        }
        return values;
    }

    /** Compares entities by their {@link #values}. */
    int compare(List<Object> one, List<Object> other) {
        for (int i = 0; i < items.size(); i++) {
            int difference = compareValues(one.get(i), other.get(i));
            if (difference != 0) {
                return items.get(i).descending() ? -difference : difference;
            }
        }
        return 0;
    }

    /**
     * Refuses values that no entity has.
     *
     * @throws ODataException (400) where one is absent that cannot be
     */
    void requireFitting(List<Object> values) {
        for (int i = 0; i < items.size(); i++) {
            if (values.get(i) == null && !items.get(i).property().nullable()) {
                throw ODataException.invalid("$skiptoken is none of this set's: follow links as they are.");
            }
        }
    }

    Comparator<R> comparator() {
        return (one, other) -> compare(values(one), values(other));
    }

    /** Absent values come first. */
    @SuppressWarnings("unchecked")
    private static int compareValues(Object one, Object other) {
        if (one == null || other == null) {
            return Boolean.compare(one != null, other != null);
        }
        // UUIDs are ordered as their texts are: their own order is another one.
        return one instanceof UUID
                ? one.toString().compareTo(other.toString())
                : ((Comparable<Object>) one).compareTo(other);
    }
}
