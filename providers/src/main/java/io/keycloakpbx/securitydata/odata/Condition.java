package io.keycloakpbx.securitydata.odata;

import io.keycloakpbx.store.Like;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Predicate;
import java.util.List;
import java.util.function.Consumer;

/** What is true or false of an entity, and never unknown. */
sealed interface Condition extends Node {

    boolean holds(Row row);

    /**
     * The same in the database. What comes of it may be unknown in place of false, so it is not negated there.
     *
     * @param holds whether it is asked for what it holds for, or for all else
     */
    Predicate in(Criteria criteria, boolean holds);

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
        public Predicate in(Criteria criteria, boolean holds) {
            return value == holds ? criteria.cb().conjunction() : criteria.cb().disjunction();
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
        public Predicate in(Criteria criteria, boolean holds) {
            return criteria.junction(holds, parts, holds);
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
        public Predicate in(Criteria criteria, boolean holds) {
            return criteria.junction(!holds, parts, holds);
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
        public Predicate in(Criteria criteria, boolean holds) {
            return condition.in(criteria, !holds);
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
        public Predicate in(Criteria criteria, boolean holds) {
            if (!criteria.mayBeAbsent(term)) {
                return holds ? criteria.cb().disjunction() : criteria.cb().conjunction();
            }
            return holds
                    ? criteria.cb().isNull(term.in(criteria))
                    : criteria.cb().isNotNull(term.in(criteria));
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
        public Predicate in(Criteria criteria, boolean holds) {
            Predicate is = criteria.is(property.property(), holds);
            return holds ? is : criteria.orAbsent(is, property);
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
        public Predicate in(Criteria criteria, boolean holds) {
            Operator asked = holds ? operator : operator.otherwise();
            Predicate compared = right instanceof Constant constant
                    ? criteria.compare(asked, left, constant)
                    : criteria.compare(asked, left, right);
            return holds == (operator == Operator.NE) ? criteria.orAbsent(compared, left, right) : compared;
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
        public Predicate in(Criteria criteria, boolean holds) {
            Predicate matched = part instanceof Constant constant
                    ? like(criteria, pattern((String) constant.value()), holds)
                    : searched(criteria, holds);
            return holds ? matched : criteria.orAbsent(matched, text, part);
        }

        private String pattern(String literal) {
            return switch (place) {
                case ANYWHERE -> Like.containing(literal);
                case START -> Like.startingWith(literal);
                case END -> Like.endingWith(literal);
            };
        }

        private Predicate like(Criteria criteria, String pattern, boolean holds) {
            return holds
                    ? criteria.cb().like(criteria.text(text), pattern, Like.ESCAPE)
                    : criteria.cb().notLike(criteria.text(text), pattern, Like.ESCAPE);
        }

        /** A pattern that is not known may have wildcards, which mean themselves. */
        private Predicate searched(Criteria criteria, boolean holds) {
            var cb = criteria.cb();
            if (place == Place.END) {
                return ending(criteria, holds);
            }
            Expression<Integer> found = cb.locate(criteria.text(text), criteria.text(part));
            if (place == Place.START) {
                return holds ? cb.equal(found, 1) : cb.notEqual(found, 1);
            }
            return holds ? cb.gt(found, 0) : cb.equal(found, 0);
        }

        private Predicate ending(Criteria criteria, boolean holds) {
            var cb = criteria.cb();
            Expression<Integer> room = cb.diff(cb.length(criteria.text(text)), cb.length(criteria.text(part)));
            Expression<String> end = cb.substring(criteria.text(text), cb.sum(room, cb.literal(1)));
            return holds
                    ? cb.and(cb.ge(room, 0), cb.equal(end, criteria.text(part)))
                    : cb.or(cb.lt(room, 0), cb.notEqual(end, criteria.text(part)));
        }
    }
}
