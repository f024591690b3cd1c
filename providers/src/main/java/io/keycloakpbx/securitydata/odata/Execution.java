package io.keycloakpbx.securitydata.odata;

import io.keycloakpbx.store.StorableText;
import java.util.List;
import java.util.Optional;

/** Answers queries, each by what its set is made of. */
public final class Execution {

    private Execution() {}

    /**
     * A page of a set: 100 entities, with {@code $top} as many as that, at most 500. A driven set's page can be shorter,
     * even empty, and go on behind its link all the same.
     *
     * @throws ODataException (400) where the query is too expensive, or its skip token is of another request
     */
    public static <R> Page<R> page(EntitySet<R> set, Query<R> query) {
        return page(set, query, Limits.DEFAULT);
    }

    static <R> Page<R> page(EntitySet<R> set, Query<R> query, Limits limits) {
        Ordering<R> ordering = Ordering.of(set.type(), query.order());
        int wanted = Math.min(query.top() == null ? limits.page() : query.top(), limits.most());
        boolean ends = query.top() != null && query.top() == wanted;
        Pages<R> pages = Pages.of(set, limits);
        if (wanted == 0) {
            return new Page<>(List.of(), query.count() ? (Long) pages.count(query.filter()) : null, null);
        }
        Stretch<R> page = pages.page(query, ordering, wanted, !ends);
        return new Page<>(
                page.entities(),
                page.count(),
                ends && page.entities().size() == wanted
                        ? null
                        : NextLink.of(set.type().name(), query, page));
    }

    /**
     * The entity of a key.
     *
     * @param key the values of the key's properties, in their order and of their types
     */
    public static <R> Optional<R> item(EntitySet<R> set, List<Object> key) {
        boolean possible = key.stream()
                .allMatch(value -> value != null && !(value instanceof String text && !StorableText.is(text)));
        return possible ? Pages.of(set, Limits.DEFAULT).item(key) : Optional.empty();
    }

    /**
     * How many entities a query has in all, its {@code $skip} and {@code $top} included.
     *
     * @throws ODataException (400) where the query is too expensive
     */
    public static <R> long count(EntitySet<R> set, Query<R> query) {
        long left = Math.max(0, Pages.of(set, Limits.DEFAULT).count(query.filter()) - query.skip());
        return query.top() == null ? left : Math.min(left, query.top());
    }
}
