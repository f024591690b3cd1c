package io.keycloakpbx.securitydata.odata;

import io.keycloakpbx.securitydata.odata.Window.Wanted;
import io.keycloakpbx.store.EntityList;
import jakarta.persistence.QueryTimeoutException;
import jakarta.persistence.TypedQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.jpa.HibernateHints;
import org.hibernate.jpa.SpecHints;

/** A set that is filtered, sorted, paged and counted in the database. */
final class TableReader<R> implements Reader<R> {

    /** The longest that a query may take. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final EntityType<R> type;
    private final Source.Table<R> table;
    private final Duration timeout;

    TableReader(EntityType<R> type, Source.Table<R> table, Duration timeout) {
        this.type = type;
        this.table = table;
        this.timeout = timeout;
    }

    @Override
    public List<R> read(Window<R> window) {
        CriteriaBuilder cb = table.entities().getCriteriaBuilder();
        CriteriaQuery<Object[]> query = cb.createQuery(Object[].class);
        Tables tables = table.from(cb, query);
        Keyset<R> keyset = new Keyset<>(tables, window.ordering());
        List<Predicate> conditions = conditions(tables, window.wanted());
        if (window.after() != null) {
            conditions.add(keyset.from(window.after(), window.inclusive()));
        }
        query.select(cb.array(table.selection(tables, window.leftOut()).toArray(Selection[]::new)))
                .where(conditions.toArray(Predicate[]::new))
                .orderBy(keyset.orders());
        return table.rows(found(query, window.skip(), window.limit()));
    }

    @Override
    public long count(Wanted<R> wanted) {
        CriteriaBuilder cb = table.entities().getCriteriaBuilder();
        CriteriaQuery<Long> query = cb.createQuery(Long.class);
        Set<String> properties = wanted.filters().stream()
                .flatMap(filter -> filter.properties().stream())
                .collect(Collectors.toSet());
        Tables tables = table.toCount(cb, query, properties);
        query.select(cb.count(cb.literal(1))).where(conditions(tables, wanted).toArray(Predicate[]::new));
        return found(query, 0, 1).get(0);
    }

    @Override
    public Optional<R> item(List<Object> key) {
        CriteriaBuilder cb = table.entities().getCriteriaBuilder();
        CriteriaQuery<Object[]> query = cb.createQuery(Object[].class);
        Tables tables = table.from(cb, query);
        List<Predicate> conditions = new ArrayList<>(List.of(tables.visible()));
        for (int i = 0; i < key.size(); i++) {
            Column column = type.keyProperties().get(i).column();
            conditions.add(cb.equal(column.source().in(tables), column.inDatabase(key.get(i))));
        }
        query.select(cb.array(table.selection(tables).toArray(Selection[]::new)))
                .where(conditions.toArray(Predicate[]::new));
        return table.rows(found(query, 0, 1)).stream().findFirst();
    }

    @Override
    public Set<String> constants() {
        CriteriaBuilder cb = table.entities().getCriteriaBuilder();
        return table.from(cb, cb.createQuery(Object[].class)).constants().keySet();
    }

    @Override
    public Set<String> longTexts() {
        return table.longTexts();
    }

    private static <R> List<Predicate> conditions(Tables tables, Wanted<R> wanted) {
        List<Predicate> conditions = new ArrayList<>(List.of(tables.visible()));
        wanted.filters().forEach(filter -> conditions.add(filter.in(tables)));
        wanted.narrowings().forEach(narrowing -> conditions.add(narrowing.apply(tables)));
        return conditions;
    }

    private <T> List<T> found(CriteriaQuery<T> criteria, int skip, int limit) {
        TypedQuery<T> query = table.entities()
                .createQuery(criteria)
                .setHint(HibernateHints.HINT_READ_ONLY, true)
                .setHint(SpecHints.HINT_SPEC_QUERY_TIMEOUT, Math.toIntExact(timeout.toMillis()));
        try {
            return EntityList.page(query, skip, limit);
        } catch (QueryTimeoutException e) {
            throw Deadline.tooLong(timeout);
        }
    }
}
