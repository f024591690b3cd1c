package io.keycloakpbx.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.tool.schema.Action;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;

/** Numbers on the databases themselves, where many ask at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NumberRowsTest {

    private static final int THREADS = 8;

    enum Database {
        H2,
        POSTGRES
    }

    private EmbeddedPostgres postgres;
    private Map<Database, EntityManagerFactory> factories;

    @BeforeAll
    void start() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
        factories = Map.of(
                Database.H2, factory("jdbc:h2:mem:numbers;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=60000", "sa"),
                Database.POSTGRES, factory(postgres.getJdbcUrl("postgres", "postgres"), "postgres"));
    }

    private static EntityManagerFactory factory(String url, String user) {
        return new HibernatePersistenceConfiguration("numbers")
                .managedClasses(NumberEntity.class, NumberSequenceEntity.class)
                .jdbcUrl(url)
                .jdbcCredentials(user, "")
                .jdbcPoolSize(THREADS + 1)
                .schemaToolingAction(Action.CREATE)
                .createEntityManagerFactory();
    }

    @AfterAll
    void stop() throws IOException {
        factories.values().forEach(EntityManagerFactory::close);
        postgres.close();
    }

    @ParameterizedTest
    @EnumSource
    void whoAsksAtOnceForTheSameGetsTheSame(Database database) throws Exception {
        List<String> ids = ids("same", 250);
        List<Map<String, Integer>> answers = atOnce(thread -> numbers(database, "same", ids));
        assertThat(answers).hasSize(THREADS).allMatch(answers.get(0)::equals);
        assertThat(answers.get(0).values())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 250).boxed().toList());
    }

    @ParameterizedTest
    @EnumSource
    void whoAsksAtOnceForDifferentOnesGetsDifferentNumbersWithoutGaps(Database database) throws Exception {
        Set<Integer> all = new HashSet<>();
        atOnce(thread -> numbers(database, "different", ids("of-" + thread, 50)))
                .forEach(numbers -> all.addAll(numbers.values()));
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, THREADS * 50).boxed().toList());
    }

    @ParameterizedTest
    @EnumSource
    void allocatedNumbersAreNobodyElses(Database database) throws Exception {
        List<Integer> firsts = atOnce(
                thread -> write(database, "allocated", NumberKind.SESSION, (rows, last) -> rows.setLast(last, 10)));
        assertThat(firsts)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, THREADS).map(i -> 1 + 10 * i).boxed().toList());
    }

    @ParameterizedTest
    @EnumSource
    void manyAreKeptAsFarAsTheyAreFree(Database database) {
        numbers(database, "kept many", List.of("one", "two"));
        Map<String, Integer> wanted = new LinkedHashMap<>();
        wanted.put("one", 1);
        wanted.put("two", 22);
        wanted.put("three", 2);
        wanted.put("four", 40);
        wanted.put("five", 40);
        ids("many", 1500).forEach(id -> wanted.put(id, 1000 + wanted.size()));
        Set<String> found = write(database, "kept many", NumberKind.USER, (rows, last) -> rows.taken(wanted));
        assertThat(found).containsExactly("two", "three", "five");
        Map<Integer, String> untouched = write(database, "kept many", NumberKind.USER, (rows, last) -> rows.ids(2, 1));
        assertThat(untouched).isEmpty();
        for (int time = 1; time <= 2; time++) {
            Set<String> taken = write(database, "kept many", NumberKind.USER, (rows, last) -> rows.keep(wanted, last));
            assertThat(taken).containsExactly("two", "three", "five");
        }
        Map<Integer, String> first = write(database, "kept many", NumberKind.USER, (rows, last) -> rows.ids(0, 3));
        assertThat(first).isEqualTo(Map.of(1, "one", 2, "two", 40, "four"));
        Map<Integer, String> rest = write(database, "kept many", NumberKind.USER, (rows, last) -> rows.ids(40, 10_000));
        assertThat(rest).hasSize(1500);
        assertThat(numbers(database, "kept many", List.of("next"))).containsEntry("next", 2505);
    }

    @ParameterizedTest
    @EnumSource
    void numbersStayAndLeadBack(Database database) {
        Map<String, Integer> first = numbers(database, "stay", List.of("a", "b"));
        assertThat(numbers(database, "stay", List.of("c", "b", "a", "a")))
                .containsAllEntriesOf(first)
                .containsEntry("c", 3);
        Map<Integer, String> back =
                write(database, "stay", NumberKind.USER, (rows, last) -> rows.idsOf(List.of(1, 3, 99)));
        assertThat(back).containsExactlyInAnyOrderEntriesOf(Map.of(1, "a", 3, "c"));
        Map<String, Integer> ofAnotherKind =
                write(database, "stay", NumberKind.GROUP, (rows, last) -> rows.numbersOf(List.of("a")));
        assertThat(ofAnotherKind).isEmpty();
        assertThat(numbers(database, "stay elsewhere", List.of("b"))).containsEntry("b", 1);
    }

    @ParameterizedTest
    @EnumSource
    void numbersFromElsewhereAreKeptUnlessTheyAreTaken(Database database) {
        keep(database, "old", 41);
        keep(database, "old", 41);
        assertThatThrownBy(() -> keep(database, "old", 42)).isInstanceOf(ModelDuplicateException.class);
        assertThatThrownBy(() -> keep(database, "other", 41)).isInstanceOf(ModelDuplicateException.class);
        assertThatThrownBy(() -> keep(database, "other", 0)).isInstanceOf(ModelException.class);
        keep(database, "older", 7);
        assertThat(numbers(database, "kept", List.of("new"))).containsEntry("new", 42);
        keep(database, "last", Integer.MAX_VALUE);
        assertThatThrownBy(() -> numbers(database, "kept", List.of("too late"))).isInstanceOf(ModelException.class);
    }

    private void keep(Database database, String id, int number) {
        write(database, "kept", NumberKind.USER, (rows, last) -> {
            rows.keep(id, number, last);
            return null;
        });
    }

    private Map<String, Integer> numbers(Database database, String realm, List<String> ids) {
        return write(database, realm, NumberKind.USER, (rows, last) -> {
            rows.addMissing(ids, last);
            return rows.numbersOf(ids);
        });
    }

    private interface Work<T> {

        T apply(NumberRows rows, int last);
    }

    /** As the provider does it: what has not begun begins in a transaction of its own. */
    private <T> T write(Database database, String realm, NumberKind kind, Work<T> work) {
        try {
            return transaction(database, realm, kind, rows -> work.apply(rows, rows.lock()));
        } catch (NumberRows.NotBegunException e) {
            try {
                transaction(database, realm, kind, rows -> {
                    rows.begin();
                    return null;
                });
            } catch (PersistenceException another) {
                assertThat(another).isNotNull();
            }
            return transaction(database, realm, kind, rows -> work.apply(rows, rows.lock()));
        }
    }

    private <T> T transaction(Database database, String realm, NumberKind kind, Function<NumberRows, T> work) {
        EntityManager em = factories.get(database).createEntityManager();
        try {
            em.getTransaction().begin();
            T result = work.apply(new NumberRows(em, realm, kind));
            em.getTransaction().commit();
            return result;
        } finally {
            if (em.getTransaction().isActive()) {
                em.getTransaction().rollback();
            }
            em.close();
        }
    }

    private static List<String> ids(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + "-" + i).toList();
    }

    private static <T> List<T> atOnce(Function<Integer, T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Callable<T>> calls = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                calls.add(() -> {
                    start.await();
                    return work.apply(thread);
                });
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
