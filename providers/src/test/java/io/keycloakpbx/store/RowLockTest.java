package io.keycloakpbx.store;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.keycloak.models.RealmModel;
import org.keycloak.models.cache.CacheRealmProvider;
import org.keycloak.models.jpa.entities.AuthenticationExecutionEntity;
import org.keycloak.models.jpa.entities.AuthenticationFlowEntity;
import org.keycloak.models.jpa.entities.AuthenticatorConfigEntity;
import org.keycloak.models.jpa.entities.ClientAttributeEntity;
import org.keycloak.models.jpa.entities.ClientEntity;
import org.keycloak.models.jpa.entities.ClientScopeAttributeEntity;
import org.keycloak.models.jpa.entities.ClientScopeEntity;
import org.keycloak.models.jpa.entities.ComponentConfigEntity;
import org.keycloak.models.jpa.entities.ComponentEntity;
import org.keycloak.models.jpa.entities.CompositeRoleEntity;
import org.keycloak.models.jpa.entities.CredentialEntity;
import org.keycloak.models.jpa.entities.FederatedIdentityEntity;
import org.keycloak.models.jpa.entities.GroupAttributeEntity;
import org.keycloak.models.jpa.entities.GroupEntity;
import org.keycloak.models.jpa.entities.IdentityProviderEntity;
import org.keycloak.models.jpa.entities.IdentityProviderMapperEntity;
import org.keycloak.models.jpa.entities.OrganizationDomainEntity;
import org.keycloak.models.jpa.entities.OrganizationEntity;
import org.keycloak.models.jpa.entities.ProtocolMapperEntity;
import org.keycloak.models.jpa.entities.RealmAttributeEntity;
import org.keycloak.models.jpa.entities.RealmEntity;
import org.keycloak.models.jpa.entities.RealmLocalizationTextsEntity;
import org.keycloak.models.jpa.entities.RequiredActionProviderEntity;
import org.keycloak.models.jpa.entities.RequiredCredentialEntity;
import org.keycloak.models.jpa.entities.RoleAttributeEntity;
import org.keycloak.models.jpa.entities.RoleEntity;
import org.keycloak.models.jpa.entities.UserAttributeEntity;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.models.jpa.entities.UserFederationMapperEntity;
import org.keycloak.models.jpa.entities.UserFederationProviderEntity;
import org.keycloak.models.jpa.entities.UserRequiredActionEntity;

/** Two transactions at one row, on a database of its own. */
class RowLockTest {

    private static final String ID = "the-one";

    private final EntityManagerFactory factory = new HibernatePersistenceConfiguration("locks")
            .managedClasses(
                    RealmEntity.class,
                    RealmAttributeEntity.class,
                    RealmLocalizationTextsEntity.class,
                    RequiredCredentialEntity.class,
                    RequiredActionProviderEntity.class,
                    UserFederationProviderEntity.class,
                    UserFederationMapperEntity.class,
                    IdentityProviderEntity.class,
                    IdentityProviderMapperEntity.class,
                    AuthenticationFlowEntity.class,
                    AuthenticationExecutionEntity.class,
                    AuthenticatorConfigEntity.class,
                    ComponentEntity.class,
                    ComponentConfigEntity.class,
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
            RealmEntity realm = new RealmEntity();
            realm.setId("realm");
            realm.setName("acme");
            em.persist(realm);
            add(em, "changed", "before");
            add(em, "gone", "before");
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
        Map<String, Object> attributes = new HashMap<>();
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
                (proxy, method, args) -> switch (method.getName()) {
                    case "getAttribute" -> attributes.get((String) args[0]);
                    case "setAttribute" -> attributes.put((String) args[0], args[1]);
                    default -> args[0] == JpaConnectionProvider.class ? connection : cache;
                });
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

    @Test
    void ofSomeClientsThoseThatAreThereAreReadAnew() {
        alone(em -> {
            assertThat(attributes(em)).containsExactly("Production");
            alone(other -> other.find(ClientEntity.class, ID).getAttributes().forEach(one -> one.setValue("Live")));
            assertThat(RowLock.clients(session(em), List.of(ID, "another"))).containsExactly(ID);
            assertThat(attributes(em)).containsExactly("Live");
            assertThat(RowLock.clients(session(em), List.of())).isEmpty();
        });
        assertThat(forgotten).containsExactly("registerClientInvalidation[the-one, Production, realm]");
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

    private static void add(EntityManager em, String id, String value) {
        ComponentEntity component = new ComponentEntity();
        component.setId(id);
        component.setRealm(em.find(RealmEntity.class, "realm"));
        em.persist(component);
        component.getRealm().getComponents().add(component);
        configure(component, value);
    }

    /** As Keycloak does. */
    private static void configure(ComponentEntity component, String value) {
        component.getComponentConfigs().clear();
        ComponentConfigEntity config = new ComponentConfigEntity();
        config.setId(component.getId() + '-' + value);
        config.setName("name");
        config.setValue(value);
        config.setComponent(component);
        component.getComponentConfigs().add(config);
    }

    private static List<String> configured(EntityManager em) {
        return em.find(RealmEntity.class, "realm").getComponents().stream()
                .flatMap(component -> component.getComponentConfigs().stream())
                .map(ComponentConfigEntity::getId)
                .sorted()
                .toList();
    }

    private void changeComponentsMeanwhile() {
        alone(other -> {
            configure(other.find(ComponentEntity.class, "changed"), "after");
            other.find(RealmEntity.class, "realm").getComponents().remove(other.find(ComponentEntity.class, "gone"));
            add(other, "new", "after");
        });
    }

    /** Keycloak removes what its entities have: what is gone would fail, and what is new would stay. */
    @Test
    void theComponentsOfALockedRealmAreThoseThatAreThere() {
        alone(em -> {
            RealmEntity realm = em.find(RealmEntity.class, "realm");
            realm.setDisplayName("not written yet");
            assertThat(configured(em)).containsExactly("changed-before", "gone-before");
            changeComponentsMeanwhile();
            KeycloakSession session = session(em);
            assertThat(RowLock.realm(session, "realm")).isTrue();
            assertThat(configured(em)).containsExactly("changed-after", "new-after");
            assertThat(em.find(ComponentEntity.class, "gone")).isNull();
            assertThat(em.find(RealmEntity.class, "realm")).isSameAs(realm);
            assertThat(realm.getDisplayName()).isEqualTo("not written yet");
            configure(em.find(ComponentEntity.class, "changed"), "own");
            realm.getComponents().remove(em.find(ComponentEntity.class, "new"));
            add(em, "own", "own");
            assertThat(RowLock.realm(session, "realm")).isTrue();
            assertThat(configured(em)).containsExactly("changed-own", "own-own");
        });
        alone(em -> assertThat(configured(em)).containsExactly("changed-own", "own-own"));
        alone(em -> assertThat(RowLock.realm(session(em), "another")).isFalse());
    }

    @Test
    void componentsAreReadAnewWhereTheRealmsAreNotLoaded() {
        alone(em -> {
            assertThat(em.find(ComponentEntity.class, "changed").getComponentConfigs())
                    .hasSize(1);
            RealmEntity realm = em.find(RealmEntity.class, "realm");
            changeComponentsMeanwhile();
            assertThat(RowLock.realm(session(em), "realm")).isTrue();
            realm.getComponents().remove(em.find(ComponentEntity.class, "changed"));
        });
        alone(em -> assertThat(configured(em)).containsExactly("new-after"));
    }

    @Test
    void aComponentIsReadAnewWithItsSettings() {
        alone(em -> {
            assertThat(configured(em)).containsExactly("changed-before", "gone-before");
            alone(other -> configure(other.find(ComponentEntity.class, "changed"), "after"));
            assertThat(RowLock.component(session(em), "changed")).isTrue();
            assertThat(configured(em)).containsExactly("changed-after", "gone-before");
            configure(em.find(ComponentEntity.class, "changed"), "own");
            assertThat(RowLock.component(session(em), "another")).isFalse();
        });
        alone(em -> assertThat(configured(em)).containsExactly("changed-own", "gone-before"));
    }

    @Test
    void theCacheForgetsARealmWhoseComponentsAreToChange() {
        RealmModel realm = (RealmModel) Proxy.newProxyInstance(
                RowLockTest.class.getClassLoader(),
                new Class<?>[] {RealmModel.class},
                (proxy, method, args) -> method.getName().equals("getId") ? "realm" : "acme");
        alone(em -> assertThat(RowLock.components(session(em), realm)).isTrue());
        assertThat(forgotten).containsExactly("registerRealmInvalidation[realm, acme]");
    }

    /** What is set to what was read before would be no change. */
    @Test
    void valuesThatOthersHaveChangedAreReadAnew() {
        alone(em -> {
            assertThat(values(em)).containsExactly("before");
            alone(other -> other.find(GroupEntity.class, ID).getAttributes().forEach(one -> one.setValue("after")));
            assertThat(RowLock.group(session(em), ID)).isTrue();
            em.find(GroupEntity.class, ID).getAttributes().forEach(one -> one.setValue("before"));
        });
        alone(em -> assertThat(values(em)).containsExactly("before"));
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
