package io.keycloakpbx.securitydata.odata;

import jakarta.persistence.criteria.Expression;
import java.math.BigDecimal;
import java.util.function.Consumer;

/**
 * A literal, or what has been calculated of literals.
 *
 * @param value a Boolean, Long, BigDecimal, String, Instant or UUID; null for {@code null}
 */
record Constant(Type type, Object value) implements Term {

    static final Constant NULL = new Constant(Type.NULL, null);

    /** Compares values of one type, or numbers. */
    @SuppressWarnings("unchecked")
    static int compare(Object one, Object other) {
        if (one instanceof BigDecimal || other instanceof BigDecimal) {
            return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString()));
        }
        return ((Comparable<Object>) one).compareTo(other);
    }

    @Override
    public void properties(Consumer<String> names) {
        // It looks at none.
    }

    @Override
    public Object value(Row row) {
        return value;
    }

    @Override
    public boolean mayBeAbsent(EntityType<?> entities) {
        return value == null;
    }

    @Override
    public Range range() {
        return Range.of((Long) value);
    }

    @Override
    public Expression<?> in(Criteria criteria) {
        return value instanceof Long number
                ? criteria.number(number)
                : criteria.cb().value(value);
    }
}
