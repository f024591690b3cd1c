package io.keycloakpbx.store;

import jakarta.persistence.criteria.AbstractQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;

/** The number of an object as a part of a query of these objects. */
public final class NumberExpression {

    private NumberExpression() {}

    /** The number, or null where the object has none yet: {@link NumberProvider#numberAll} comes before the query. */
    public static Expression<Integer> of(
            CriteriaBuilder cb, AbstractQuery<?> query, Expression<String> realmId, NumberKind kind, Expression<?> id) {
        Subquery<Integer> number = query.subquery(Integer.class);
        Root<NumberEntity> row = number.from(NumberEntity.class);
        return number.select(row.get("number"))
                .where(
                        cb.equal(row.get("keycloakId"), id),
                        cb.equal(row.get("kind"), kind.code()),
                        cb.equal(row.get("realmId"), realmId));
    }
}
