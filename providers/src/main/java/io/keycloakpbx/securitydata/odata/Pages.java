package io.keycloakpbx.securitydata.odata;

import java.util.List;
import java.util.Optional;

/**
 * The pages of a set, of whatever kind.
 *
 * @param <R> what an entity is read into
 */
interface Pages<R> {

    /**
     * A page of the entities, and their number where the query asks for it.
     *
     * @param ordering how they are sorted
     * @param wanted the most entities of the page, at least one
     * @param looksOn whether it is of interest if there are more
     */
    Stretch<R> page(Query<R> query, Ordering<R> ordering, int wanted, boolean looksOn);

    /** How many entities a filter, or none, lets through. */
    long count(Filter<R> filter);

    /** The entity of a key, whose values have the types of the key's properties. */
    Optional<R> item(List<Object> key);

    /** The pages of a set. */
    static <R> Pages<R> of(EntitySet<R> set, Limits limits) {
        Deadline deadline = Deadline.in(limits.time());
        return set.source() instanceof Source.Driven<R, ?> driven
                ? new DrivenPages<>(set.type(), driven, limits, deadline)
                : new DirectPages<>(set.type(), Reader.of(set, deadline), limits);
    }
}
