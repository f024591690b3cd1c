package io.keycloakpbx.store;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.tool.schema.Action;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.cache.CacheRealmProvider;
import org.keycloak.models.jpa.entities.ClientAttributeEntity;
import org.keycloak.models.jpa.entities.ClientEntity;
import org.keycloak.models.jpa.entities.ClientScopeAttributeEntity;
import org.keycloak.models.jpa.entities.ClientScopeEntity;
import org.keycloak.models.jpa.entities.CompositeRoleEntity;
import org.keycloak.models.jpa.entities.CredentialEntity;
import org.keycloak.models.jpa.entities.FederatedIdentityEntity;
import org.keycloak.models.jpa.entities.GroupAttributeEntity;
import org.keycloak.models.jpa.entities.GroupEntity;
import org.keycloak.models.jpa.entities.OrganizationDomainEntity;
import org.keycloak.models.jpa.entities.OrganizationEntity;
import org.keycloak.models.jpa.entities.ProtocolMapperEntity;
import org.keycloak.models.jpa.entities.RoleAttributeEntity;
import org.keycloak.models.jpa.entities.RoleEntity;
import org.keycloak.models.jpa.entities.UserAttributeEntity;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.models.jpa.entities.UserRequiredActionEntity;

/** Two transactions at one row, on a database of its own. */
class RowLockTest {

    private static final String ID = "the-one";

    private final EntityManagerFactory factory = new HibernatePersistenceConfiguration("locks")
            .managedClasses(
                    GroupEntity.class,
                    GroupAttributeEntity.class,
                    OrganizationEntity.class,
                    OrganizationDomainEntity.class,
                    UserEntity.class,
                    UserAttributeEntity.class,
                    UserRequiredActionEntity.class,
                    CredentialEntity.class,
                    FederatedIdentityEntity.class,
                    ClientEntity.class,
                    ClientAttributeEntity.class,
                    ClientScopeEntity.class,
                    ClientScopeAttributeEntity.class,
                    ProtocolMapperEntity.class,
                    RoleEntity.class,
                    RoleAttributeEntity.class,
                    CompositeRoleEntity.class)
            .jdbcUrl("jdbc:h2:mem:locks;NON_KEYWORDS=VALUE;LOCK_TIMEOUT=20000;DB_CLOSE_DELAY=-1")
            .jdbcCredentials("sa", "")
            .jdbcPoolSize(3)
            .schemaToolingAction(Action.CREATE)
            .createEntityManagerFactory();

    @BeforeEach
    void create() {
        alone(em -> {
            GroupEntity group = new GroupEntity();
            group.setId(ID);
            group.setName("sales");
            em.persist(group);
            em.persist(attribute(group, "before"));
            UserEntity user = new UserEntity();
            user.setId(ID);
            user.setUsername("101");
            em.persist(user);
            ClientEntity client = new ClientEntity();
            client.setId(ID);
            client.setClientId("Production");
            client.setRealmId("realm");
            em.persist(client);
            ClientAttributeEntity attribute = new ClientAttributeEntity();
            attribute.setClient(client);
            attribute.setName("pbx.environment.name");
            attribute.setValue("Production");
            em.persist(attribute);
            RoleEntity role = new RoleEntity();
            role.setId(ID);
            role.setName("Agent");
            role.setRealmId("realm");
            em.persist(role);
        });
    }

    @AfterEach
    void close() {
        factory.close();
    }

    private static GroupAttributeEntity attribute(GroupEntity group, String value) {
        GroupAttributeEntity attribute = new GroupAttributeEntity();
        attribute.setId(value);
        attribute.setName("name");
        attribute.setValue(value);
        attribute.setGroup(group);
        return attribute;
    }

    private void alone(Consumer<EntityManager> work) {
        EntityManager em = factory.createEntityManager();
        em.getTransaction().begin();
        work.accept(em);
        em.getTransaction().commit();
        em.close();
    }

    private final List<String> forgotten = new ArrayList<>();

    private KeycloakSession session(EntityManager em) {
        JpaConnectionProvider connection = (JpaConnectionProvider) Proxy.newProxyInstance(
                RowLockTest.class.getClassLoader(),
                new Class<?>[] {JpaConnectionProvider.class},
                (proxy, method, args) -> em);
        CacheRealmProvider cache = (CacheRealmProvider) Proxy.newProxyInstance(
                RowLockTest.class.getClassLoader(),
                new Class<?>[] {CacheRealmProvider.class},
                (proxy, method, args) -> {
                    forgotten.add(method.getName() + Arrays.toString(args));
                    return null;
                });
        return (KeycloakSession) Proxy.newProxyInstance(
                RowLockTest.class.getClassLoader(),
                new Class<?>[] {KeycloakSession.class},
                (proxy, method, args) -> args[0] == JpaConnectionProvider.class ? connection : cache);
    }

    private static List<String> values(EntityManager em) {
        return em.find(GroupEntity.class, ID).getAttributes().stream()
                .map(GroupAttributeEntity::getValue)
                .toList();
    }

    /** Keycloak removes the attributes that its entity has: rows that are gone would fail, and new ones would stay. */
    @Test
    void whatWasReadBeforeIsReadAnew() {
        alone(em -> {
            em.find(GroupEntity.class, ID).setDescription("not written yet");
            assertThat(values(em)).containsExactly("before");
            alone(other -> {
                other.createQuery("delete from GroupAttributeEntity a where a.group.id = :id")
                        .setParameter("id", ID)
                        .executeUpdate();
                other.persist(attribute(other.find(GroupEntity.class, ID), "after"));
            });
            assertThat(RowLock.group(session(em), ID)).isTrue();
            assertThat(values(em)).containsExactly("after");
            assertThat(em.find(GroupEntity.class, ID).getDescription()).isEqualTo("not written yet");
            em.find(GroupEntity.class, ID).getAttributes().clear();
        });
        alone(em -> assertThat(values(em)).isEmpty());
    }

    /** Clients are written back whole: what was read before would undo what another has done. */
    @Test
    void aClientIsReadAnewWithItsAttributesAndForgottenByTheCache() {
        alone(em -> {
            assertThat(attributes(em)).containsExactly("Production");
            alone(other -> {
                other.find(ClientEntity.class, ID).setClientId("Live");
                other.find(ClientEntity.class, ID).getAttributes().forEach(one -> one.setValue("Live"));
            });
            assertThat(RowLock.client(session(em), ID)).isTrue();
            assertThat(em.find(ClientEntity.class, ID).getClientId()).isEqualTo("Live");
            assertThat(attributes(em)).containsExactly("Live");
            em.find(ClientEntity.class, ID).getAttributes().forEach(one -> one.setValue("written"));
        });
        assertThat(forgotten).containsExactly("registerClientInvalidation[the-one, Live, realm]");
        alone(em -> assertThat(attributes(em)).containsExactly("written"));
        alone(em -> assertThat(RowLock.client(session(em), "another")).isFalse());
    }

    private static List<String> attributes(EntityManager em) {
        return em.find(ClientEntity.class, ID).getAttributes().stream()
                .map(ClientAttributeEntity::getValue)
                .toList();
    }

    @Test
    void aRoleIsReadAnewAndForgottenByTheCache() {
        alone(em -> {
            assertThat(em.find(RoleEntity.class, ID).getName()).isEqualTo("Agent");
            alone(other -> other.find(RoleEntity.class, ID).setName("Clerk"));
            assertThat(RowLock.role(session(em), ID)).isTrue();
            assertThat(em.find(RoleEntity.class, ID).getName()).isEqualTo("Clerk");
            assertThat(RowLock.role(session(em), "another")).isFalse();
            assertThat(RowLock.sharedRole(session(em), "another")).isFalse();
        });
        alone(em -> {
            assertThat(em.find(RoleEntity.class, ID).getName()).isEqualTo("Clerk");
            alone(other -> other.find(RoleEntity.class, ID).setName("Teller"));
            assertThat(RowLock.sharedRole(session(em), ID)).isTrue();
            assertThat(em.find(RoleEntity.class, ID).getName()).isEqualTo("Teller");
        });
        assertThat(forgotten)
                .containsExactly(
                        "registerRoleInvalidation[the-one, Clerk, realm]",
                        "registerRoleInvalidation[the-one, Teller, realm]");
    }

    @Test
    void theSecondWaitsForTheFirst() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        EntityManager first = factory.createEntityManager();
        first.getTransaction().begin();
        assertThat(RowLock.user(session(first), ID)).isTrue();
        Future<?> second = threads.submit(() -> alone(em -> {
            assertThat(RowLock.user(session(em), ID)).isTrue();
            assertThat(em.find(UserEntity.class, ID).getFirstName()).isEqualTo("Ann");
        }));
        try {
            second.get(300, TimeUnit.MILLISECONDS);
            throw new AssertionError("It has not waited");
        } catch (TimeoutException e) {
            first.find(UserEntity.class, ID).setFirstName("Ann");
        }
        first.getTransaction().commit();
        first.close();
        second.get(20, TimeUnit.SECONDS);
        threads.shutdown();
    }

    @Test
    void whatIsNotThereOrGoesMeanwhileIsNotLocked() {
        alone(em -> {
            assertThat(RowLock.group(session(em), "another")).isFalse();
            assertThat(RowLock.user(session(em), "f:storage:alice")).isFalse();
            assertThat(em.find(UserEntity.class, ID)).isNotNull();
            alone(other -> other.createQuery("delete from UserEntity u").executeUpdate());
            assertThat(RowLock.user(session(em), ID)).isFalse();
            em.clear();
        });
    }
}
