package io.keycloakpbx.securitydata.odata;

import jakarta.persistence.criteria.Expression;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The functions that have a value, each with what it is in memory and in the database. Texts are counted in characters of
 * Unicode, as PostgreSQL does; H2 counts those beyond the first 65,536 twice.
 */
enum Function {
    LENGTH(Range.TEXT, List.of(Type.STRING)) {
        @Override
        Object value(List<Object> arguments) {
            String text = (String) arguments.get(0);
            return (long) text.codePointCount(0, text.length());
        }

        @Override
        Expression<?> in(Criteria criteria, List<Term> arguments) {
            return criteria.cb().length(criteria.text(arguments.get(0)));
        }
    },

    /** From 0; -1 where it is not there. */
    INDEXOF(new Range(-1, Range.TEXT.most()), List.of(Type.STRING, Type.STRING)) {
        @Override
        Object value(List<Object> arguments) {
            String text = (String) arguments.get(0);
            int found = text.indexOf((String) arguments.get(1));
            return (long) (found < 0 ? -1 : text.codePointCount(0, found));
        }

        @Override
        Expression<?> in(Criteria criteria, List<Term> arguments) {
            var cb = criteria.cb();
            return cb.diff(cb.locate(criteria.text(arguments.get(0)), criteria.text(arguments.get(1))), cb.literal(1));
        }
    },

    TOLOWER(Type.STRING, List.of(Type.STRING)) {
        @Override
        Object value(List<Object> arguments) {
            return ((String) arguments.get(0)).toLowerCase(Locale.ROOT);
        }

        @Override
        Expression<?> in(Criteria criteria, List<Term> arguments) {
            Expression<String> text = criteria.text(arguments.get(0));
            return criteria.isLowerCase(arguments.get(0)) ? text : criteria.cb().lower(text);
        }
    },

    TOUPPER(Type.STRING, List.of(Type.STRING)) {
        @Override
        Object value(List<Object> arguments) {
            return ((String) arguments.get(0)).toUpperCase(Locale.ROOT);
        }

        @Override
        Expression<?> in(Criteria criteria, List<Term> arguments) {
            return criteria.cb().upper(criteria.text(arguments.get(0)));
        }
    },

    /** Without the spaces around it. */
    TRIM(Type.STRING, List.of(Type.STRING)) {
        @Override
        Object value(List<Object> arguments) {
            String text = (String) arguments.get(0);
            int first = 0;
            int end = text.length();
            while (first < end && text.charAt(first) == ' ') {
                first++;
            }
            while (first < end && text.charAt(end - 1) == ' ') {
                end--;
            }
            return text.substring(first, end);
        }

        @Override
        Expression<?> in(Criteria criteria, List<Term> arguments) {
            return criteria.cb().trim(criteria.text(arguments.get(0)));
        }
    },

    CONCAT(Type.STRING, List.of(Type.STRING, Type.STRING)) {
        @Override
        Object value(List<Object> arguments) {
            return (String) arguments.get(0) + arguments.get(1);
        }

        @Override
        Expression<?> in(Criteria criteria, List<Term> arguments) {
            return criteria.cb().concat(criteria.text(arguments.get(0)), criteria.text(arguments.get(1)));
        }
    },

    /** The second text is not empty. */
    REPLACE(Type.STRING, List.of(Type.STRING, Type.STRING, Type.STRING)) {
        @Override
        Object value(List<Object> arguments) {
            return ((String) arguments.get(0)).replace((String) arguments.get(1), (String) arguments.get(2));
        }

        @Override
        Expression<?> in(Criteria criteria, List<Term> arguments) {
            return criteria.cb()
                    .function(
                            "replace",
                            String.class,
                            criteria.text(arguments.get(0)),
                            criteria.text(arguments.get(1)),
                            criteria.text(arguments.get(2)));
        }
    },

    /** From 0; empty beyond the end; absent where it begins, or is as long as, no text can. */
    SUBSTRING(Type.STRING, List.of(Type.STRING, Type.INTEGER, Type.INTEGER)) {
        @Override
        Object value(List<Object> arguments) {
            String text = (String) arguments.get(0);
            for (Object number : arguments.subList(1, arguments.size())) {
                if (!Range.TEXT.has((Long) number)) {
                    return null;
                }
            }
            int characters = text.codePointCount(0, text.length());
            int first = (int) Math.min(characters, (Long) arguments.get(1));
            int end = arguments.size() == 2 ? characters : (int) Math.min(characters, first + (Long) arguments.get(2));
            return text.substring(text.offsetByCodePoints(0, first), text.offsetByCodePoints(0, end));
        }

        @Override
        Expression<?> in(Criteria criteria, List<Term> arguments) {
            var cb = criteria.cb();
            Expression<String> text = criteria.text(arguments.get(0));
            Expression<Integer> first = cb.sum(criteria.placeInText(arguments.get(1)), cb.literal(1));
            return arguments.size() == 2
                    ? cb.substring(text, first)
                    : cb.substring(text, first, criteria.placeInText(arguments.get(2)));
        }
    },

    YEAR(1, 9999, ChronoField.YEAR, 1, 4),
    MONTH(1, 12, ChronoField.MONTH_OF_YEAR, 6, 2),
    DAY(1, 31, ChronoField.DAY_OF_MONTH, 9, 2),
    HOUR(0, 23, ChronoField.HOUR_OF_DAY, 12, 2),
    MINUTE(0, 59, ChronoField.MINUTE_OF_HOUR, 15, 2),
    SECOND(0, 59, ChronoField.SECOND_OF_MINUTE, 18, 2);

    private final Type result;
    private final Range range;
    private final List<Type> parameters;
    private final ChronoField field;
    private final int textFrom;
    private final int textLength;

    Function(Type result, Range range, List<Type> parameters, ChronoField field, int textFrom, int textLength) {
        this.result = result;
        this.range = range;
        this.parameters = parameters;
        this.field = field;
        this.textFrom = textFrom;
        this.textLength = textLength;
    }

    /** Of a text. */
    Function(Type result, List<Type> parameters) {
        this(result, null, parameters, null, 0, 0);
    }

    /** A number that a text has. */
    Function(Range range, List<Type> parameters) {
        this(Type.INTEGER, range, parameters, null, 0, 0);
    }

    /**
     * A part of a point in time, in UTC.
     *
     * @param textFrom where it begins in a time that is text, from 1
     */
    Function(int least, int most, ChronoField field, int textFrom, int textLength) {
        this(Type.INTEGER, new Range(least, most), List.of(Type.DATE_TIME), field, textFrom, textLength);
    }

    /** The function of a name. */
    static Optional<Function> named(String name) {
        return Stream.of(values())
                .filter(function -> function.toString().equals(name))
                .findFirst();
    }

    /** The value for arguments none of which is absent; null where it is absent all the same. */
    Object value(List<Object> arguments) {
        try {
            long part = ((Instant) arguments.get(0)).atOffset(ZoneOffset.UTC).getLong(field);
            return Criteria.WRITTEN.has(((Instant) arguments.get(0)).toEpochMilli()) ? part : null;
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    /** The same in the database. */
    Expression<?> in(Criteria criteria, List<Term> arguments) {
        return criteria.timePart(((Term.Named) arguments.get(0)).property(), field, textFrom, textLength);
    }

    Type result() {
        return result;
    }

    /** The bounds of the result. */
    Range range() {
        return range;
    }

    List<Type> parameters() {
        return parameters;
    }

    /** Whether it takes so many arguments. */
    boolean takes(int arguments) {
        return arguments == parameters.size() || this == SUBSTRING && arguments == 2;
    }

    /** Whether it can be absent where no argument is. */
    boolean mayBeAbsent() {
        return this == SUBSTRING || field != null;
    }

    /** Its name. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
