package io.keycloakpbx.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Order;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.jpa.HibernateHints;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;

/**
 * A list of entities that callers filter and sort by the fields that are named here, and by no others. It is paged,
 * filtered and counted in the database, and ends each order with the entity's key, so that pages do not overlap. What it
 * finds is for reading: changes of it are not written.
 *
 * @param <E> the entity
 */
public final class EntityList<E> {

    /** What a filter of some value lets through. */
    public interface Filter<E> {

        Predicate where(CriteriaBuilder cb, CriteriaQuery<?> query, Root<E> entity, String value);
    }

    /** What the caller may see at all: the realm, and where it is needed the caller's rights. */
    public interface Visible<E> {

        Predicate where(CriteriaBuilder cb, CriteriaQuery<?> query, Root<E> entity);
    }

    /** What a field sorts by. */
    public interface Sort<E> {

        Expression<?> by(CriteriaBuilder cb, CriteriaQuery<?> query, Root<E> entity);
    }

    /**
     * A field to sort by.
     *
     * @param field its name in the list
     * @param descending whether the last comes first
     */
    public record By(String field, boolean descending) {}

    /**
     * A page.
     *
     * @param items what is on it
     * @param total how many there are in all
     */
    public record Found<E>(List<E> items, long total) {}

    /** A name that the list does not know. The message names those that it knows. */
    public static final class UnknownFieldException extends RuntimeException {

        UnknownFieldException(String field, Iterable<String> known) {
            super(field + " is not one of " + String.join(", ", known));
        }
    }

    private final Class<E> type;
    private final String key;
    private final Map<String, Filter<E>> filters = new TreeMap<>();
    private final Map<String, Sort<E>> sorts = new TreeMap<>();

    private EntityList(Class<E> type, String key) {
        this.type = type;
        this.key = key;
    }

    /** A list that knows no fields yet. */
    public static <E> EntityList<E> of(Class<E> type, String key) {
        return new EntityList<>(type, key);
    }

    /** Adds something to filter by. */
    public EntityList<E> filter(String name, Filter<E> filter) {
        filters.put(name, filter);
        return this;
    }

    /** Adds something to sort by. */
    public EntityList<E> sort(String name, Sort<E> sort) {
        sorts.put(name, sort);
        return this;
    }

    /**
     * A page of the list.
     *
     * @param wanted the values to filter by
     * @param order what to sort by
     * @param max the most items, or a negative number for all
     * @throws UnknownFieldException where the list does not know one of the names
     */
    public Found<E> find(
            EntityManager em, Visible<E> visible, Map<String, String> wanted, List<By> order, int first, int max) {
        wanted.keySet().forEach(name -> require(filters, name));
        order.forEach(by -> require(sorts, by.field()));
        return wanted.isEmpty()
                ? pageAndCount(em, visible, order, first, max)
                : pageWithCount(em, visible, wanted, order, first, max);
    }

    /**
     * The same of those that pass a test, which looks at each by itself: at so many at most, and the number goes up to the one after
     * the page, or to all of them where there are no more.
     *
     * @param test what they have to pass, or null where nothing is tested
     * @param most how many are tested at most
     */
    public Found<E> find(
            EntityManager em,
            Visible<E> visible,
            Map<String, String> wanted,
            List<By> order,
            java.util.function.Predicate<E> test,
            int most,
            int first,
            int max) {
        if (test == null) {
            return find(em, visible, wanted, order, first, max);
        }
        wanted.keySet().forEach(name -> require(filters, name));
        order.forEach(by -> require(sorts, by.field()));
        return OneByOne.page((from, many) -> part(em, visible, wanted, order, from, many), most, test, first, max);
    }

    private static <T> T require(Map<String, T> known, String name) {
        T field = known.get(name);
        if (field == null) {
            throw new UnknownFieldException(name, known.keySet());
        }
        return field;
    }

    /** A page without a filter is read by an index, which tells nothing of the other rows. */
    private Found<E> pageAndCount(EntityManager em, Visible<E> visible, List<By> order, int first, int max) {
        return new Found<>(part(em, visible, Map.of(), order, first, max), count(em, visible, Map.of()));
    }

    private List<E> part(
            EntityManager em, Visible<E> visible, Map<String, String> wanted, List<By> order, int first, int max) {
        CriteriaBuilder cb = em.getCriteriaBuilder();
        CriteriaQuery<E> query = cb.createQuery(type);
        Root<E> entity = query.from(type);
        query.select(entity)
                .where(conditions(cb, query, entity, visible, wanted))
                .orderBy(orders(cb, query, entity, order));
        return page(forReading(em.createQuery(query)), first, max);
    }

    /** A filter looks at every row: once for the page and the number. */
    private Found<E> pageWithCount(
            EntityManager em, Visible<E> visible, Map<String, String> wanted, List<By> order, int first, int max) {
        HibernateCriteriaBuilder cb = (HibernateCriteriaBuilder) em.getCriteriaBuilder();
        CriteriaQuery<Object[]> query = cb.createQuery(Object[].class);
        Root<E> entity = query.from(type);
        query.select(cb.array(entity, cb.count(entity.get(key), cb.createWindow())))
                .where(conditions(cb, query, entity, visible, wanted))
                .orderBy(orders(cb, query, entity, order));
        List<Object[]> rows = page(forReading(em.createQuery(query)), first, max);
        return new Found<>(
                rows.stream().map(row -> type.cast(row[0])).toList(),
                rows.isEmpty() ? count(em, visible, wanted) : (Long) rows.get(0)[1]);
    }

    private long count(EntityManager em, Visible<E> visible, Map<String, String> wanted) {
        CriteriaBuilder cb = em.getCriteriaBuilder();
        CriteriaQuery<Long> query = cb.createQuery(Long.class);
        Root<E> entity = query.from(type);
        query.select(cb.count(entity)).where(conditions(cb, query, entity, visible, wanted));
        return em.createQuery(query).getSingleResult();
    }

    private Predicate[] conditions(
            CriteriaBuilder cb,
            CriteriaQuery<?> query,
            Root<E> entity,
            Visible<E> visible,
            Map<String, String> wanted) {
        List<Predicate> conditions = new ArrayList<>();
        conditions.add(visible.where(cb, query, entity));
        new TreeMap<>(wanted)
                .forEach((name, value) -> conditions.add(filters.get(name).where(cb, query, entity, value)));
        return conditions.toArray(Predicate[]::new);
    }

    private List<Order> orders(CriteriaBuilder cb, CriteriaQuery<?> query, Root<E> entity, List<By> order) {
        List<Order> orders = new ArrayList<>();
        order.forEach(by -> {
            Expression<?> expression = sorts.get(by.field()).by(cb, query, entity);
            orders.add(by.descending() ? cb.desc(expression) : cb.asc(expression));
        });
        orders.add(cb.asc(entity.get(key)));
        return orders;
    }

    private static <T> TypedQuery<T> forReading(TypedQuery<T> query) {
        return query.setHint(HibernateHints.HINT_READ_ONLY, true);
    }

    /**
     * A page of what a query finds.
     *
     * @param first how many to leave out; a negative number is none
     * @param max the most results, or a negative number for all
     */
    public static <T> List<T> page(TypedQuery<T> query, int first, int max) {
        query.setFirstResult(Math.max(0, first));
        if (max >= 0) {
            query.setMaxResults(max);
        }
        return query.getResultList();
    }
}
