package io.keycloakpbx.securitydata.odata;

import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Predicate;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.query.common.TemporalUnit;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.hibernate.query.criteria.JpaExpression;

/**
 * Makes conditions of a query of a filter's terms.
 *
 * @param tables the query
 * @param entities what the rows are read into
 */
record Criteria(Tables tables, EntityType<?> entities) {

    /** Milliseconds of what has a year of four digits. */
    static final Range WRITTEN = new Range(-62_135_596_800_000L, 253_402_300_799_999L);

    private static final long DAY = 86_400_000;

    HibernateCriteriaBuilder cb() {
        return (HibernateCriteriaBuilder) tables.cb();
    }

    /** What a property is. */
    Expression<?> property(String name) {
        Expression<?> expression = column(name).source().in(tables);
        return expression instanceof Predicate condition ? value(condition) : expression;
    }

    /** What a condition comes to, true or false, to compare it with something. */
    Expression<Boolean> value(Predicate condition) {
        return cb().<Boolean>selectCase().when(condition, true).otherwise(false);
    }

    /** Where a property is true, or false. */
    Predicate is(String property, boolean value) {
        Expression<?> expression = column(property).source().in(tables);
        if (expression instanceof Predicate condition) {
            return value ? condition : cb().not(condition);
        }
        return cb().equal(expression, value);
    }

    private Column column(String name) {
        return entities.properties().get(name).column();
    }

    boolean mayBeAbsent(Term term) {
        return term.mayBeAbsent(entities);
    }

    /** A condition, and where a term is absent. */
    Predicate orAbsent(Predicate condition, Term... terms) {
        List<Predicate> either = new ArrayList<>(List.of(condition));
        Stream.of(terms).filter(this::mayBeAbsent).forEach(term -> either.add(cb().isNull(term.in(this))));
        return either.size() == 1 ? condition : cb().or(either.toArray(Predicate[]::new));
    }

    /** All of the conditions, or one of them. */
    Predicate junction(boolean all, List<Condition> conditions, boolean hold) {
        Predicate[] each =
                conditions.stream().map(condition -> condition.in(this, hold)).toArray(Predicate[]::new);
        return all ? cb().and(each) : cb().or(each);
    }

    /** A text. */
    @SuppressWarnings("unchecked")
    Expression<String> text(Term term) {
        return (Expression<String>) term.in(this);
    }

    boolean isLowerCase(Term term) {
        return term instanceof Term.Named named && column(named.property()).form() == Column.Form.LOWER_CASE;
    }

    /** A number with room for 64 bits. */
    @SuppressWarnings("unchecked")
    Expression<Long> number(Term term) {
        return term instanceof Constant || term instanceof Term.Arithmetic
                ? (Expression<Long>) term.in(this)
                : cb().cast((JpaExpression<?>) term.in(this), Long.class);
    }

    /** With its type: a sign that follows an operator would begin a comment, and a parameter of unknown type a fraction. */
    Expression<Long> number(long value) {
        return cb().cast(cb().literal(value), Long.class);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    Expression<Long> mod(Expression<Long> one, Expression<Long> other) {
        return (Expression<Long>) (Expression) cb().mod((Expression) one, (Expression) other);
    }

    /**
     * A number that says where in a text, or null where no text has that. The term is in it once only: nested ones would
     * grow beyond all bounds.
     */
    Expression<Integer> placeInText(Term term) {
        if (term instanceof Constant constant) {
            return cb().literal(((Long) constant.value()).intValue());
        }
        Expression<Long> place = number(term);
        if (!Range.TEXT.has(term.range().least())) {
            place = without("greatest", place, Range.TEXT.least() - 1);
        }
        if (!Range.TEXT.has(term.range().most())) {
            place = without("least", place, Range.TEXT.most() + 1);
        }
        return cb().cast((JpaExpression<?>) place, Integer.class);
    }

    /** The number, or null from the bound on, also where the database's greatest and least pass over null. */
    private Expression<Long> without(String function, Expression<Long> number, long bound) {
        return cb().nullif(cb().function(function, Long.class, number, number(bound)), number(bound));
    }

    /** A comparison with a literal. */
    Predicate compare(Operator operator, Term left, Constant right) {
        Expression<?> expression = left.in(this);
        if (right.value() instanceof Long number) {
            return compareValue(operator, expression, numberLike(expression, number));
        }
        if (!(left instanceof Term.Named named)) {
            return compareValue(operator, expression, right.value());
        }
        Column column = column(named.property());
        return right.value() instanceof Instant instant
                ? compareTime(operator, expression, column, instant)
                : compareValue(operator, expression, column.inDatabase(right.value()));
    }

    private static Object numberLike(Expression<?> expression, long number) {
        Class<?> type = expression.getJavaType();
        return type == Integer.class || type == int.class ? (Object) (int) number : (Object) number;
    }

    /** What is held is a whole number of units: of milliseconds or of seconds. */
    private Predicate compareTime(Operator operator, Expression<?> expression, Column column, Instant instant) {
        Instant unit =
                instant.truncatedTo(column.form() == Column.Form.TEXT_TIME ? ChronoUnit.SECONDS : ChronoUnit.MILLIS);
        Operator to = operator;
        if (!unit.equals(instant)) {
            if (operator == Operator.EQ) {
                return cb().disjunction();
            }
            if (operator == Operator.NE) {
                return cb().conjunction();
            }
            to = operator.withUnitBelow();
        }
        return compareValue(to, expression, column.inDatabase(unit));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Predicate compareValue(Operator operator, Expression expression, Object value) {
        Comparable comparable = (Comparable) value;
        return switch (operator) {
            case EQ -> cb().equal(expression, value);
            case NE -> cb().notEqual(expression, value);
            case LT -> cb().lessThan(expression, comparable);
            case LE -> cb().lessThanOrEqualTo(expression, comparable);
            case GT -> cb().greaterThan(expression, comparable);
            case GE -> cb().greaterThanOrEqualTo(expression, comparable);
        };
    }

    /** A comparison of what is in the database. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    Predicate compare(Operator operator, Term left, Term right) {
        if (left.type() == Type.DATE_TIME) {
            requireOneForm((Term.Named) left, (Term.Named) right);
        }
        Expression one = left.type() == Type.INTEGER ? number(left) : left.in(this);
        Expression other = right.type() == Type.INTEGER ? number(right) : right.in(this);
        return switch (operator) {
            case EQ -> cb().equal(one, other);
            case NE -> cb().notEqual(one, other);
            case LT -> cb().lessThan(one, other);
            case LE -> cb().lessThanOrEqualTo(one, other);
            case GT -> cb().greaterThan(one, other);
            case GE -> cb().greaterThanOrEqualTo(one, other);
        };
    }

    private void requireOneForm(Term.Named left, Term.Named right) {
        if (column(left.property()).form() != column(right.property()).form()) {
            throw ODataException.invalid(left.property() + " and " + right.property()
                    + " cannot be compared with each other, only with literals.");
        }
    }

    /** A part of a point in time; null where it has no year of four digits. */
    Expression<Integer> timePart(String property, ChronoField field, int textFrom, int textLength) {
        return switch (column(property).form()) {
            case MILLISECONDS -> partOfMilliseconds(property, field);
            case TEXT_TIME -> digits(property, textFrom, textLength);
            case PLAIN, LOWER_CASE -> throw ODataException.invalid(property + " can only be compared, as a whole.");
        };
    }

    private Expression<Integer> partOfMilliseconds(String property, ChronoField field) {
        return switch (field) {
            case YEAR -> cb().year(dateTime(property));
            case MONTH_OF_YEAR -> cb().month(dateTime(property));
            case DAY_OF_MONTH -> cb().day(dateTime(property));
            case HOUR_OF_DAY -> clock(property, 3_600_000, 24);
            case MINUTE_OF_HOUR -> clock(property, 60_000, 60);
            default -> clock(property, 1000, 60);
        };
    }

    /** By days: H2 counts what is less in nanoseconds, which has room for three hundred years. */
    private Expression<LocalDateTime> dateTime(String property) {
        Expression<Number> days =
                cb().diff(cb().quot(sinceYearOne(property), number(DAY)), number(-WRITTEN.least() / DAY));
        return cb().addDuration(
                        cb().literal(LocalDateTime.of(1970, 1, 1, 0, 0)),
                        cb().durationScaled(days, cb().duration(1, TemporalUnit.DAY)));
    }

    private Expression<Integer> clock(String property, long milliseconds, long circle) {
        return cb().cast(
                        (JpaExpression<?>) mod(
                                cb().cast(
                                                (JpaExpression<?>)
                                                        cb().quot(sinceYearOne(property), number(milliseconds)),
                                                Long.class),
                                number(circle)),
                        Integer.class);
    }

    /** No negative number, whose division would not go down; nothing for which the database has no point in time. */
    @SuppressWarnings("unchecked")
    private Expression<Long> sinceYearOne(String property) {
        return cb().<Long>selectCase()
                .when(
                        cb().between((Expression<Long>) property(property), WRITTEN.least(), WRITTEN.most()),
                        cb().sum((Expression<Long>) property(property), number(-WRITTEN.least())))
                .otherwise(cb().nullLiteral(Long.class));
    }

    /** The number that a part of a text is, without a cast that could fail. */
    @SuppressWarnings("unchecked")
    private Expression<Integer> digits(String property, int from, int length) {
        Expression<Integer> number = null;
        for (int i = from; i < from + length; i++) {
            Expression<Integer> digit = cb().diff(
                            cb().locate(
                                            cb().literal("0123456789"),
                                            cb().substring((Expression<String>) property(property), i, 1)),
                            cb().literal(1));
            number = number == null ? digit : cb().sum(cb().prod(number, cb().literal(10)), digit);
        }
        return number;
    }
}
