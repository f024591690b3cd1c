package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.securitydata.odata.Tables;
import io.keycloakpbx.tenant.AccountValidity;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.keycloak.models.jpa.entities.UserAttributeEntity;

/**
 * The dates of accounts, in the database as sign-ins read them, see {@link AccountValidity}: of several values, and of one that
 * is no point in time, there is no date, and nobody signs in by it.
 */
@ReliesOn("org.keycloak.models.jpa.entities: the dates are read where users are filtered and sorted by them")
final class AccountDates {

    /** A point in time whose digits are zeros. */
    private static final String FORM = "0000-00-00T00:00:00Z";

    /** What is less than it is no date that answers can have. */
    private static final String FIRST_YEAR = "0001";

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    /** Stands for what is no point in time, and is less than any. */
    private static final String UNREADABLE = "0";

    private AccountDates() {}

    /** The date that an attribute's values are, or null. */
    static Instant of(List<String> values) {
        List<String> said = values.stream().filter(value -> !value.isEmpty()).toList();
        return said.size() == 1
                ? AccountValidity.parse(said.get(0))
                        .filter(date -> !date.isBefore(FIRST))
                        .orElse(null)
                : null;
    }

    /** The same in a query. */
    static Expression<String> date(Tables tables, String name) {
        CriteriaBuilder cb = tables.cb();
        return select(tables, name, attribute -> {
            Expression<String> value = attribute.get("value");
            return cb.<String>selectCase()
                    .when(
                            cb.equal(cb.count(attribute), 1L),
                            only(
                                    cb,
                                    value,
                                    cb.and(
                                            isPointInTime(cb, value),
                                            cb.greaterThanOrEqualTo(value, cb.literal(FIRST_YEAR)))))
                    .otherwise(cb.nullLiteral(String.class));
        });
    }

    /** Whether the account has ended, because of its end or because a date cannot be read. */
    static Predicate hasEnded(Tables tables, String now) {
        CriteriaBuilder cb = tables.cb();
        return cb.or(
                cb.lessThanOrEqualTo(said(tables, AccountValidity.EXPIRATION_DATE), cb.literal(now)),
                cb.equal(said(tables, AccountValidity.ACTIVATION_DATE), cb.literal(UNREADABLE)));
    }

    /** Whether the account is to begin. */
    static Predicate isToCome(Tables tables, String now) {
        return tables.cb()
                .greaterThan(
                        said(tables, AccountValidity.ACTIVATION_DATE),
                        tables.cb().literal(now));
    }

    /** The point in time of an attribute, {@link #UNREADABLE} for values that are none, null where there is no value. */
    private static Expression<String> said(Tables tables, String name) {
        CriteriaBuilder cb = tables.cb();
        return select(tables, name, attribute -> {
            Expression<String> value = attribute.get("value");
            return cb.<String>selectCase()
                    .when(cb.equal(cb.count(attribute), 0L), cb.nullLiteral(String.class))
                    .when(
                            cb.equal(cb.count(attribute), 1L),
                            cb.coalesce(only(cb, value, isPointInTime(cb, value)), cb.literal(UNREADABLE)))
                    .otherwise(cb.literal(UNREADABLE));
        });
    }

    private static Expression<String> select(
            Tables tables, String name, Function<Root<UserAttributeEntity>, Expression<String>> selected) {
        CriteriaBuilder cb = tables.cb();
        return TableColumns.select(
                tables, String.class, UserAttributeEntity.class, (subquery, attribute) -> subquery.select(
                                selected.apply(attribute))
                        .where(
                                cb.equal(attribute.get("user").get("id"), UserSet.userId(tables)),
                                cb.equal(attribute.get("name"), name),
                                // Longer values are in a column of their own.
                                cb.or(
                                        cb.notEqual(attribute.get("value"), ""),
                                        cb.isNotNull(attribute.get("longValueHash")))));
    }

    private static Expression<String> only(CriteriaBuilder cb, Expression<String> value, Predicate condition) {
        return cb.greatest(cb.<String>selectCase().when(condition, value).otherwise(cb.nullLiteral(String.class)));
    }

    private static Predicate isPointInTime(CriteriaBuilder cb, Expression<String> value) {
        Expression<String> zeros = value;
        for (int digit = 1; digit <= 9; digit++) {
            zeros = cb.function("replace", String.class, zeros, cb.literal(String.valueOf(digit)), cb.literal("0"));
        }
        return cb.and(
                cb.equal(zeros, cb.literal(FORM)),
                isDay(cb, value),
                cb.lessThanOrEqualTo(part(cb, value, 12, 2), cb.literal("23")),
                cb.lessThanOrEqualTo(part(cb, value, 15, 2), cb.literal("59")),
                cb.lessThanOrEqualTo(part(cb, value, 18, 2), cb.literal("59")));
    }

    private static Predicate isDay(CriteriaBuilder cb, Expression<String> value) {
        Expression<String> month = part(cb, value, 6, 2);
        Expression<String> day = part(cb, value, 9, 2);
        return cb.and(
                cb.greaterThanOrEqualTo(month, cb.literal("01")),
                cb.lessThanOrEqualTo(month, cb.literal("12")),
                cb.greaterThanOrEqualTo(day, cb.literal("01")),
                cb.or(
                        cb.lessThanOrEqualTo(day, cb.literal("28")),
                        cb.and(isOneOf(cb, day, "29", "30"), cb.notEqual(month, cb.literal("02"))),
                        cb.and(
                                cb.equal(day, cb.literal("31")),
                                isOneOf(cb, month, "01", "03", "05", "07", "08", "10", "12")),
                        cb.and(cb.equal(part(cb, value, 6, 5), cb.literal("02-29")), isLeapYear(cb, value))));
    }

    private static Predicate isLeapYear(CriteriaBuilder cb, Expression<String> value) {
        Predicate century = cb.equal(part(cb, value, 3, 2), cb.literal("00"));
        return cb.or(
                cb.and(century, isDivisibleByFour(cb, value, 1)),
                cb.and(cb.not(century), isDivisibleByFour(cb, value, 3)));
    }

    /** Of the number of two digits at a place. */
    private static Predicate isDivisibleByFour(CriteriaBuilder cb, Expression<String> value, int at) {
        Expression<String> tens = part(cb, value, at, 1);
        Expression<String> ones = part(cb, value, at + 1, 1);
        return cb.or(
                cb.and(isOneOf(cb, tens, "0", "2", "4", "6", "8"), isOneOf(cb, ones, "0", "4", "8")),
                cb.and(isOneOf(cb, tens, "1", "3", "5", "7", "9"), isOneOf(cb, ones, "2", "6")));
    }

    private static Predicate isOneOf(CriteriaBuilder cb, Expression<String> text, String... values) {
        CriteriaBuilder.In<String> in = cb.in(text);
        for (String value : values) {
            in.value(cb.literal(value));
        }
        return in;
    }

    private static Expression<String> part(CriteriaBuilder cb, Expression<String> value, int at, int length) {
        return cb.substring(value, at, length);
    }
}
