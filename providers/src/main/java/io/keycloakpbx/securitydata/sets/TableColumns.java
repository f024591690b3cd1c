package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.Owner;
import io.keycloakpbx.securitydata.odata.Column;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.Property;
import io.keycloakpbx.securitydata.odata.Tables;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What the table sets' columns have in common. */
final class TableColumns {

    static final String COMPANY = "Company";
    static final String COMPANY_ID = "CompanyID";
    static final String DOMAIN = "Domain";
    static final String DOMAIN_ID = "DomainID";

    /** The realm's id, not a property. */
    static final String REALM = "realm";

    private TableColumns() {}

    /** The constants of all sets. */
    static Map<String, Object> constants(SetContext context) {
        Owner owner = context.owner();
        Map<String, Object> constants = new HashMap<>();
        constants.put(COMPANY, owner.company());
        constants.put(COMPANY_ID, owner.companyId());
        constants.put(DOMAIN, owner.domain());
        constants.put(DOMAIN_ID, owner.domainId());
        constants.put(REALM, context.realm().getId());
        return constants;
    }

    static <R> Property<R> company(Function<R, Owner> owner) {
        return Property.<R>of(COMPANY, EdmType.STRING, row -> owner.apply(row).company())
                .in(Column.constant(COMPANY));
    }

    static <R> Property<R> companyId(Function<R, Owner> owner) {
        return Property.<R>of(COMPANY_ID, EdmType.INT32, row -> owner.apply(row).companyId())
                .in(Column.constant(COMPANY_ID));
    }

    static <R> Property<R> domain(Function<R, Owner> owner) {
        return Property.<R>of(DOMAIN, EdmType.STRING, row -> owner.apply(row).domain())
                .in(Column.constant(DOMAIN));
    }

    static <R> Property<R> domainId(Function<R, Owner> owner) {
        return Property.<R>of(DOMAIN_ID, EdmType.INT32, row -> owner.apply(row).domainId())
                .in(Column.constant(DOMAIN_ID));
    }

    /** Two properties that no entity has. */
    static <R> List<Property<R>> noEnvironment() {
        return List.of(
                Property.<R>nullable("Environment", EdmType.STRING, row -> null)
                        .in(Column.of(tables -> tables.cb().nullLiteral(String.class))),
                Property.<R>nullable("EnvironmentID", EdmType.INT32, row -> null)
                        .in(Column.of(tables -> tables.cb().nullLiteral(Integer.class))));
    }

    /** An attribute of a table. */
    static Column of(String table, String attribute) {
        return Column.of(tables -> tables.from().get(table).get(attribute));
    }

    /** An attribute that is a point in time. */
    static Column time(String table, String attribute) {
        return time(tables -> tables.from().get(table).get(attribute));
    }

    /** An {@code Expression<Long>} that is a point in time. */
    static Column time(Column.Source source) {
        return new Column(Column.Form.MILLISECONDS, source);
    }

    /** The realm's id in a query. */
    static Expression<String> realm(Tables tables) {
        return tables.cb().literal((String) tables.constants().get(REALM));
    }

    /** A value of another table, of which there is one row at most. */
    static <T, E> Subquery<T> select(
            Tables tables, Class<T> type, Class<E> entity, BiFunction<Subquery<T>, Root<E>, Subquery<T>> select) {
        Subquery<T> subquery = tables.query().subquery(type);
        return select.apply(subquery, subquery.from(entity));
    }

    /** Whether another table has a row that something holds of. */
    static <E> Predicate exists(Tables tables, Class<E> entity, Function<Root<E>, Predicate> holds) {
        return tables.cb().exists(select(tables, Integer.class, entity, (subquery, row) -> subquery.select(
                        tables.cb().literal(1))
                .where(holds.apply(row))));
    }

    static Instant instant(Object milliseconds) {
        return Column.instant((Long) milliseconds);
    }
}
