package io.keycloakpbx.store;

import jakarta.persistence.criteria.AbstractQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.Predicate;

/** The table of numbers in a query of another package, which lists objects in the order of their numbers. */
public final class NumberTable {

    private NumberTable() {}

    /** Adds the table to a query. */
    public static From<?, ?> in(AbstractQuery<?> query) {
        return query.from(NumberEntity.class);
    }

    /** The number. */
    public static Expression<Integer> number(From<?, ?> numbers) {
        return numbers.get("number");
    }

    /** The id that has the number. */
    public static Expression<String> id(From<?, ?> numbers) {
        return numbers.get("keycloakId");
    }

    /** Which numbers the query is about. */
    public static Predicate are(CriteriaBuilder cb, From<?, ?> numbers, String realmId, NumberKind kind) {
        return cb.and(cb.equal(numbers.get("realmId"), realmId), cb.equal(numbers.get("kind"), kind.code()));
    }
}
