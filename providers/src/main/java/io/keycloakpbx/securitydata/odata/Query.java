package io.keycloakpbx.securitydata.odata;

import java.util.List;

/**
 * What a request asks of a set, checked against the set's type.
 *
 * @param filter which entities, null for all
 * @param order what to sort by before the key, which ends each order
 * @param select the properties to write, in the type's order; all where the request names none
 * @param top the most entities in all, null where the request does not say
 * @param skip how many to leave out
 * @param after the values of order and key, each property once, of the entity that ended the page before; null for the first
 *     page
 * @param count whether to tell how many the filter lets through
 * @param options the request's options as they were, for the link to the next page
 * @param <R> what an entity is read into
 */
public record Query<R>(
        Filter<R> filter,
        List<OrderItem<R>> order,
        List<Property<R>> select,
        Integer top,
        int skip,
        List<Object> after,
        boolean count,
        List<Option> options) {

    /**
     * A property to sort by. Absent values come first, or last where it is descending.
     *
     * @param descending whether the last comes first
     */
    public record OrderItem<R>(Property<R> property, boolean descending) {}

    /**
     * An option of the request.
     *
     * @param name with {@code $} where the request has it
     */
    public record Option(String name, String value) {}
}
