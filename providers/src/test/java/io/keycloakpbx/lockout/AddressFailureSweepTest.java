package io.keycloakpbx.lockout;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.tool.schema.Action;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Failures that are over go, on a database of its own. */
class AddressFailureSweepTest {

    private static final long NOW = 1_000;

    private final EntityManagerFactory factory = new HibernatePersistenceConfiguration("failures")
            .managedClasses(AddressFailureEntity.class)
            .jdbcUrl("jdbc:h2:mem:failures;DB_CLOSE_DELAY=-1")
            .jdbcCredentials("sa", "")
            .jdbcPoolSize(1)
            .schemaToolingAction(Action.CREATE)
            .createEntityManagerFactory();

    private final List<Integer> batches = new ArrayList<>();

    @AfterEach
    void close() {
        factory.close();
    }

    @Test
    void allThatIsOverGoesInBatchesOfTransactionsOfTheirOwn() {
        int last = 3;
        add("over", 2 * AddressFailureSweep.BATCH + last, NOW);
        add("good", 2, NOW + 1);
        new AddressFailureSweep(this::transaction).run(NOW);
        assertThat(batches).containsExactly(AddressFailureSweep.BATCH, AddressFailureSweep.BATCH, last);
        assertThat(addresses()).containsExactly("good-0", "good-1");
    }

    @Test
    void nothingIsLookedForTwiceWhereLittleIsOver() {
        add("over", 1, NOW);
        new AddressFailureSweep(this::transaction).run(NOW);
        assertThat(batches).containsExactly(1);
        assertThat(addresses()).isEmpty();
    }

    private void add(String name, int count, long expiry) {
        transaction(entities -> {
            for (int i = 0; i < count; i++) {
                entities.persist(new AddressFailureEntity("realm", name + "-" + i, 1, 0, 0, expiry));
            }
            return count;
        });
        batches.clear();
    }

    private List<String> addresses() {
        List<String> found = new ArrayList<>();
        transaction(entities -> {
            found.addAll(entities.createQuery(
                            "select f.address from AddressFailureEntity f order by f.address", String.class)
                    .getResultList());
            return found.size();
        });
        return found;
    }

    private int transaction(ToIntFunction<EntityManager> work) {
        EntityManager entities = factory.createEntityManager();
        try {
            entities.getTransaction().begin();
            int result = work.applyAsInt(entities);
            entities.getTransaction().commit();
            batches.add(result);
            return result;
        } finally {
            entities.close();
        }
    }
}
