package io.keycloakpbx.securitydata.odata;

import jakarta.persistence.criteria.Predicate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code $filter} (OData 3, URI conventions 10.2.3.6), checked against the properties of a type. A comparison with an
 * absent value is false, also below {@code not}; {@code ne} is true where {@code eq} is not; {@code eq null} asks whether a
 * value is absent. What cannot be calculated, such as a division by 0, is absent. Texts are greater and less as the
 * database sorts them.
 *
 * @param <R> what an entity is read into
 */
public final class Filter<R> {

    private final Condition condition;
    private final EntityType<R> type;

    private Filter(Condition condition, EntityType<R> type) {
        this.condition = condition;
        this.type = type;
    }

    /**
     * Reads a filter.
     *
     * @throws ODataException (400) where it is none, with the position; or names, types or sizes that are not taken
     */
    public static <R> Filter<R> parse(String text, EntityType<R> type) {
        return new Filter<>(FilterReader.read(text, type), type);
    }

    /** The filters that stand between its top-level {@code and}s; itself where there is none. */
    public List<Filter<R>> conjuncts() {
        return condition instanceof Condition.And and
                ? and.parts().stream().map(part -> new Filter<>(part, type)).toList()
                : List.of(this);
    }

    /** The names of the properties that it looks at. */
    public Set<String> properties() {
        Set<String> names = new LinkedHashSet<>();
        condition.properties(names::add);
        return names;
    }

    /** The value, where it is no more than {@code property eq value}. */
    public Optional<Object> equalTo(String property) {
        if (condition instanceof Condition.Holds holds
                && holds.property().property().equals(property)) {
            return Optional.of(true);
        }
        return condition instanceof Condition.Comparison comparison
                        && comparison.operator() == Operator.EQ
                        && comparison.left() instanceof Term.Named named
                        && named.property().equals(property)
                        && comparison.right() instanceof Constant constant
                ? Optional.of(constant.value() instanceof Long number ? (Object) number.intValue() : constant.value())
                : Optional.empty();
    }

    /** The same filter of another type that has its properties too. */
    public <D> Filter<D> of(EntityType<D> other) {
        for (String name : properties()) {
            EdmType here = type.properties().get(name).type();
            if (other.property(name).filter(there -> there.type() == here).isEmpty()) {
                throw new IllegalArgumentException(other.name() + " has no such " + name);
            }
        }
        return new Filter<>(condition, other);
    }

    /** Whether it lets an entity through. */
    public boolean accepts(R entity) {
        return condition.holds(name -> type.properties().get(name).value().apply(entity));
    }

    /**
     * The same in the database. Each of its properties has a column. What comes of it may be unknown in place of false: it
     * is for {@code and} and {@code or}, not to be negated.
     */
    public Predicate in(Tables tables) {
        return condition.in(new Criteria(tables, type), true);
    }
}
