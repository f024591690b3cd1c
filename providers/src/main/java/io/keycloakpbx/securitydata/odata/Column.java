package io.keycloakpbx.securitydata.odata;

import jakarta.persistence.criteria.Expression;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * What a property of a table set is in the database.
 *
 * @param form how the database holds the values
 * @param source the expression, of a query that has begun
 */
public record Column(Form form, Source source) {

    /** How values are held. */
    public enum Form {
        /** As the class of the property's type, a condition only where it is never absent; a GUID as text in lower case. */
        PLAIN,
        /** A point in time as milliseconds since 1970: an {@code Expression<Long>}. */
        MILLISECONDS,
        /** A point in time as text, {@code yyyy-MM-dd'T'HH:mm:ss'Z'}, whose order is that of time. */
        TEXT_TIME,
        /** Text that is in lower case throughout: {@code tolower} of it is the column itself. */
        LOWER_CASE
    }

    /** Where the values come from. */
    @FunctionalInterface
    public interface Source {

        Expression<?> in(Tables tables);
    }

    /** Values as the property's type has them. */
    public static Column of(Source source) {
        return new Column(Form.PLAIN, source);
    }

    /**
     * A point in time, as milliseconds, that somebody else has written: absent outside the years 1 to 9999, which no
     * {@code Edm.DateTime} has.
     *
     * @param source gives an {@code Expression<Long>}
     */
    public static Column ofMilliseconds(Source source) {
        return new Column(Form.MILLISECONDS, tables -> tables.cb()
                .<Long>selectCase()
                .when(
                        tables.cb()
                                .between(
                                        milliseconds(source, tables),
                                        Criteria.WRITTEN.least(),
                                        Criteria.WRITTEN.most()),
                        milliseconds(source, tables))
                .otherwise(tables.cb().nullLiteral(Long.class)));
    }

    @SuppressWarnings("unchecked")
    private static Expression<Long> milliseconds(Source source, Tables tables) {
        return (Expression<Long>) source.in(tables);
    }

    /** The point in time of such milliseconds; null where they are none. */
    public static Instant instant(Long milliseconds) {
        return milliseconds == null || !Criteria.WRITTEN.has(milliseconds) ? null : Instant.ofEpochMilli(milliseconds);
    }

    /** A value that is the same for all rows of a request: one of {@link Tables#constants}. */
    public static Column constant(String name) {
        return of(tables -> tables.cb().literal(tables.constants().get(name)));
    }

    /**
     * A value of the property as the database holds it, to compare the expression with.
     *
     * @param value an instance of the class of the property's type
     */
    public Object inDatabase(Object value) {
        if (value instanceof Instant instant) {
            return switch (form) {
                case MILLISECONDS -> instant.toEpochMilli();
                case TEXT_TIME -> instant.truncatedTo(ChronoUnit.SECONDS).toString();
                case PLAIN, LOWER_CASE -> instant;
            };
        }
        return value instanceof UUID uuid ? uuid.toString() : value;
    }
}
