package io.keycloakpbx.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.keycloak.Viewed;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.hibernate.stat.Statistics;
import org.hibernate.tool.schema.Action;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.common.Profile;
import org.keycloak.component.ComponentModel;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.jpa.entities.CredentialEntity;
import org.keycloak.models.jpa.entities.FederatedIdentityEntity;
import org.keycloak.models.jpa.entities.UserAttributeEntity;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.models.jpa.entities.UserRequiredActionEntity;

/** How a list of a realm with a user storage reads its users, on a database of its own. */
class JpaPbxUserProviderTest {

    private static final String ELSEWHERE = "f:storage:alice";

    private final List<String> statements = new ArrayList<>();
    private final EntityManagerFactory factory = new HibernatePersistenceConfiguration("users")
            .managedClasses(
                    UserEntity.class,
                    UserAttributeEntity.class,
                    UserRequiredActionEntity.class,
                    CredentialEntity.class,
                    FederatedIdentityEntity.class)
            .jdbcUrl("jdbc:h2:mem:;NON_KEYWORDS=VALUE")
            .jdbcCredentials("sa", "")
            .jdbcPoolSize(1)
            .property("hibernate.generate_statistics", "true")
            .property(AvailableSettings.STATEMENT_INSPECTOR, (StatementInspector) this::noted)
            .schemaToolingAction(Action.CREATE)
            .createEntityManagerFactory();
    private final EntityManager em = factory.createEntityManager();
    private final Statistics statistics = factory.unwrap(SessionFactory.class).getStatistics();
    private final List<UserModel> models = new ArrayList<>();
    private final List<String> askedForCredentials = new ArrayList<>();

    @BeforeEach
    void begin() {
        Profile.defaults();
        em.getTransaction().begin();
    }

    @AfterEach
    void close() {
        em.getTransaction().rollback();
        em.close();
        factory.close();
    }

    @Test
    void passwordsOfAllWhoHaveARowAreReadByOneStatementForAThousand() {
        for (int i = 0; i < 1_500; i++) {
            local("user" + i, i % 2 == 0 ? Long.valueOf(i) : null);
        }
        models.add(model(ELSEWHERE));
        em.flush();
        em.clear();
        statistics.clear();

        FoundUsers found = provider().search(realm(), null, Viewed.everything(), 0, 10_000);

        assertThat(statistics.getPrepareStatementCount()).isEqualTo(2);
        assertThat(askedForCredentials).containsExactly(ELSEWHERE);
        assertThat(found.total()).isEqualTo(1_501);
        assertThat(found.users()).hasSize(1_501);
        assertThat(found.users().get(0).passwordChanged()).isZero();
        assertThat(found.users().get(1).passwordChanged()).isNull();
        assertThat(found.users().get(1_498).passwordChanged()).isEqualTo(1_498);
        assertThat(found.users().get(1_500).passwordChanged()).isEqualTo(7);
    }

    @Test
    void namesOfAllWhoHaveARowAreReadByOneStatementForAThousand() {
        for (int i = 0; i < 1_500; i++) {
            local("user" + i, null);
        }
        UserEntity jane = em.find(UserEntity.class, "user7");
        jane.setFirstName("Jane");
        jane.setLastName("Doe");
        UserAttributeEntity displayName = new UserAttributeEntity();
        displayName.setId("name");
        displayName.setName("displayName");
        displayName.setValue("Reception");
        displayName.setUser(em.find(UserEntity.class, "user8"));
        em.persist(displayName);
        em.flush();
        em.clear();
        statistics.clear();

        List<String> ids = new ArrayList<>(List.of("nobody", ELSEWHERE, "f:storage:hidden", "user7", "user7"));
        IntStream.range(0, 1_500).forEach(i -> ids.add("user" + i));
        Map<String, PbxUserName> names = provider()
                .shownNames(realm(), ids, Viewed.of(id -> !id.equals("f:storage:hidden") && !id.equals("user9")));

        assertThat(statistics.getPrepareStatementCount()).isEqualTo(2);
        assertThat(names)
                .hasSize(1_500)
                .doesNotContainKeys("f:storage:hidden", "user9")
                .containsEntry("user6", new PbxUserName("user6", "user6"))
                .containsEntry("user7", new PbxUserName("user7", "Jane Doe"))
                .containsEntry("user8", new PbxUserName("user8", "Reception"))
                .containsEntry(ELSEWHERE, new PbxUserName(ELSEWHERE, ELSEWHERE));
        assertThat(names.get("user7").inWords()).isEqualTo("Jane Doe (user7)");
        assertThat(names.get("user6").inWords()).isEqualTo("user6");
    }

    /** PostgreSQL plans a search among many people otherwise as one among the few of most realms. */
    @Test
    void aSearchForPeopleNamesItsRealm() {
        local("anna", null);
        em.flush();
        em.clear();
        statements.clear();

        FoundPeople found =
                new JpaPeople(session(), realm()).inDatabase(new PeopleQuery("ann", null), Viewed.everything(), 0, 10);

        assertThat(found.total()).isEqualTo(1);
        assertThat(found.people()).extracting(Person::username).containsExactly("anna");
        assertThat(statements).hasSize(2);
        assertThat(statements.get(0)).contains("REALM_ID='acme'");
    }

    private String noted(String statement) {
        statements.add(statement);
        return statement;
    }

    private void local(String id, Long passwordChanged) {
        UserEntity user = new UserEntity();
        user.setId(id);
        user.setUsername(id);
        user.setRealmId("acme");
        em.persist(user);
        if (passwordChanged != null) {
            CredentialEntity password = new CredentialEntity();
            password.setId(id);
            password.setUser(user);
            password.setType(PasswordCredentialModel.TYPE);
            password.setCreatedDate(passwordChanged);
            em.persist(password);
        }
        models.add(model(id));
    }

    private JpaPbxUserProvider provider() {
        return new JpaPbxUserProvider(session());
    }

    private KeycloakSession session() {
        JpaConnectionProvider connection = answering(JpaConnectionProvider.class, Map.of("getEntityManager", em));
        UserProvider users = (UserProvider) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {UserProvider.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getUsersCount" -> models.size();
                    case "getUserById" -> model((String) arguments[1]);
                    default -> models.stream();
                });
        return answering(KeycloakSession.class, Map.of("getProvider", connection, "users", users));
    }

    private RealmModel realm() {
        return answering(
                RealmModel.class,
                Map.of(
                        "getId",
                        "acme",
                        "isAdminPermissionsEnabled",
                        false,
                        "getComponentsStream",
                        Stream.of(new ComponentModel())));
    }

    private UserModel model(String id) {
        return (UserModel) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {UserModel.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getId", "getUsername" -> id;
                    case "isEnabled" -> true;
                    case "credentialManager" -> credentials(id);
                    default -> null;
                });
    }

    private SubjectCredentialManager credentials(String id) {
        askedForCredentials.add(id);
        CredentialModel password = new CredentialModel();
        password.setCreatedDate(7L);
        return answering(
                SubjectCredentialManager.class, Map.of("getStoredCredentialsByTypeStream", Stream.of(password)));
    }

    /** An object whose methods of these names answer so, and all others nothing. */
    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.get(method.getName())));
    }
}
