package io.keycloakpbx.securitydata.odata;

import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Selection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the entities of a set come from.
 *
 * @param <R> what an entity is read into
 */
public sealed interface Source<R> {

    /** Few entities, as many as a realm's configuration has: filtered, sorted and counted in memory. */
    non-sealed interface Catalogue<R> extends Source<R> {

        /** All of them, in any order. */
        List<R> rows();
    }

    /** Rows of tables: filtered, sorted, paged and counted in the database. Each property has a column. */
    non-sealed interface Table<R> extends Source<R> {

        EntityManager entities();

        /** Begins a query. */
        Tables from(CriteriaBuilder cb, CriteriaQuery<?> query);

        /**
         * Begins a query that counts. Tables of which each entity has one row may be left out, where the filters do not look
         * at them.
         *
         * @param properties what the filters look at
         */
        default Tables toCount(CriteriaBuilder cb, CriteriaQuery<?> query, Set<String> properties) {
            return from(cb, query);
        }

        /** What is read of each row, at least two columns. */
        List<Selection<?>> selection(Tables tables);

        /**
         * Properties with texts that can be so long that they are read only where they are asked for, and a page of them
         * can be short.
         */
        default Set<String> longTexts() {
            return Set.of();
        }

        /** The same as {@link #selection(Tables)} with null in place of some of the long texts. */
        default List<Selection<?>> selection(Tables tables, Set<String> leftOut) {
            return selection(tables);
        }

        /** Makes entities of what was read, in the same order; other tables are asked once for all of them. */
        List<R> rows(List<Object[]> found);
    }

    /**
     * Entities that are made of those of another set, the drivers, as they are looked at: each driver has none, one or
     * some. They are listed in the order of the drivers' key, with which their own key begins.
     *
     * @param <D> what a driver is read into
     */
    non-sealed interface Driven<R, D> extends Source<R> {

        EntitySet<D> drivers();

        /** The names of the properties that an entity has of its driver, called alike and of the same type there. */
        Set<String> driverProperties();

        /** All entities of these drivers, in the order of the drivers and of the key. */
        List<R> rows(List<D> drivers);

        /** Properties that name drivers by a value: a filter {@code property eq value} need not look at all others. */
        default Map<String, Narrowing> narrowings() {
            return Map.of();
        }
    }

    /** Which drivers can have an entity with a value. */
    @FunctionalInterface
    interface Narrowing {

        /** The condition of the drivers' table; it may let through more than need be, never less. */
        Predicate where(Tables drivers, Object value);
    }
}
