package io.keycloakpbx.securitydata.audit;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.tool.schema.Action;
import org.junit.jupiter.api.Test;

class AuditStatesTest {

    private static void write(EntityManager em, int number, String key, String value) {
        AuditLogEntity entry = new AuditLogEntity();
        entry.realmId = "realm";
        entry.number = number;
        entry.treeId = "tree";
        entry.action = "Update";
        entry.objectType = "User";
        entry.objectKey = key;
        entry.objectNumber = value == null ? null : number + 1000;
        entry.logData = "";
        entry.state = value == null ? null : "{\"a\":\"" + value + "\"}";
        entry.stateKey = value == null ? null : key;
        em.persist(entry);
        em.flush();
    }

    private static AuditStates.Last a(int objectNumber, String value) {
        return new AuditStates.Last(objectNumber, new TreeMap<>(Map.of("a", value)));
    }

    @Test
    void theLastChangeOfAnObjectHasItsState() {
        try (EntityManagerFactory factory = new HibernatePersistenceConfiguration("states")
                        .managedClasses(AuditLogEntity.class)
                        .jdbcUrl("jdbc:h2:mem:states")
                        .jdbcCredentials("sa", "")
                        .schemaToolingAction(Action.CREATE)
                        .createEntityManagerFactory();
                EntityManager em = factory.createEntityManager()) {
            em.getTransaction().begin();
            AuditStates states = new AuditStates(em, "realm");
            write(em, 1, "users/2", "other");
            for (int i = 2; i < 52; i++) {
                states.forget(List.of("users/1", "users/3"));
                write(em, i, "users/1", "v" + i);
                write(em, i + 100, "users/1/logout", null);
            }
            assertThat(states.last(List.of("users/1", "users/2", "users/3", "users/1/logout")))
                    .isEqualTo(Map.of("users/1", a(1051, "v51"), "users/2", a(1001, "other")));
            assertThat(em.createQuery("select count(a) from AuditLogEntity a where a.state is not null", Long.class)
                            .getSingleResult())
                    .isEqualTo(2);
            // Of two that were made at the same time.
            write(em, 900, "users/1", "later");
            assertThat(states.last(List.of("users/1"))).isEqualTo(Map.of("users/1", a(1900, "later")));
            assertThat(new AuditStates(em, "realm-2").last(List.of("users/1"))).isEmpty();
            em.getTransaction().rollback();
        }
    }
}
