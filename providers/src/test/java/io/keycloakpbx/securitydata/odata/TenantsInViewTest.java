package io.keycloakpbx.securitydata.odata;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.keycloak.Viewed;
import io.keycloakpbx.securitydata.Company;
import io.keycloakpbx.securitydata.Owner;
import io.keycloakpbx.securitydata.sets.SecurityDataSets;
import io.keycloakpbx.securitydata.sets.SetContext;
import io.keycloakpbx.securitydata.sets.UsersInView;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import io.keycloakpbx.tenant.RealmsInView;
import io.keycloakpbx.tenant.SipDomainEntity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.tool.schema.Action;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.jpa.entities.ComponentEntity;
import org.keycloak.models.jpa.entities.CompositeRoleEntity;
import org.keycloak.models.jpa.entities.RealmAttributeEntity;
import org.keycloak.models.jpa.entities.RealmEntity;
import org.keycloak.models.jpa.entities.RoleEntity;
import org.keycloak.services.resources.admin.AdminAuth;

/** At the administration realm, tenants that a caller may not view are not even looked at. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantsInViewTest {

    private static final int TENANTS = 30;

    private EntityManagerFactory factory;
    private EntityManager em;
    private RealmModel master;
    private KeycloakSession session;
    private RoleModel admin;

    @BeforeAll
    void start() throws Exception {
        List<Class<?>> entities = new ArrayList<>(List.of(SipDomainEntity.class));
        entities.add(Class.forName("io.keycloakpbx.store.NumberEntity"));
        try (InputStream unit = RealmEntity.class.getResourceAsStream("/default-persistence.xml")) {
            String text = new String(unit.readAllBytes(), StandardCharsets.UTF_8);
            for (String name : Pattern.compile("<class>(org\\.keycloak\\.models\\.jpa\\.[^<]*)</class>")
                    .matcher(text)
                    .results()
                    .map(found -> found.group(1))
                    .toList()) {
                entities.add(Class.forName(name));
            }
        }
        factory = new HibernatePersistenceConfiguration("tenants")
                .managedClasses(entities.toArray(Class[]::new))
                .jdbcUrl("jdbc:h2:mem:tenants;DB_CLOSE_DELAY=-1;NON_KEYWORDS=VALUE")
                .jdbcCredentials("sa", "")
                .schemaToolingAction(Action.CREATE)
                .createEntityManagerFactory();
        em = factory.createEntityManager();
        em.getTransaction().begin();
        admin = proxy(RoleModel.class, Map.of("getId", "admin"));
        master = proxy(
                RealmModel.class,
                Map.of("getId", "master", "getName", "master", "getRole", admin, "getComponentsStream", List.of()));
        JpaConnectionProvider connection = proxy(JpaConnectionProvider.class, Map.of("getEntityManager", em));
        NumberProvider numbers = proxy(NumberProvider.class, Map.of("numbersOf", Map.of()));
        RealmProvider realms = proxy(RealmProvider.class, Map.of("getRealmByName", master));
        session = (KeycloakSession) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {KeycloakSession.class},
                (proxy, method, args) -> method.getName().equals("realms")
                        ? realms
                        : args[0] == NumberProvider.class ? numbers : connection);
        for (String name : List.of("admin", "some", "more")) {
            role(name, name, null);
        }
        for (int i = 1; i <= TENANTS; i++) {
            tenant(i);
        }
        company(22, "Holding");
        company(24, "Secret");
        number(NumberKind.COMPANY, TENANTS + 1, "Holding");
        number(NumberKind.COMPANY, TENANTS + 2, "Secret");
        number(NumberKind.COMPANY, TENANTS + 3, "Declared");
        RealmEntity administration = new RealmEntity();
        administration.setId("master");
        administration.setName("master");
        em.persist(administration);
        ComponentEntity declared = new ComponentEntity();
        declared.setId("declared");
        declared.setName("Declared");
        declared.setProviderId("company");
        declared.setRealm(administration);
        em.persist(declared);
        part("some", "more");
        part("more", "manage21");
        em.flush();
    }

    @AfterAll
    void stop() {
        em.getTransaction().rollback();
        em.close();
        factory.close();
    }

    private void tenant(int i) {
        RealmEntity realm = new RealmEntity();
        realm.setId("realm" + i);
        realm.setName("tenant%02d".formatted(i));
        realm.setMasterAdminClient("client" + i);
        realm.setDisplayName(i % 2 == 0 || i == 25 ? null : "Display of " + i);
        em.persist(realm);
        role("view" + i, "view-realm", "client" + i);
        role("manage" + i, "manage-realm", "client" + i);
        role("users" + i, "view-users", "client" + i);
        if (i <= 20) {
            part("admin", "view" + i);
            part("admin", "users" + i);
        }
        em.createNativeQuery("insert into PBX_SIP_DOMAIN (SIP_DOMAIN, REALM_ID, PRIMARY_DOMAIN) values (?, ?, true)")
                .setParameter(1, "t" + i + ".test")
                .setParameter(2, "realm" + i)
                .executeUpdate();
        number(NumberKind.DOMAIN, i, "realm" + i);
        number(NumberKind.COMPANY, i, realm.getName());
    }

    private void number(NumberKind kind, int number, String of) {
        em.createNativeQuery("insert into PBX_NUMBER (REALM_ID, KIND, NUMBER_ID, KEYCLOAK_ID) values (?, ?, ?, ?)")
                .setParameter(1, "master")
                .setParameter(2, kind.code())
                .setParameter(3, number)
                .setParameter(4, of)
                .executeUpdate();
    }

    private void company(int tenant, String code) {
        RealmAttributeEntity attribute = new RealmAttributeEntity();
        attribute.setRealm(em.find(RealmEntity.class, "realm" + tenant));
        attribute.setName("pbx.company");
        attribute.setValue(code);
        em.persist(attribute);
    }

    private void role(String id, String name, String client) {
        RoleEntity role = new RoleEntity();
        role.setId(id);
        role.setName(name);
        role.setRealmId("master");
        role.setClientRole(client != null);
        role.setClientId(client);
        role.setClientRealmConstraint(client == null ? "master" : client);
        em.persist(role);
    }

    private void part(String whole, String part) {
        em.persist(new CompositeRoleEntity(em.find(RoleEntity.class, whole), em.find(RoleEntity.class, part)));
    }

    private static <T> T proxy(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                TenantsInViewTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> switch (method.getName()) {
                    case "equals" -> proxy == args[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> {
                        Object answer = answers.get(method.getName());
                        yield answer instanceof List<?> list ? list.stream() : answer;
                    }
                }));
    }

    private List<RoleModel> roles(String... ids) {
        return Stream.of(ids)
                .map(id -> id.equals("admin") ? admin : proxy(RoleModel.class, Map.of("getId", id)))
                .toList();
    }

    private Source.Driven<?, ?> domains(List<RoleModel> own, List<RoleModel> byGroup, List<RoleModel> scope) {
        return driven("Domain", own, byGroup, scope);
    }

    private Source.Driven<?, ?> driven(
            String set, List<RoleModel> own, List<RoleModel> byGroup, List<RoleModel> scope) {
        GroupModel group = proxy(GroupModel.class, Map.of("getId", "group", "getRoleMappingsStream", byGroup));
        UserModel user = proxy(
                UserModel.class,
                Map.of(
                        "getRoleMappingsStream",
                        own,
                        "getRealmRoleMappingsStream",
                        own,
                        "getGroupsStream",
                        List.of(group)));
        ClientModel client = proxy(
                ClientModel.class,
                Map.of(
                        "isFullScopeAllowed",
                        scope == null,
                        "hasScope",
                        scope == null,
                        "getScopeMappingsStream",
                        scope == null ? List.of() : scope,
                        "getRolesStream",
                        List.of()));
        SetContext context = new SetContext(
                session,
                master,
                new Owner("master", 1, "master", 1),
                new RealmsInView(session, new AdminAuth(master, null, user, client)),
                new UsersInView(session, master, Viewed.everything()),
                any -> true);
        return (Source.Driven<?, ?>)
                SecurityDataSets.named(set).orElseThrow().open(context).source();
    }

    private static <R> Query<R> all(EntityType<R> type) {
        return new Query<>(null, List.of(), List.copyOf(type.properties().values()), 500, 0, null, false, List.of());
    }

    private static List<String> names(EntitySet<?> drivers) {
        return texts(drivers, "Name");
    }

    private static <D> List<String> texts(EntitySet<D> drivers, String property) {
        Property<D> name = drivers.type().property(property).orElseThrow();
        return Execution.page(drivers, all(drivers.type())).entities().stream()
                .map(driver -> (String) name.value().apply(driver))
                .toList();
    }

    private static List<String> tenants(int... numbers) {
        return IntStream.of(numbers).mapToObj("tenant%02d"::formatted).toList();
    }

    @Test
    void whoHoldsAdminSeesWhatIsInIt() {
        int[] first = IntStream.rangeClosed(1, 20).toArray();
        assertThat(names(domains(roles("admin"), roles(), null).drivers())).isEqualTo(tenants(first));
        assertThat(names(domains(roles("admin", "view25"), roles(), null).drivers()))
                .hasSize(21)
                .contains("tenant25");
        assertThat(names(domains(roles(), roles("admin"), null).drivers())).isEqualTo(tenants(first));
    }

    @Test
    void othersSeeWhatTheyHaveRolesOf() {
        assertThat(names(domains(roles("some", "view22", "users24"), roles("manage23"), null)
                        .drivers()))
                .isEqualTo(tenants(21, 22, 23));
        assertThat(names(domains(roles("view1", "view2", "admin"), roles(), roles("view2", "view3"))
                        .drivers()))
                .isEqualTo(tenants(2, 3));
    }

    @Test
    void companiesAreThoseOfTenantsInViewAndDeclaredOnes() {
        assertThat(texts(
                        driven("Company", roles("some", "view22"), roles(), null)
                                .drivers(),
                        "Code"))
                .containsExactly("tenant21", "tenant22", "Holding", "Declared");
        assertThat(texts(driven("Company", roles("admin"), roles(), null).drivers(), "Code"))
                .hasSize(21)
                .contains("tenant20", "Declared");
    }

    /** No realm is opened for it. A tenant that belongs to another company is none itself. */
    @Test
    void companiesAreReadFromTheirTenants() {
        assertThat(companies(roles("some", "view22", "view25")))
                .containsExactly(
                        new Company(21, "tenant21", "Display of 21", null),
                        new Company(25, "tenant25", "tenant25", null),
                        new Company(TENANTS + 1, "Holding", "Holding", null));
    }

    @SuppressWarnings("unchecked")
    private List<Company> companies(List<RoleModel> own) {
        EntityType<Company> type = (EntityType<Company>)
                SecurityDataSets.named("Company").orElseThrow().type();
        Source<Company> source = (Source<Company>) driven("Company", own, List.of(), null);
        return Execution.page(new EntitySet<>(type, source), all(type)).entities();
    }

    @Test
    void aPageTellsNothingOfTenantsThatAreNotInView() {
        Source.Driven<?, ?> domains = domains(roles("users1"), roles(), null);
        assertThat(names(domains.drivers())).isEmpty();
        Limits few = new Limits(100, 500, 5, 5, 100, 100, 1000, 1000, TableReader.TIMEOUT);
        assertNothing(SecurityDataSets.named("Domain").orElseThrow().type(), domains, few);
    }

    @SuppressWarnings("unchecked")
    private static <R> void assertNothing(EntityType<R> type, Source.Driven<?, ?> domains, Limits limits) {
        Page<R> page = Execution.page(new EntitySet<>(type, (Source<R>) domains), all(type), limits);
        assertThat(page.entities()).isEmpty();
        assertThat(page.nextLink()).isNull();
    }
}
