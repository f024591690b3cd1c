package io.keycloakpbx.securitydata.odata;

import jakarta.persistence.criteria.Predicate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code $filter} (OData 3, URI conventions 10.2.3.6), checked against the properties of a type. A comparison with an
 * absent value is false, also below {@code not}.
 *
 * @param <R> what an entity is read into
 */
public final class Filter<R> {

    private Filter() {}

    /**
     * Reads a filter.
     *
     * @throws ODataException (400) where it is none, with the position; or names, types or sizes that are not taken
     */
    public static <R> Filter<R> parse(String text, EntityType<R> type) {
        throw new UnsupportedOperationException(text + type);
    }

    /** The filters that stand between its top-level {@code and}s; itself where there is none. */
    public List<Filter<R>> conjuncts() {
        throw new UnsupportedOperationException();
    }

    /** The names of the properties that it looks at. */
    public Set<String> properties() {
        throw new UnsupportedOperationException();
    }

    /** The value, where it is no more than {@code property eq value}. */
    public Optional<Object> equalTo(String property) {
        throw new UnsupportedOperationException(property);
    }

    /** The same filter of another type that has its properties too. */
    public <D> Filter<D> of(EntityType<D> other) {
        throw new UnsupportedOperationException(other.toString());
    }

    /** Whether it lets an entity through. */
    public boolean accepts(R entity) {
        throw new UnsupportedOperationException(entity.toString());
    }

    /** The same in the database. Each of its properties has a column. */
    public Predicate in(Tables tables) {
        throw new UnsupportedOperationException(tables.toString());
    }
}
