package io.keycloakpbx.securitydata.odata;

import io.keycloakpbx.securitydata.odata.Query.OrderItem;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Nulls;
import jakarta.persistence.criteria.Order;
import jakarta.persistence.criteria.Predicate;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.query.sqm.tree.expression.SqmLiteral;

/**
 * An order in a query, and the condition for what comes after some entity in it. Databases do not agree where null is, so
 * it is said wherever there can be one. What is the same in all rows is left out: a number in an {@code order by} would be
 * a column's place, and PostgreSQL refuses texts there.
 */
final class Keyset<R> {

    private final CriteriaBuilder cb;
    private final Ordering<R> ordering;
    private final List<Expression<?>> expressions = new ArrayList<>();

    Keyset(Tables tables, Ordering<R> ordering) {
        this.cb = tables.cb();
        this.ordering = ordering;
        ordering.items()
                .forEach(item ->
                        expressions.add(item.property().column().source().in(tables)));
    }

    List<Order> orders() {
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < ordering.size(); i++) {
            if (isSame(i)) {
                continue;
            }
            OrderItem<R> item = ordering.items().get(i);
            Expression<?> by = sortable(i);
            boolean nullable = item.property().nullable();
            if (item.descending()) {
                orders.add(nullable ? cb.desc(by, Nulls.LAST) : cb.desc(by));
            } else {
                orders.add(nullable ? cb.asc(by, Nulls.FIRST) : cb.asc(by));
            }
        }
        return orders;
    }

    /**
     * What comes after values.
     *
     * @param inclusive whether what equals them belongs to it
     */
    Predicate from(List<Object> values, boolean inclusive) {
        List<Predicate> ways = new ArrayList<>();
        List<Predicate> equal = new ArrayList<>();
        for (int i = 0; i < ordering.size(); i++) {
            if (isSame(i)) {
                continue;
            }
            Predicate after = after(i, values.get(i));
            if (after != null) {
                ways.add(and(equal, after));
            }
            equal.add(equal(i, values.get(i)));
        }
        if (inclusive) {
            ways.add(cb.and(equal.toArray(Predicate[]::new)));
        }
        if (ways.size() == 1) {
            return ways.get(0);
        }
        Predicate any = cb.or(ways.toArray(Predicate[]::new));
        Predicate bound = bound(values);
        return bound == null ? any : cb.and(bound, any);
    }

    /** Follows from the rest, but an index can begin there. */
    private Predicate bound(List<Object> values) {
        OrderItem<R> first = ordering.items().get(0);
        Object value = values.get(0);
        if (isSame(0) || value == null || first.property().type() == EdmType.BOOLEAN) {
            return null;
        }
        if (!first.descending()) {
            return cb.greaterThanOrEqualTo(comparable(0), held(0, value));
        }
        return first.property().nullable() ? null : cb.lessThanOrEqualTo(comparable(0), held(0, value));
    }

    private Predicate and(List<Predicate> all, Predicate last) {
        List<Predicate> conditions = new ArrayList<>(all);
        conditions.add(last);
        return cb.and(conditions.toArray(Predicate[]::new));
    }

    /** Null where there is nothing after the value. */
    private Predicate after(int i, Object value) {
        OrderItem<R> item = ordering.items().get(i);
        if (value == null) {
            return item.descending() ? null : cb.isNotNull(expressions.get(i));
        }
        Predicate after = item.descending()
                ? cb.lessThan(comparable(i), held(i, value))
                : cb.greaterThan(comparable(i), held(i, value));
        return item.descending() && item.property().nullable() ? cb.or(after, cb.isNull(expressions.get(i))) : after;
    }

    private Predicate equal(int i, Object value) {
        return value == null ? cb.isNull(expressions.get(i)) : cb.equal(comparable(i), held(i, value));
    }

    private boolean isSame(int i) {
        return expressions.get(i) instanceof SqmLiteral<?>;
    }

    /** A condition can be a value, but not every database sorts by one. */
    @SuppressWarnings("unchecked")
    private Expression<?> sortable(int i) {
        if (ordering.items().get(i).property().type() != EdmType.BOOLEAN) {
            return expressions.get(i);
        }
        Expression<Boolean> condition = (Expression<Boolean>) expressions.get(i);
        return cb.<Integer>selectCase()
                .when(cb.isTrue(condition), 1)
                .when(cb.isFalse(condition), 0)
                .otherwise(cb.nullLiteral(Integer.class));
    }

    @SuppressWarnings("unchecked")
    private Expression<Comparable<Object>> comparable(int i) {
        return (Expression<Comparable<Object>>) sortable(i);
    }

    @SuppressWarnings("unchecked")
    private Comparable<Object> held(int i, Object value) {
        Object held = value instanceof Boolean truth
                ? (Object) (truth ? 1 : 0)
                : ordering.items().get(i).property().column().inDatabase(value);
        return (Comparable<Object>) held;
    }
}
