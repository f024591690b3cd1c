package io.keycloakpbx.securitydata.odata;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.keycloak.Viewed;
import io.keycloakpbx.securitydata.Owner;
import io.keycloakpbx.securitydata.activity.SessionLogEntity;
import io.keycloakpbx.securitydata.activity.UserActivityEntity;
import io.keycloakpbx.securitydata.audit.AuditLogEntity;
import io.keycloakpbx.securitydata.odata.Query.OrderItem;
import io.keycloakpbx.securitydata.odata.TestEntities.Database;
import io.keycloakpbx.securitydata.sets.SecurityDataSet;
import io.keycloakpbx.securitydata.sets.SecurityDataSets;
import io.keycloakpbx.securitydata.sets.SetContext;
import io.keycloakpbx.securitydata.sets.UsersInView;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import io.keycloakpbx.tenant.AccountValidity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Query;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.common.Profile;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.jpa.entities.ClientAttributeEntity;
import org.keycloak.models.jpa.entities.ClientEntity;
import org.keycloak.models.jpa.entities.ClientScopeAttributeEntity;
import org.keycloak.models.jpa.entities.ClientScopeEntity;
import org.keycloak.models.jpa.entities.CredentialEntity;
import org.keycloak.models.jpa.entities.FederatedIdentityEntity;
import org.keycloak.models.jpa.entities.ProtocolMapperEntity;
import org.keycloak.models.jpa.entities.UserAttributeEntity;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.models.jpa.entities.UserRequiredActionEntity;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.managers.BruteForceProtector;

/** The sets that are tables: what each property is in the database is what it is in the answer. */
class TableSetsTest {

    private static final int ROWS = 30;

    private static final List<Class<?>> ENTITIES = List.of(
            AuditLogEntity.class,
            ClientAttributeEntity.class,
            ClientEntity.class,
            ClientScopeAttributeEntity.class,
            ClientScopeEntity.class,
            CredentialEntity.class,
            FederatedIdentityEntity.class,
            ProtocolMapperEntity.class,
            SessionLogEntity.class,
            UserActivityEntity.class,
            UserAttributeEntity.class,
            UserEntity.class,
            UserRequiredActionEntity.class);

    private static final List<String> DATES = List.of(
            "2020-01-01T00:00:00Z", "2020-02-29T00:00:00Z", "2100-05-06T07:08:09Z", "2101-01-01T00:00:00Z", "soon", "");

    private static final Map<String, List<String>> ATTRIBUTES = Map.of(
            "pbx.description",
            List.of("d1", "d2"),
            "pbx.userType",
            List.of("Webservice", "Application"),
            "pbx.activationDate",
            DATES,
            "pbx.expirationDate",
            DATES,
            "pbx.canChangePassword",
            List.of("true", "false"),
            "pbx.passwordDoesNotExpire",
            List.of("true", "false"),
            "pbx.bypassIpAllowList",
            List.of("true", "false"),
            UserModel.DISABLED_REASON,
            List.of(BruteForceProtector.DISABLED_BY_PERMANENT_LOCKOUT, "another"));

    private final Random random = new Random(1);
    private final long now = System.currentTimeMillis();

    private static final Limits SMALL_PAGES =
            new Limits(13, 13, 500, 10_000, 200_000, 1_000, 1_000_000, 60, TableReader.TIMEOUT);

    /** Which Keycloak asks for before it looks whether a realm has permissions. */
    @BeforeAll
    static void features() {
        Profile.defaults();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsInTheDatabaseIsWhatIsAnswered(Database database) throws ClassNotFoundException {
        List<Class<?>> entities = new ArrayList<>(ENTITIES);
        // It is its own package's alone.
        entities.add(Class.forName("io.keycloakpbx.store.NumberEntity"));
        try (EntityManagerFactory factory = database.start("sets", entities.toArray(Class[]::new));
                EntityManager em = factory.createEntityManager()) {
            em.getTransaction().begin();
            for (int i = 1; i <= ROWS; i++) {
                user(em, i);
                session(em, i);
                change(em, i);
            }
            client(em);
            for (String name : List.of("User", "Session", "AuditLog", "AuditLogActionSummary")) {
                check(SecurityDataSets.named(name).orElseThrow(), context(em));
            }
            checkLongTexts(SecurityDataSets.named("AuditLog").orElseThrow(), context(em));
            em.getTransaction().rollback();
        }
    }

    /** Each as the end of one account and the beginning of another. */
    @ParameterizedTest
    @EnumSource
    void datesAreWhatSignInsReadThemAs(Database database) throws ClassNotFoundException {
        List<List<String>> dates = Stream.concat(
                        Stream.of(
                                        "",
                                        "soon",
                                        "2027-03-01T08:00:00+01:00",
                                        "2027-03-01T08:00:00.5Z",
                                        " 2100-01-01T00:00:00",
                                        "2100-01-01t00:00:00z",
                                        "x".repeat(300),
                                        "0000-01-01T00:00:00Z",
                                        "0001-01-01T00:00:00Z",
                                        "9999-12-31T23:59:59Z",
                                        "2000-02-29T00:00:00Z",
                                        "2096-02-29T00:00:00Z",
                                        "2100-02-29T00:00:00Z",
                                        "2100-02-30T00:00:00Z",
                                        "2100-04-31T00:00:00Z",
                                        "2100-12-31T00:00:00Z",
                                        "2100-12-32T00:00:00Z",
                                        "2100-13-01T00:00:00Z",
                                        "2100-00-10T00:00:00Z",
                                        "2100-01-00T00:00:00Z",
                                        "2100-01-01T24:00:00Z",
                                        "2100-01-01T23:60:00Z",
                                        "2100-01-01T23:00:60Z")
                                .map(text -> List.of(text)),
                        Stream.of(
                                List.of("2100-01-01T00:00:00Z", "2100-01-01T00:00:00Z"),
                                List.of("", "2100-01-01T00:00:00Z"),
                                List.<String>of()))
                .toList();
        List<Class<?>> entities = new ArrayList<>(ENTITIES);
        entities.add(Class.forName("io.keycloakpbx.store.NumberEntity"));
        try (EntityManagerFactory factory = database.start("dates", entities.toArray(Class[]::new));
                EntityManager em = factory.createEntityManager()) {
            em.getTransaction().begin();
            // As Keycloak's own schema, not what Hibernate makes of the entity.
            em.createNativeQuery("alter table USER_ATTRIBUTE alter column LONG_VALUE set data type varchar(4000)")
                    .executeUpdate();
            for (int i = 0; i < dates.size(); i++) {
                account(em, 2 * i, "pbx.activationDate", dates.get(i));
                account(em, 2 * i + 1, "pbx.expirationDate", dates.get(i));
            }
            SecurityDataSet<?> users = SecurityDataSets.named("User").orElseThrow();
            check(users, context(em));
            List<Map<String, Object>> found = properties(users.open(context(em)));
            assertThat(found).hasSize(2 * dates.size());
            for (int i = 0; i < dates.size(); i++) {
                List<String> texts = dates.get(i);
                Instant date = texts.stream().filter(text -> !text.isEmpty()).count() == 1
                        ? AccountValidity.parse(texts.get(texts.size() - 1))
                                .filter(read -> read.isAfter(Instant.parse("0000-12-31T23:59:59Z")))
                                .orElse(null)
                        : null;
                assertThat(found.get(2 * i))
                        .as("from %s", texts)
                        .containsEntry("ActivationDate", date)
                        .containsEntry("AccountStatus", status(AccountValidity.of(texts, List.of())));
                assertThat(found.get(2 * i + 1))
                        .as("until %s", texts)
                        .containsEntry("ExpirationDate", date)
                        .containsEntry("AccountStatus", status(AccountValidity.of(List.of(), texts)));
            }
            em.getTransaction().rollback();
        }
    }

    /** One who has no number yet counts, except where a filter asks for numbers. */
    @ParameterizedTest
    @EnumSource
    void usersAreCountedWithoutTheirNumbers(Database database) throws ClassNotFoundException {
        List<Class<?>> entities = new ArrayList<>(ENTITIES);
        entities.add(Class.forName("io.keycloakpbx.store.NumberEntity"));
        try (EntityManagerFactory factory = database.start("counts", entities.toArray(Class[]::new));
                EntityManager em = factory.createEntityManager()) {
            em.getTransaction().begin();
            for (int i = 0; i < 5; i++) {
                account(em, i, "pbx.userType", List.of("Webservice"));
            }
            em.createNativeQuery("delete from PBX_NUMBER where KEYCLOAK_ID = 'account-4'")
                    .executeUpdate();
            em.createNativeQuery("update USER_ENTITY set REALM_ID = 'there' where ID = 'account-3'")
                    .executeUpdate();
            EntitySet<?> users = SecurityDataSets.named("User").orElseThrow().open(context(em));
            assertThat(count(users, "")).isEqualTo(4);
            assertThat(count(users, "startswith(UserName,'account') and UserTypeID eq 1"))
                    .isEqualTo(4);
            assertThat(count(users, "UserTypeID eq 1 and (UserName eq 'account-0' or UserID ge 2)"))
                    .isEqualTo(3);
            em.getTransaction().rollback();
        }
    }

    private static <R> long count(EntitySet<R> set, String filter) {
        Map<String, List<String>> options = filter.isEmpty() ? Map.of() : Map.of("$filter", List.of(filter));
        return Execution.count(set, QueryOptions.parse(options, set.type()));
    }

    private static String status(AccountValidity validity) {
        Instant now = Instant.now();
        return validity.hasEnded(now) ? "Expired" : validity.isToCome(now) ? "Pending" : "Active";
    }

    private static <R> List<Map<String, Object>> properties(EntitySet<R> set) {
        return follow(set, "").stream()
                .map(row -> {
                    Map<String, Object> values = new LinkedHashMap<>();
                    set.type()
                            .properties()
                            .forEach((name, property) ->
                                    values.put(name, property.value().apply(row)));
                    return values;
                })
                .toList();
    }

    private static void account(EntityManager em, int number, String attribute, List<String> values) {
        String id = "account-" + number;
        insert(
                em,
                "USER_ENTITY",
                new Row()
                        .with("ID", id)
                        .with("USERNAME", id)
                        .with("EMAIL_CONSTRAINT", id)
                        .with("ENABLED", true)
                        .with("EMAIL_VERIFIED", false)
                        .with("NOT_BEFORE", 0)
                        .with("REALM_ID", "here"));
        insert(
                em,
                "PBX_NUMBER",
                new Row()
                        .with("REALM_ID", "here")
                        .with("KIND", NumberKind.USER.code())
                        .with("NUMBER_ID", number + 1)
                        .with("KEYCLOAK_ID", id));
        values.forEach(value -> attribute(em, id, attribute, value));
    }

    private static void attribute(EntityManager em, String user, String name, String value) {
        UserAttributeEntity attribute = new UserAttributeEntity();
        attribute.setId(KeycloakModelUtils.generateId());
        attribute.setUser(em.getReference(UserEntity.class, user));
        attribute.setName(name);
        attribute.setValue(value);
        em.persist(attribute);
        em.flush();
    }

    private static SetContext context(EntityManager em) {
        JpaConnectionProvider connection = proxy(JpaConnectionProvider.class, em);
        NumberProvider numbers = proxy(NumberProvider.class, null);
        KeycloakSession session = (KeycloakSession) Proxy.newProxyInstance(
                TableSetsTest.class.getClassLoader(),
                new Class<?>[] {KeycloakSession.class},
                (proxy, method, args) -> args[0] == NumberProvider.class ? numbers : connection);
        return new SetContext(
                session,
                realm(),
                new Owner("company", 3, "acme", 7),
                null,
                new UsersInView(session, realm(), Viewed.everything()),
                client -> true);
    }

    private static RealmModel realm() {
        return (RealmModel) Proxy.newProxyInstance(
                TableSetsTest.class.getClassLoader(),
                new Class<?>[] {RealmModel.class},
                (proxy, method, args) -> method.getReturnType() == boolean.class ? (Object) false : "here");
    }

    private static <T> T proxy(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                TableSetsTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> answer));
    }

    private <R> void check(SecurityDataSet<R> opened, SetContext context) {
        EntitySet<R> set = opened.open(context);
        Ordering<R> key = Ordering.of(set.type(), List.of());
        List<R> all = follow(set, "");
        assertThat(all).hasSizeGreaterThan(ROWS / 3);
        assertThat(all.subList(0, 5)).allSatisfy(entity -> assertThat(Execution.item(set, key.values(entity)))
                .contains(entity));
        for (Property<R> property : set.type().properties().values()) {
            for (boolean descending : new boolean[] {false, true}) {
                Ordering<R> ordering = Ordering.of(set.type(), List.of(new OrderItem<>(property, descending)));
                assertThat(follow(set, property.name() + (descending ? " desc" : "")))
                        .as("%s by %s", set.type().name(), property.name())
                        .isEqualTo(all.stream().sorted(ordering.comparator()).toList());
            }
            all.stream().map(property.value()).distinct().limit(3).forEach(value -> {
                check(set, all, property.name() + " eq " + Literal.text(value));
                check(set, all, "not (" + property.name() + " ne " + Literal.text(value) + ")");
                if (value != null && property.type() != EdmType.BOOLEAN && property.type() != EdmType.GUID) {
                    check(set, all, property.name() + " lt " + Literal.text(value));
                }
            });
        }
    }

    /** They end a page before it is full, and are read only where they are asked for. */
    private static <R> void checkLongTexts(SecurityDataSet<R> opened, SetContext context) {
        EntitySet<R> set = opened.open(context);
        Function<R, ?> logData = set.type().property("LogData").orElseThrow().value();
        Page<R> page =
                page(set, Map.of("$filter", List.of("LogData eq '<LogData>1</LogData>'"), "$skip", List.of("1")));
        // 20 characters each, and a page has some 60.
        assertThat(page.entities()).hasSize(3).allSatisfy(entity -> assertThat(logData.apply(entity))
                .isEqualTo("<LogData>1</LogData>"));
        assertThat(page.nextLink()).doesNotContain("$skip=");
        page = page(
                set,
                Map.of(
                        "$filter", List.of("LogData eq '<LogData>1</LogData>'"),
                        "$skip", List.of("1"),
                        "$top", List.of("5"),
                        "$select", List.of("AuditLogID")));
        assertThat(page.entities()).hasSize(5).allSatisfy(entity -> assertThat(logData.apply(entity))
                .isNull());
        assertThat(page(set, Map.of("$select", List.of("AuditLogID"), "$orderby", List.of("LogData")))
                        .nextLink())
                .contains("$skiptoken='%3CLogData");
    }

    private static <R> Page<R> page(EntitySet<R> set, Map<String, List<String>> options) {
        return Execution.page(set, QueryOptions.parse(options, set.type()), SMALL_PAGES);
    }

    private static <R> void check(EntitySet<R> set, List<R> all, String text) {
        Filter<R> filter = Filter.parse(text, set.type());
        assertThat(Execution.page(
                                set,
                                QueryOptions.parse(
                                        Map.of("$filter", List.of(text), "$top", List.of("500")), set.type()))
                        .entities())
                .as("%s where %s", set.type().name(), text)
                .isEqualTo(all.stream().filter(filter::accepts).toList());
    }

    private static <R> List<R> follow(EntitySet<R> set, String order) {
        Map<String, List<String>> first = order.isEmpty() ? Map.of() : Map.of("$orderby", List.of(order));
        List<R> all = new ArrayList<>();
        Page<R> page = page(set, first);
        all.addAll(page.entities());
        while (page.nextLink() != null && all.size() <= 2 * ROWS) {
            page = page(set, PagingTest.parameters(page.nextLink()));
            all.addAll(page.entities());
        }
        return all;
    }

    private void user(EntityManager em, int i) {
        String id = "user-" + i;
        String realm = i % 10 == 0 ? "elsewhere" : "here";
        insert(
                em,
                "USER_ENTITY",
                new Row()
                        .with("ID", id)
                        .with("USERNAME", "u" + (100 + i * 7 % 31))
                        .with("EMAIL", any("a@example.com", "b@example.com"))
                        .with("EMAIL_CONSTRAINT", id)
                        .with("FIRST_NAME", any("ann", "bob"))
                        .with("LAST_NAME", any("x", "y"))
                        .with("ENABLED", random.nextInt(4) > 0)
                        .with("EMAIL_VERIFIED", false)
                        .with("NOT_BEFORE", 0)
                        .with("REALM_ID", realm)
                        .with("CREATED_TIMESTAMP", anyTime())
                        .with("LAST_MODIFIED_TIMESTAMP", anyTime())
                        .with("SERVICE_ACCOUNT_CLIENT_LINK", random.nextInt(5) == 0 ? "client" : null));
        if (i % 13 > 0) {
            insert(
                    em,
                    "PBX_NUMBER",
                    new Row()
                            .with("REALM_ID", realm)
                            .with("KIND", NumberKind.USER.code())
                            .with("NUMBER_ID", 100 - i)
                            .with("KEYCLOAK_ID", id));
        }
        if (random.nextBoolean()) {
            insert(
                    em,
                    "PBX_USER_ACTIVITY",
                    new Row()
                            .with("USER_ID", id)
                            .with("LAST_LOG_ON", time())
                            .with("LAST_FAILED_LOG_ON", time())
                            .with("LAST_LOCKOUT", time())
                            .with("LOCKED_UNTIL", random.nextBoolean() ? (Object) (now + 1_000_000) : time())
                            .with("MODIFIED_AT", time())
                            .with("CREATED_BY", any("admin", "boss"))
                            .with("MODIFIED_BY", any("admin", "boss")));
        }
        ATTRIBUTES.forEach((name, values) -> {
            if (random.nextBoolean()) {
                attribute(em, id, name, values.get(random.nextInt(values.size())));
            }
        });
        if (random.nextBoolean()) {
            insert(
                    em,
                    "CREDENTIAL",
                    new Row()
                            .with("ID", id)
                            .with("USER_ID", id)
                            .with("TYPE", "password")
                            .with("CREATED_DATE", random.nextInt(4) == 0 ? anyTime() : (Long) (now - random.nextInt(4)))
                            .with("PRIORITY", 10)
                            .with("VERSION", 0));
            insert(
                    em,
                    "USER_REQUIRED_ACTION",
                    new Row()
                            .with("USER_ID", id)
                            .with("REQUIRED_ACTION", random.nextBoolean() ? "UPDATE_PASSWORD" : "VERIFY_EMAIL"));
        }
    }

    private void session(EntityManager em, int i) {
        insert(
                em,
                "PBX_SESSION",
                new Row()
                        .with("REALM_ID", "here")
                        .with("SESSION_NUMBER", i)
                        .with("SESSION_ID", "session-" + i)
                        .with("USER_ID", "user-" + i)
                        .with("USER_NUMBER", random.nextInt(3))
                        .with("USER_NAME", any("101", "102"))
                        .with("CLIENT_ID", any("client", "gone"))
                        .with("PARENT_NUMBER", random.nextBoolean() ? random.nextInt(3) : null)
                        .with("IP_ADDRESS", any("192.0.2.1", "2001:db8::1"))
                        .with("STARTED", now - random.nextInt(3))
                        .with("REFRESHED", time())
                        .with("ENDS", now + random.nextInt(3))
                        .with("CLOSED", time())
                        .with("REFRESH_COUNT", random.nextInt(3)));
    }

    /** Two changes of each request, whose ids are on both sides of where signed numbers end. */
    private void change(EntityManager em, int i) {
        insert(
                em,
                "PBX_AUDIT_LOG",
                new Row()
                        .with("REALM_ID", "here")
                        .with("AUDIT_NUMBER", i)
                        .with("TREE_ID", new UUID(i / 2 % 2 == 0 ? Long.MIN_VALUE : 0, i / 2).toString())
                        .with("NODE", 1 + i % 2)
                        .with("ENTRY_DATE", now - random.nextInt(3))
                        .with("ACTION", random.nextBoolean() ? "Update" : "Create")
                        .with("OBJECT_TYPE", random.nextBoolean() ? "User" : "Role")
                        .with("OBJECT_NUMBER", random.nextBoolean() ? random.nextInt(3) : null)
                        .with("OBJECT_KEY", "users/" + i)
                        .with("OBJECT_NAME", any("101", "102"))
                        .with("DISPLAY_NAME", any("Modify User", "Create User"))
                        .with("USERNAME", any("admin", "boss"))
                        .with("APPLICATION", any("console", "script"))
                        .with("LOG_DATA", random.nextBoolean() ? "<LogData/>" : "<LogData>1</LogData>"));
    }

    private static void client(EntityManager em) {
        ClientEntity client = new ClientEntity();
        client.setId("client");
        client.setClientId("pbx-rest");
        client.setRealmId("here");
        em.persist(client);
        em.flush();
        insert(
                em,
                "PBX_NUMBER",
                new Row()
                        .with("REALM_ID", "here")
                        .with("KIND", NumberKind.APPLICATION_INSTANCE.code())
                        .with("NUMBER_ID", 5)
                        .with("KEYCLOAK_ID", "client"));
    }

    /** One of some values, or none. */
    private String any(String... values) {
        int which = random.nextInt(values.length + 1);
        return which == values.length ? null : values[which];
    }

    /** One that somebody else has written, who need not think of the calendar. */
    private Long anyTime() {
        return switch (random.nextInt(6)) {
            case 0 -> Long.MAX_VALUE;
            case 1 -> Long.MIN_VALUE;
            case 2 -> Criteria.WRITTEN.most() + random.nextInt(2);
            case 3 -> Criteria.WRITTEN.least() - random.nextInt(2);
            default -> time();
        };
    }

    private Long time() {
        return random.nextInt(3) == 0 ? null : (Long) (now - random.nextInt(5) * 500L);
    }

    /** A row of a table; columns without a value are left out. */
    private static final class Row {

        private final Map<String, Object> values = new LinkedHashMap<>();

        Row with(String column, Object value) {
            if (value != null) {
                values.put(column, value);
            }
            return this;
        }
    }

    private static void insert(EntityManager em, String table, Row row) {
        Query insert = em.createNativeQuery("insert into " + table + "(" + String.join(",", row.values.keySet())
                + ") values(:" + String.join(",:", row.values.keySet()) + ")");
        row.values.forEach(insert::setParameter);
        insert.executeUpdate();
    }
}
