package io.keycloakpbx.securitydata.odata;

import jakarta.persistence.criteria.Predicate;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A stretch of a set.
 *
 * @param wanted which entities
 * @param ordering how they are sorted; its values tell all of them apart
 * @param after what comes before the first one, as values of the ordering; null where the stretch begins with the set
 * @param inclusive whether what equals {@code after} belongs to the stretch
 * @param skip how many more to leave out
 * @param limit the most entities
 * @param leftOut properties with long texts that are not needed
 * @param <R> what an entity is read into
 */
record Window<R>(
        Wanted<R> wanted,
        Ordering<R> ordering,
        List<Object> after,
        boolean inclusive,
        int skip,
        int limit,
        Set<String> leftOut) {

    Window(Wanted<R> wanted, Ordering<R> ordering, List<Object> after, boolean inclusive, int skip, int limit) {
        this(wanted, ordering, after, inclusive, skip, limit, Set.of());
    }

    /**
     * Which entities.
     *
     * @param filters that let them through, all of them
     * @param narrowings further conditions of a table
     */
    record Wanted<R>(List<Filter<R>> filters, List<Function<Tables, Predicate>> narrowings) {

        static <R> Wanted<R> by(Filter<R> filter) {
            return new Wanted<>(filter == null ? List.of() : List.of(filter), List.of());
        }

        boolean accepts(R entity) {
            return filters.stream().allMatch(filter -> filter.accepts(entity));
        }
    }
}
