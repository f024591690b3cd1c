package io.keycloakpbx.securitydata.odata;

import java.util.List;

/**
 * What a page has, and how the set goes on.
 *
 * @param after the values of the ordering that the next page comes after; null where there is none
 * @param skip how many the next page is to leave out still
 * @param count how many the filter lets through in all; null where the request did not ask
 * @param <R> what an entity is read into
 */
record Stretch<R>(List<R> entities, List<Object> after, int skip, Long count) {

    /** The first of entities; one more than wanted tells that there are more. */
    static <R> Stretch<R> of(List<R> found, int wanted, Ordering<R> ordering, Long count) {
        if (found.size() <= wanted) {
            return new Stretch<>(List.copyOf(found), null, 0, count);
        }
        return new Stretch<>(List.copyOf(found.subList(0, wanted)), ordering.values(found.get(wanted - 1)), 0, count);
    }
}
