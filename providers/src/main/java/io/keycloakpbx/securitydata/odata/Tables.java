package io.keycloakpbx.securitydata.odata;

import jakarta.persistence.criteria.AbstractQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.Predicate;
import java.util.Map;

/**
 * A query of a table set that has begun: what it reads from.
 *
 * @param cb makes expressions
 * @param query the query, for subqueries
 * @param from the tables by the names that the set gives them
 * @param visible what the caller may see at all: the realm, and the conditions that join the tables
 * @param constants values that are the same for all rows of a request, not null, by property name
 */
public record Tables(
        CriteriaBuilder cb,
        AbstractQuery<?> query,
        Map<String, From<?, ?>> from,
        Predicate visible,
        Map<String, Object> constants) {}
