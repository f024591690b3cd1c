package io.keycloakpbx.securitydata.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keycloakpbx.store.NumberProvider;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.tool.schema.Action;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keycloak.common.Profile;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.jpa.entities.RealmAttributeEntity;
import org.keycloak.models.jpa.entities.RealmEntity;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.models.jpa.session.PersistentUserSessionEntity;

/** What comes to be in the tables, among those of Keycloak. */
class ActivityTablesTest {

    private static final int NOW = 1_000_000;
    private static final long LATER = 10_000_000_000L;

    private static final AtomicInteger LAST = new AtomicInteger();

    private static EntityManagerFactory database;

    @BeforeAll
    static void start() throws IOException, ClassNotFoundException {
        Profile.defaults();
        List<Class<?>> entities = new ArrayList<>(List.of(SessionLogEntity.class, UserActivityEntity.class));
        try (InputStream list = RealmEntity.class.getResourceAsStream("/default-persistence.xml")) {
            Matcher name = Pattern.compile("<class>(org\\.keycloak\\.[^<]+)</class>")
                    .matcher(new String(list.readAllBytes(), StandardCharsets.UTF_8));
            while (name.find()) {
                entities.add(Class.forName(name.group(1)));
            }
        }
        database = open("jdbc:h2:mem:activity;DB_CLOSE_DELAY=-1;NON_KEYWORDS=VALUE", Action.CREATE, entities);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private static EntityManagerFactory open(String url, Action schema, List<Class<?>> entities) {
        return new HibernatePersistenceConfiguration("activity")
                .managedClasses(entities)
                .jdbcUrl(url)
                .jdbcCredentials("sa", "")
                .jdbcPoolSize(1)
                .schemaToolingAction(schema)
                .createEntityManagerFactory();
    }

    private static void in(EntityManagerFactory factory, Consumer<EntityManager> work) {
        try (EntityManager em = factory.createEntityManager()) {
            em.getTransaction().begin();
            try {
                work.accept(em);
            } finally {
                em.getTransaction().rollback();
            }
        }
    }

    private static <T> T stub(Class<T> type, InvocationHandler behaviour) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, behaviour));
    }

    private static RealmModel realm(String id, boolean on) {
        return stub(RealmModel.class, (self, method, arguments) -> switch (method.getName()) {
            case "getId" -> id;
            case "getAttribute" -> String.valueOf(on);
            default -> method.getReturnType() == int.class ? (Object) 600 : (Object) false;
        });
    }

    private static final NumberProvider NUMBERS = stub(
            NumberProvider.class,
            (self, method, arguments) ->
                    method.getReturnType() == int.class ? (Object) LAST.incrementAndGet() : Map.of("user", 1));

    private static final RealmProvider REALMS = stub(
            RealmProvider.class, (self, method, arguments) -> realm((String) arguments[0], "on".equals(arguments[0])));

    private static KeycloakSession session(EntityManager em) {
        JpaConnectionProvider connection = stub(JpaConnectionProvider.class, (self, method, arguments) -> em);
        return stub(KeycloakSession.class, (self, method, arguments) -> {
            if (method.getName().equals("realms")) {
                return REALMS;
            }
            return arguments[0] == NumberProvider.class ? NUMBERS : connection;
        });
    }

    private static void write(EntityManager em, SessionNote... notes) {
        em.flush();
        new ActivityRows(em, NUMBERS, REALMS::getRealm).write(NotedChanges.of(List.of(), List.of(notes)));
    }

    private static void realmEntity(EntityManager em, String id, boolean on) {
        RealmEntity realm = new RealmEntity();
        realm.setId(id);
        realm.setName(id);
        em.persist(realm);
        RealmAttributeEntity attribute = new RealmAttributeEntity();
        attribute.setRealm(realm);
        attribute.setName("pbx.securityData");
        attribute.setValue(String.valueOf(on));
        em.persist(attribute);
    }

    private static void user(EntityManager em, String id, String realm) {
        UserEntity user = new UserEntity();
        user.setId(id);
        user.setUsername(id);
        user.setRealmId(realm);
        em.persist(user);
    }

    private static long lockedUntil(EntityManager em, String user) {
        return em.createQuery("select a.lockedUntil from UserActivityEntity a where a.userId = :user", Long.class)
                .setParameter("user", user)
                .getSingleResult();
    }

    @Test
    void whoeverIsLockedOutAfterAllWereLetInStaysSo() {
        in(database, em -> {
            realmEntity(em, "on", true);
            user(em, "first", "on");
            user(em, "second", "on");
            user(em, "elsewhere", "other");
            write(
                    em,
                    SessionNote.locked("on", "first", 100, LATER),
                    SessionNote.locked("other", "elsewhere", 100, LATER),
                    SessionNote.unlocked("on", null, 200),
                    SessionNote.locked("on", "second", 300, LATER));
            assertThat(lockedUntil(em, "first")).isZero();
            assertThat(lockedUntil(em, "second")).isEqualTo(LATER);
            write(em, SessionNote.unlocked("on", null, 400));
            assertThat(lockedUntil(em, "second")).isZero();
            assertThat(lockedUntil(em, "elsewhere")).isEqualTo(LATER);
        });
    }

    private static void begun(EntityManager em, String realm, String session, boolean live) {
        if (live) {
            PersistentUserSessionEntity own = new PersistentUserSessionEntity();
            own.setUserSessionId(session);
            own.setRealmId(realm);
            own.setUserId("user");
            own.setOffline("0");
            own.setCreatedOn(1_000);
            own.setLastSessionRefresh(1_000);
            em.persist(own);
        }
        write(
                em,
                SessionNote.loggedOn(
                        realm,
                        "user",
                        session,
                        1_000_000,
                        null,
                        null,
                        null,
                        new SessionNote.Life(10_000, 5_000),
                        null));
    }

    private static List<String> sessions(EntityManager em, String condition) {
        return em.createQuery(
                        "select s.sessionId from SessionLogEntity s where s.closed " + condition
                                + " order by s.sessionId",
                        String.class)
                .getResultList();
    }

    @Test
    void sessionsOfRealmsThatAreSwitchedOffEndTooAndNoneIsAdded() {
        AtomicInteger written = new AtomicInteger();
        in(database, em -> {
            realmEntity(em, "on", true);
            realmEntity(em, "off", false);
            begun(em, "on", "on-gone", false);
            begun(em, "off", "off-gone", false);
            begun(em, "off", "off-live", true);
            PersistentUserSessionEntity unknown = new PersistentUserSessionEntity();
            unknown.setUserSessionId("off-unknown");
            unknown.setRealmId("off");
            unknown.setOffline("0");
            unknown.setCreatedOn(1_000);
            em.persist(unknown);
            assertThat(SessionReconciliation.some(session(em), NOW, 100, written::addAndGet))
                    .isFalse();
            assertThat(sessions(em, "= 1005000"))
                    .as("when they would have ended")
                    .containsExactly("off-gone", "on-gone");
            assertThat(sessions(em, "is null")).containsExactly("off-live");
        });
        assertThat(written).hasValue(2);
    }

    @Test
    void aDatabaseThatMayOnlyBeReadTakesNothing(@TempDir Path folder) {
        String url = "jdbc:h2:" + folder.resolve("activity");
        List<Class<?>> entities = List.of(SessionLogEntity.class);
        try (EntityManagerFactory whole = open(url, Action.CREATE, entities)) {
            assertThatCode(() -> in(whole, ActivityTables::probe)).doesNotThrowAnyException();
        }
        try (EntityManagerFactory readOnly = open(url + ";ACCESS_MODE_DATA=r", Action.NONE, entities)) {
            in(readOnly, em -> assertThat(sessions(em, "is null")).isEmpty());
            assertThatThrownBy(() -> in(readOnly, ActivityTables::probe)).hasMessageContaining("read only");
        }
    }

    @Test
    void aServerThatIsShortOfRoomRefusesForItsOwnSake() {
        assertThat(ActivityTables.isServersOwn(refusal("53100"))).isTrue();
        assertThat(ActivityTables.isServersOwn(refusal("58030"))).isTrue();
        assertThat(ActivityTables.isServersOwn(refusal("22001"))).isFalse();
        assertThat(ActivityTables.isServersOwn(refusal(null))).isFalse();
        assertThat(ActivityTables.isServersOwn(new IllegalStateException())).isFalse();
    }

    private static RuntimeException refusal(String state) {
        return new IllegalStateException(new IllegalStateException(new SQLException("no", state)));
    }
}
