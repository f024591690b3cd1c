package io.keycloakpbx.securitydata.odata;

import io.keycloakpbx.store.Like;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What is true or false of an entity, and never unknown. */
sealed interface Condition extends Node {

    boolean holds(Row row);

    /**
     * The same in the database.
     *
     * @param exact whether it must be false, not unknown, where it does not hold: below {@code not}
     */
    Predicate in(Criteria criteria, boolean exact);

    /** What is so of each entity. */
    record Always(boolean value) implements Condition {

        @Override
        public void properties(Consumer<String> names) {
            // It looks at none.
        }

        @Override
        public boolean holds(Row row) {
            return value;
        }

        @Override
        public Predicate in(Criteria criteria, boolean exact) {
            return value ? criteria.cb().conjunction() : criteria.cb().disjunction();
        }
    }

    record And(List<Condition> parts) implements Condition {

        @Override
        public void properties(Consumer<String> names) {
            parts.forEach(part -> part.properties(names));
        }

        @Override
        public boolean holds(Row row) {
            return parts.stream().allMatch(part -> part.holds(row));
        }

        @Override
        public Predicate in(Criteria criteria, boolean exact) {
            return criteria.cb().and(criteria.all(parts, exact));
        }
    }

    record Or(List<Condition> parts) implements Condition {

        @Override
        public void properties(Consumer<String> names) {
            parts.forEach(part -> part.properties(names));
        }

        @Override
        public boolean holds(Row row) {
            return parts.stream().anyMatch(part -> part.holds(row));
        }

        @Override
        public Predicate in(Criteria criteria, boolean exact) {
            return criteria.cb().or(criteria.all(parts, exact));
        }
    }

    record Not(Condition condition) implements Condition {

        @Override
        public void properties(Consumer<String> names) {
            condition.properties(names);
        }

        @Override
        public boolean holds(Row row) {
            return !condition.holds(row);
        }

        @Override
        public Predicate in(Criteria criteria, boolean exact) {
            return criteria.cb().not(condition.in(criteria, true));
        }
    }

    /** {@code term eq null}. */
    record Absent(Term term) implements Condition {

        @Override
        public void properties(Consumer<String> names) {
            term.properties(names);
        }

        @Override
        public boolean holds(Row row) {
            return term.value(row) == null;
        }

        @Override
        public Predicate in(Criteria criteria, boolean exact) {
            return criteria.cb().isNull(term.in(criteria));
        }
    }

    /** A property that is true. */
    record Holds(Term.Named property) implements Condition {

        @Override
        public void properties(Consumer<String> names) {
            property.properties(names);
        }

        @Override
        public boolean holds(Row row) {
            return Boolean.TRUE.equals(property.value(row));
        }

        @Override
        public Predicate in(Criteria criteria, boolean exact) {
            return criteria.present(exact, List.of(property), criteria.cb().equal(property.in(criteria), true));
        }
    }

    /** Where one side is a literal, it is the right one. {@code ne} is true where {@code eq} is not. */
    record Comparison(Operator operator, Term left, Term right) implements Condition {

        @Override
        public void properties(Consumer<String> names) {
            left.properties(names);
            right.properties(names);
        }

        @Override
        public boolean holds(Row row) {
            Object one = left.value(row);
            Object other = right.value(row);
            return one == null || other == null
                    ? operator == Operator.NE
                    : operator.holds(Constant.compare(one, other));
        }

        @Override
        public Predicate in(Criteria criteria, boolean exact) {
            Predicate compared = right instanceof Constant constant
                    ? criteria.compare(operator, left, constant)
                    : criteria.compare(operator, left, right);
            if (operator != Operator.NE) {
                return criteria.present(exact, List.of(left, right), compared);
            }
            List<Predicate> either = new ArrayList<>(List.of(compared));
            for (Term side : List.of(left, right)) {
                if (criteria.mayBeAbsent(side)) {
                    either.add(criteria.cb().isNull(side.in(criteria)));
                }
            }
            return criteria.cb().or(either.toArray(Predicate[]::new));
        }
    }

    /** Where in a text another one is looked for. */
    enum Place {
        ANYWHERE,
        START,
        END
    }

    /** Whether a text has another one in it. */
    record Match(Place place, Term text, Term part) implements Condition {

        @Override
        public void properties(Consumer<String> names) {
            text.properties(names);
            part.properties(names);
        }

        @Override
        public boolean holds(Row row) {
            Object whole = text.value(row);
            Object piece = part.value(row);
            return whole instanceof String in && piece instanceof String what && matches(in, what);
        }

        private boolean matches(String whole, String piece) {
            return switch (place) {
                case ANYWHERE -> whole.contains(piece);
                case START -> whole.startsWith(piece);
                case END -> whole.endsWith(piece);
            };
        }

        @Override
        public Predicate in(Criteria criteria, boolean exact) {
            Predicate matched = part instanceof Constant constant
                    ? criteria.cb().like(criteria.text(text), pattern((String) constant.value()), Like.ESCAPE)
                    : searched(criteria);
            return criteria.present(exact, List.of(text, part), matched);
        }

        private String pattern(String literal) {
            return switch (place) {
                case ANYWHERE -> Like.containing(literal);
                case START -> Like.startingWith(literal);
                case END -> Like.endingWith(literal);
            };
        }

        /** A pattern that is not known has wildcards that mean themselves. */
        private Predicate searched(Criteria criteria) {
            var cb = criteria.cb();
            Expression<Integer> found = cb.locate(criteria.text(text), criteria.text(part));
            return switch (place) {
                case ANYWHERE -> cb.gt(found, 0);
                case START -> cb.equal(found, 1);
                case END ->
                    cb.and(
                            cb.ge(cb.length(criteria.text(text)), cb.length(criteria.text(part))),
                            cb.equal(
                                    cb.substring(
                                            criteria.text(text),
                                            cb.sum(
                                                    cb.diff(
                                                            cb.length(criteria.text(text)),
                                                            cb.length(criteria.text(part))),
                                                    cb.literal(1))),
                                    criteria.text(part)));
            };
        }
    }
}
