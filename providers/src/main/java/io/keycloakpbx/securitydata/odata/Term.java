package io.keycloakpbx.securitydata.odata;

import jakarta.persistence.criteria.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What has a value, or is absent. */
sealed interface Term extends Node permits Constant, Term.Named, Term.Call, Term.Arithmetic, Term.Truth {

    Type type();

    /** The value for an entity, null where it is absent; a whole number is a Long. */
    Object value(Row row);

    /** Whether it can be absent. */
    boolean mayBeAbsent(EntityType<?> entities);

    /** The bounds of a whole number. */
    default Range range() {
        throw new IllegalStateException("no whole number");
    }

    /** The same in the database, null where it is absent: a new expression each time. */
    Expression<?> in(Criteria criteria);

    /** A property. */
    record Named(String property, Type type) implements Term {

        @Override
        public void properties(Consumer<String> names) {
            names.accept(property);
        }

        @Override
        public Object value(Row row) {
            Object value = row.value(property);
            return value instanceof Integer number ? Long.valueOf(number) : value;
        }

        @Override
        public boolean mayBeAbsent(EntityType<?> entities) {
            return entities.properties().get(property).nullable();
        }

        @Override
        public Range range() {
            return Range.INT32;
        }

        @Override
        public Expression<?> in(Criteria criteria) {
            return criteria.property(property);
        }
    }

    /** A function, absent where one of its arguments is. */
    record Call(Function function, List<Term> arguments) implements Term {

        @Override
        public void properties(Consumer<String> names) {
            arguments.forEach(argument -> argument.properties(names));
        }

        @Override
        public Type type() {
            return function.result();
        }

        @Override
        public Object value(Row row) {
            List<Object> values = new ArrayList<>(arguments.size());
            for (Term argument : arguments) {
                Object value = argument.value(row);
                if (value == null) {
                    return null;
                }
                values.add(value);
            }
            return function.value(values);
        }

        @Override
        public boolean mayBeAbsent(EntityType<?> entities) {
            return function.mayBeAbsent() || arguments.stream().anyMatch(argument -> argument.mayBeAbsent(entities));
        }

        @Override
        public Range range() {
            return function.range();
        }

        @Override
        public Expression<?> in(Criteria criteria) {
            return function.in(criteria, arguments);
        }
    }

    /** What is calculated with whole numbers. */
    enum Sign {
        ADD,
        SUB,
        MUL,
        DIV,
        MOD
    }

    /**
     * A calculation. What is divided by 0 is absent.
     *
     * @param range the bounds of the result
     */
    record Arithmetic(Sign sign, Term left, Term right, Range range) implements Term {

        /**
         * A calculation.
         *
         * @throws ArithmeticException where the result might not have room in 64 bits
         */
        static Arithmetic of(Sign sign, Term left, Term right) {
            Range range =
                    switch (sign) {
                        case ADD -> left.range().add(right.range());
                        case SUB -> left.range().sub(right.range());
                        case MUL -> left.range().mul(right.range());
                        case DIV, MOD -> left.range().parted();
                    };
            return new Arithmetic(sign, left, right, range);
        }

        @Override
        public void properties(Consumer<String> names) {
            left.properties(names);
            right.properties(names);
        }

        @Override
        public Type type() {
            return Type.INTEGER;
        }

        @Override
        public Object value(Row row) {
            Long one = (Long) left.value(row);
            Long other = (Long) right.value(row);
            if (one == null || other == null || divides() && other == 0) {
                return null;
            }
            return switch (sign) {
                case ADD -> one + other;
                case SUB -> one - other;
                case MUL -> one * other;
                case DIV -> one / other;
                case MOD -> one % other;
            };
        }

        private boolean divides() {
            return sign == Sign.DIV || sign == Sign.MOD;
        }

        private boolean mayDivideByZero() {
            return divides() && right.range().has(0);
        }

        @Override
        public boolean mayBeAbsent(EntityType<?> entities) {
            return mayDivideByZero() || left.mayBeAbsent(entities) || right.mayBeAbsent(entities);
        }

        @Override
        public Expression<?> in(Criteria criteria) {
            Expression<Long> one = criteria.number(left);
            Expression<Long> other = criteria.number(right);
            var cb = criteria.cb();
            Expression<Long> divisor = mayDivideByZero() ? cb.nullif(other, criteria.number(0)) : other;
            return switch (sign) {
                case ADD -> cb.sum(one, other);
                case SUB -> cb.diff(one, other);
                case MUL -> cb.prod(one, other);
                case DIV -> cb.quot(one, divisor);
                case MOD -> criteria.mod(one, divisor);
            };
        }
    }

    /** Whether a condition holds: never absent. */
    record Truth(Condition condition) implements Term {

        @Override
        public void properties(Consumer<String> names) {
            condition.properties(names);
        }

        @Override
        public Type type() {
            return Type.BOOLEAN;
        }

        @Override
        public Object value(Row row) {
            return condition.holds(row);
        }

        @Override
        public boolean mayBeAbsent(EntityType<?> entities) {
            return false;
        }

        @Override
        public Expression<?> in(Criteria criteria) {
            return criteria.value(condition.in(criteria, true));
        }
    }
}
