package io.keycloakpbx.extension;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.Proxy;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.stat.Statistics;
import org.hibernate.tool.schema.Action;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.RealmModel;

/** The store of extensions on a database of its own. */
class JpaExtensionProviderTest {

    private final EntityManagerFactory factory = new HibernatePersistenceConfiguration("extensions")
            .managedClasses(PbxServerEntity.class, PbxExtensionEntity.class, ManagingUserEntity.class)
            .jdbcUrl("jdbc:h2:mem:")
            .jdbcCredentials("sa", "")
            .jdbcPoolSize(1)
            .property("hibernate.generate_statistics", "true")
            .schemaToolingAction(Action.CREATE)
            .createEntityManagerFactory();
    private final EntityManager em = factory.createEntityManager();
    private final Statistics statistics = factory.unwrap(SessionFactory.class).getStatistics();
    private final ExtensionProvider extensions = new JpaExtensionProvider(em);
    private final RealmModel realm = realm("acme");
    private String server;

    @BeforeEach
    void create() {
        em.getTransaction().begin();
        server = extensions.createServer(realm, null, "pbx").id();
        create("101", "Reception");
        create("102", "Ärger 100%");
        create("1030", null);
        create("210", "101 too");
    }

    private void create(String number, String displayName) {
        extensions.createExtension(realm, server, null, settings(number, displayName));
    }

    private static ExtensionSettings settings(String number, String displayName) {
        return new ExtensionSettings(
                number, displayName, null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    @AfterEach
    void close() {
        em.getTransaction().rollback();
        em.close();
        factory.close();
    }

    @Test
    void listsAreInTheOrderOfNumbersAndCounted() {
        assertThat(numbers(null, 0, -1)).containsExactly("101", "102", "1030", "210");
        assertThat(numbers(null, 1, 2)).containsExactly("102", "1030");
        assertThat(extensions.search(realm, server, null, 1, 2).total()).isEqualTo(4);
        assertThat(extensions.search(realm, server, null, 9, 2)).isEqualTo(new FoundExtensions(List.of(), 4));
    }

    @Test
    void searchesFindNumbersByTheirBeginningAndNamesByAnyPart() {
        assertThat(numbers("10", 0, -1)).containsExactly("101", "102", "1030", "210");
        assertThat(numbers("101", 0, -1)).containsExactly("101", "210");
        assertThat(numbers("ÄRGER", 0, -1)).containsExactly("102");
        assertThat(numbers("0%", 0, -1)).containsExactly("102");
        assertThat(numbers("_", 0, -1)).isEmpty();
        assertThat(extensions.search(realm, server, "10", 0, 1).total()).isEqualTo(4);
        assertThat(extensions.search(realm, server, "10", 9, 1)).isEqualTo(new FoundExtensions(List.of(), 4));
    }

    @Test
    void queriesTellWhoManagesWhat() {
        String id = extensions
                .search(realm, server, "102", 0, 1)
                .extensions()
                .get(0)
                .id();
        extensions.setManagingUser(extensions.ownership(realm, server, id).orElseThrow(), "mary");
        extensions.setDefaultExtension(id, "mary");
        FoundManagedExtensions hers = extensions.search(realm, new ExtensionQuery(null, null, "mary", null), 0, 10);
        assertThat(hers.total()).isEqualTo(1);
        assertThat(hers.extensions())
                .containsExactly(new ManagedExtension(
                        extensions.extension(realm, server, id).orElseThrow(), "pbx", "mary", true));
        assertThat(found(new ExtensionQuery(null, null, null, true))).containsExactly("101", "1030", "210");
        assertThat(found(new ExtensionQuery(null, null, null, false))).containsExactly("102");
        assertThat(found(new ExtensionQuery("101", server, null, null))).containsExactly("101", "210");
        assertThat(found(new ExtensionQuery(null, "other", null, null))).isEmpty();
        assertThat(extensions
                        .search(realm("globex"), new ExtensionQuery(null, server, "mary", null), 0, 10)
                        .total())
                .isZero();
    }

    /** One for the page and one for the count, or one for both where there is a filter; and one for whose they are. */
    @Test
    void aPageTakesAsManyStatementsOfTenThousandAsOfTen() {
        String big = extensions.createServer(realm, null, "big").id();
        for (int i = 0; i < 10_000; i++) {
            em.persist(new PbxExtensionEntity("id" + i, big, settings(String.valueOf(10_000 + i), null)));
            if (i % 100 == 0) {
                em.persist(new ManagingUserEntity("id" + i, "user" + i));
            }
        }
        em.flush();
        em.clear();
        assertThat(statementsOf(new ExtensionQuery(null, null, null, null), 10_004))
                .isEqualTo(3);
        assertThat(statementsOf(new ExtensionQuery(null, null, null, false), 100))
                .isEqualTo(2);
        assertThat(statementsOf(new ExtensionQuery("1", big, null, true), 9_900))
                .isEqualTo(2);
    }

    private long statementsOf(ExtensionQuery query, long total) {
        statistics.clear();
        FoundManagedExtensions found = extensions.search(realm, query, 50, 20);
        assertThat(found.total()).isEqualTo(total);
        assertThat(found.extensions()).hasSize(20);
        return statistics.getPrepareStatementCount();
    }

    @Test
    void anExtensionIsReplacedWhereItIsWhoseItIsBelievedToBe() {
        String id = id("101");
        ExtensionOwnership extension = extensions.ownership(realm, id).orElseThrow();
        assertThat(extension).isEqualTo(extensions.ownership(realm, server, id).orElseThrow());
        assertThat(extensions.replaceManagingUser(extension, null, "mary", true))
                .contains(new OwnershipChange(null, "mary"));
        assertThat(extensions.replaceManagingUser(extension, null, "john", true))
                .as("she has it by now")
                .contains(new OwnershipChange("mary", "mary"));
        assertThat(extensions.replaceManagingUser(extension, "john", null, false))
                .contains(new OwnershipChange("mary", "mary"));
        assertThat(extensions.replaceManagingUser(extension, null, "mary", false))
                .as("what is wanted is so already")
                .contains(new OwnershipChange("mary", "mary"));
        assertThat(extensions.ownership(realm, id)).contains(new ExtensionOwnership(server, id, "101", "mary", true));
        assertThat(extensions.replaceManagingUser(extension, "mary", "john", false))
                .contains(new OwnershipChange("mary", "john"));
        assertThat(extensions.replaceManagingUser(extension, "john", null, false))
                .contains(new OwnershipChange("john", null));
        assertThat(extensions.ownership(realm, id)).contains(new ExtensionOwnership(server, id, "101", null, false));
        assertThat(extensions.ownership(realm("globex"), id)).isEmpty();
        extensions.removeExtension(realm, server, id);
        assertThat(extensions.replaceManagingUser(extension, null, "mary", true))
                .isEmpty();
    }

    @Test
    void aUserHasOneDefaultExtension() {
        ExtensionOwnership one = extensions.ownership(realm, id("101")).orElseThrow();
        ExtensionOwnership other = extensions.ownership(realm, id("102")).orElseThrow();
        extensions.replaceManagingUser(one, null, "mary", true);
        extensions.replaceManagingUser(other, null, "mary", true);
        assertThat(extensions.defaultExtension(realm, "mary").orElseThrow().extension())
                .isEqualTo("102");
        assertThat(extensions.replaceManagingUser(one, "mary", "mary", true))
                .contains(new OwnershipChange("mary", "mary"));
        assertThat(extensions.defaultExtension(realm, "mary").orElseThrow().extension())
                .isEqualTo("101");
    }

    private String id(String number) {
        return extensions
                .search(realm, server, number, 0, 1)
                .extensions()
                .get(0)
                .id();
    }

    private List<String> found(ExtensionQuery query) {
        return extensions.search(realm, query, 0, 10).extensions().stream()
                .map(managed -> managed.extension().settings().extension())
                .toList();
    }

    @Test
    void anotherTenantFindsNothing() {
        assertThat(extensions.search(realm("globex"), server, null, 0, -1).total())
                .isZero();
        assertThat(extensions.search(realm("globex"), server, "10", 0, -1).extensions())
                .isEmpty();
    }

    @Test
    void aDefaultIsClearedForTheUserWhoseItIsOnly() {
        String extension = extensions
                .search(realm, server, "101", 0, 1)
                .extensions()
                .get(0)
                .id();
        ExtensionOwnership nobodys =
                extensions.ownership(realm, server, extension).orElseThrow();
        extensions.setManagingUser(nobodys, "mary");
        extensions.setDefaultExtension(extension, "mary");
        assertThat(extensions.clearDefaultExtension(extension, "alice")).isFalse();
        assertThat(extensions.clearDefaultExtension(extension, null)).isFalse();
        assertThat(extensions.ownership(realm, server, extension).orElseThrow().isDefault())
                .isTrue();
        assertThat(extensions.clearDefaultExtension(extension, "mary")).isTrue();
        assertThat(extensions.clearDefaultExtension(extension, "mary")).isFalse();
    }

    private List<String> numbers(String search, int first, int max) {
        return extensions.search(realm, server, search, first, max).extensions().stream()
                .map(extension -> extension.settings().extension())
                .toList();
    }

    private static RealmModel realm(String id) {
        return (RealmModel) Proxy.newProxyInstance(
                RealmModel.class.getClassLoader(),
                new Class<?>[] {RealmModel.class},
                (self, method, arguments) -> method.getName().equals("getId") ? id : null);
    }
}
