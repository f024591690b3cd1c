package io.keycloakpbx.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;

/**
 * The numbers of one realm and kind, within one transaction. The row of the sequence is locked before anything is added,
 * and what is missing is read after that: so no two transactions number the same object, and none has to be repeated.
 */
final class NumberRows {

    private static final int ROWS_A_STATEMENT = 100;

    /** Nothing has been numbered yet: {@link #begin} comes first, in a transaction that does nothing else. */
    static final class NotBegunException extends RuntimeException {}

    private final EntityManager em;
    private final String realmId;
    private final int kind;

    NumberRows(EntityManager em, String realmId, NumberKind kind) {
        this.em = em;
        this.realmId = realmId;
        this.kind = kind.code();
    }

    /** The numbers of those ids that have one. */
    Map<String, Integer> numbersOf(Collection<String> ids) {
        Map<String, Integer> numbers = new HashMap<>();
        if (!ids.isEmpty()) {
            rows("n.keycloakId", ids).forEach(row -> numbers.put((String) row[0], ((Number) row[1]).intValue()));
        }
        return numbers;
    }

    /** The ids of those numbers that are given. */
    Map<Integer, String> idsOf(Collection<Integer> numbers) {
        Map<Integer, String> ids = new HashMap<>();
        if (!numbers.isEmpty()) {
            rows("n.number", numbers).forEach(row -> ids.put(((Number) row[1]).intValue(), (String) row[0]));
        }
        return ids;
    }

    /** A statement with a list is made anew each time, which takes longer than to run it; most ask for one. */
    private List<Object[]> rows(String column, Collection<?> wanted) {
        boolean one = wanted.size() == 1;
        return bind(em.createQuery(
                        "select n.keycloakId, n.number from NumberEntity n where n.realmId = :realm and n.kind = :kind and "
                                + column + (one ? " = :wanted" : " in :wanted"),
                        Object[].class))
                .setParameter("wanted", one ? wanted.iterator().next() : wanted)
                .getResultList();
    }

    /** Locks the sequence until the end of the transaction; the last number. */
    int lock() {
        int locked = bind(em.createQuery("update NumberSequenceEntity s set s.lastNumber = s.lastNumber"
                        + " where s.realmId = :realm and s.kind = :kind"))
                .executeUpdate();
        if (locked == 0) {
            throw new NotBegunException();
        }
        return bind(em.createQuery(
                        "select s.lastNumber from NumberSequenceEntity s where s.realmId = :realm and s.kind = :kind",
                        Integer.class))
                .getSingleResult();
    }

    /** Makes the row of the sequence. It fails where another transaction has made it. */
    void begin() {
        bind(em.createQuery("insert into NumberSequenceEntity (realmId, kind, lastNumber) values (:realm, :kind, 0)"))
                .executeUpdate();
    }

    /** Numbers those of the ids that have none, in their order. The sequence is locked. */
    void addMissing(Collection<String> ids, int last) {
        Set<String> missing = new LinkedHashSet<>(ids);
        missing.removeAll(numbersOfMany(missing).keySet());
        add(List.copyOf(missing), last);
    }

    /** Numbers ids that have none. The sequence is locked. */
    void add(List<String> ids, int last) {
        int next = setLast(last, ids.size());
        for (List<String> part : Parts.of(ids, ROWS_A_STATEMENT)) {
            insert(part, next);
            next += part.size();
        }
    }

    private void insert(List<String> ids, int first) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            numbers.add(first + i);
        }
        insert(ids, numbers);
    }

    private void insert(List<String> ids, List<Integer> numbers) {
        StringBuilder statement =
                new StringBuilder("insert into NumberEntity (realmId, kind, number, keycloakId) values ");
        for (int i = 0; i < ids.size(); i++) {
            statement
                    .append(i == 0 ? "" : ", ")
                    .append("(:realm, :kind, :n")
                    .append(i)
                    .append(", :i")
                    .append(i)
                    .append(')');
        }
        Query insert = bind(em.createQuery(statement.toString()));
        for (int i = 0; i < ids.size(); i++) {
            insert.setParameter("n" + i, numbers.get(i)).setParameter("i" + i, ids.get(i));
        }
        insert.executeUpdate();
    }

    /** Counts on; the first of the new numbers. The sequence is locked. */
    int setLast(int last, int numbers) {
        if (numbers > Integer.MAX_VALUE - last) {
            throw new ModelException("there are no more numbers");
        }
        if (numbers > 0) {
            bind(em.createQuery("update NumberSequenceEntity s set s.lastNumber = :last"
                            + " where s.realmId = :realm and s.kind = :kind"))
                    .setParameter("last", last + numbers)
                    .executeUpdate();
        }
        return last + 1;
    }

    /** Gives an id a number of its own choice. The sequence is locked. */
    void keep(String id, int number, int last) {
        if (number < 1) {
            throw new ModelException("numbers begin with 1");
        }
        Integer given = numbersOf(List.of(id)).get(id);
        String holder = idsOf(List.of(number)).get(number);
        if (given != null && given == number) {
            return;
        }
        if (given != null || holder != null) {
            throw new ModelDuplicateException(
                    given != null ? "the id has the number " + given : "the number " + number + " is given");
        }
        insert(List.of(id), number);
        if (number > last) {
            setLast(last, number - last);
        }
    }

    /** Gives ids numbers of their own choice, as far as neither is taken; the ids that got none. The sequence is locked. */
    Set<String> keep(Map<String, Integer> numbers, int last) {
        Map<String, Integer> wanted = new LinkedHashMap<>(numbers);
        Set<String> taken = taken(numbers);
        wanted.keySet().removeAll(taken);
        wanted.keySet().removeAll(numbersOfMany(wanted.keySet()).keySet());
        Parts.of(wanted.keySet(), ROWS_A_STATEMENT)
                .forEach(part -> insert(part, part.stream().map(wanted::get).toList()));
        int highest = wanted.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        if (highest > last) {
            setLast(last, highest - last);
        }
        return taken;
    }

    /** The ids that have another number, or whose number another id has, be it one of these. */
    Set<String> taken(Map<String, Integer> numbers) {
        Map<String, Integer> given = numbersOfMany(numbers.keySet());
        Map<Integer, String> holders = new HashMap<>();
        Parts.of(numbers.values()).forEach(part -> holders.putAll(idsOf(part)));
        Set<String> taken = new LinkedHashSet<>();
        numbers.forEach((id, number) -> {
            boolean other = given.containsKey(id) && !given.get(id).equals(number);
            if (other || !holders.computeIfAbsent(number, none -> id).equals(id)) {
                taken.add(id);
            }
        });
        return taken;
    }

    private Map<String, Integer> numbersOfMany(Collection<String> ids) {
        Map<String, Integer> numbers = new HashMap<>();
        Parts.of(ids).forEach(part -> numbers.putAll(numbersOf(part)));
        return numbers;
    }

    /** The ids that have the next numbers. */
    SortedMap<Integer, String> ids(int after, int max) {
        SortedMap<Integer, String> ids = new TreeMap<>();
        bind(em.createQuery(
                        "select n.keycloakId, n.number from NumberEntity n where n.realmId = :realm and n.kind = :kind"
                                + " and n.number > :after order by n.number",
                        Object[].class))
                .setParameter("after", after)
                .setMaxResults(max)
                .getResultList()
                .forEach(row -> ids.put(((Number) row[1]).intValue(), (String) row[0]));
        return ids;
    }

    private <Q extends Query> Q bind(Q query) {
        query.setParameter("realm", realmId).setParameter("kind", kind);
        return query;
    }
}
