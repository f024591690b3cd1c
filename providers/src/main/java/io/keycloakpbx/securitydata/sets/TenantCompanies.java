package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.securitydata.Companies;
import io.keycloakpbx.securitydata.Company;
import io.keycloakpbx.securitydata.CompanyFactory;
import io.keycloakpbx.securitydata.odata.Column;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntitySet;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import io.keycloakpbx.securitydata.odata.Source;
import io.keycloakpbx.securitydata.odata.Tables;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import io.keycloakpbx.store.NumberTable;
import io.keycloakpbx.tenant.TenantAttributes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.AbstractQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Selection;
import jakarta.persistence.criteria.Subquery;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.jpa.entities.ComponentEntity;
import org.keycloak.models.jpa.entities.RealmAttributeEntity;
import org.keycloak.models.jpa.entities.RealmEntity;

/**
 * The companies of all tenants, for the administration realm: those that it has a component of, and those of tenants that the
 * caller may view. They are read page by page, in the order of their numbers.
 */
@ReliesOn("org.keycloak.models.jpa.entities: the companies of tenants are found by one query, not realm by realm")
final class TenantCompanies implements Source.Driven<Company, TenantCompanies.Found> {

    /** A code that has been found, with its number. */
    record Found(int number, String code) {}

    private static final EntityType<Found> TYPE = EntityType.of(
            "Company",
            List.of("CompanyID"),
            List.of(
                    Property.<Found>of("CompanyID", EdmType.INT32, Found::number)
                            .in(Column.of(tables -> NumberTable.number(numbers(tables)))),
                    Property.<Found>of("Code", EdmType.STRING, Found::code)
                            .in(Column.of(tables -> NumberTable.id(numbers(tables))))));

    /** Tenants with the code of their company, where it is one. */
    private static final String TENANTS =
            " from RealmEntity r left join RealmAttributeEntity a on a.realm = r and a.name = :company"
                    + " where exists (select 1 from SipDomainEntity d where d.realmId = r.id) and ";

    private static final String CODE = "coalesce(cast(a.value as string), r.name)";

    private final SetContext context;

    private TenantCompanies(SetContext context) {
        this.context = context;
    }

    static Source<Company> open(SetContext context) {
        TenantCompanies companies = new TenantCompanies(context);
        companies.numberAll();
        return companies;
    }

    private static From<?, ?> numbers(Tables tables) {
        return tables.from().get("number");
    }

    private EntityManager database() {
        return Database.entities(context.session());
    }

    private void numberAll() {
        NumberProvider numbers = context.session().getProvider(NumberProvider.class);
        List<String> missing;
        do {
            missing = database()
                    .createQuery(
                            "select distinct " + CODE + TENANTS + "length(" + CODE + ") <= 255 and not exists (select 1"
                                    + " from NumberEntity n where n.realmId = :owner and n.kind = :kind and n.keycloakId = "
                                    + CODE + ")",
                            String.class)
                    .setParameter("company", TenantAttributes.COMPANY)
                    .setParameter("owner", context.realm().getId())
                    .setParameter("kind", NumberKind.COMPANY.code())
                    .setMaxResults(NumberProvider.MAX_ASKED)
                    .getResultList();
            numbers.numbersOf(
                    context.realm(),
                    NumberKind.COMPANY,
                    missing.stream().sorted().toList());
        } while (missing.size() == NumberProvider.MAX_ASKED);
        Companies.numberDeclared(context.session());
    }

    @Override
    public EntitySet<Found> drivers() {
        return new EntitySet<>(TYPE, new Table<>() {
            @Override
            public EntityManager entities() {
                return database();
            }

            @Override
            public Tables from(CriteriaBuilder cb, CriteriaQuery<?> query) {
                From<?, ?> numbers = NumberTable.in(query);
                return new Tables(
                        cb,
                        query,
                        Map.of("number", numbers),
                        cb.and(
                                NumberTable.are(cb, numbers, context.realm().getId(), NumberKind.COMPANY),
                                isInView(cb, query, NumberTable.id(numbers))),
                        Map.of());
            }

            @Override
            public List<Selection<?>> selection(Tables tables) {
                return List.of(NumberTable.number(numbers(tables)), NumberTable.id(numbers(tables)));
            }

            @Override
            public List<Found> rows(List<Object[]> found) {
                return found.stream()
                        .map(row -> new Found(((Number) row[0]).intValue(), (String) row[1]))
                        .toList();
            }
        });
    }

    /** Whether a code is that of a company that has a component, or may be that of a tenant which the caller may view. */
    private Predicate isInView(CriteriaBuilder cb, AbstractQuery<?> query, Expression<String> code) {
        Subquery<String> declared = query.subquery(String.class);
        Root<ComponentEntity> component = declared.from(ComponentEntity.class);
        declared.select(component.get("name"))
                .where(
                        cb.equal(
                                component.get("realm").get("id"),
                                context.realm().getId()),
                        cb.equal(component.get("providerId"), CompanyFactory.ID));
        Subquery<String> tenants = query.subquery(String.class);
        Root<RealmEntity> tenant = tenants.from(RealmEntity.class);
        tenants.select(tenant.get("name")).where(context.inView().areTenants(cb, tenants, tenant));
        Subquery<String> companies = query.subquery(String.class);
        Root<RealmAttributeEntity> company = companies.from(RealmAttributeEntity.class);
        companies
                .select(company.get("value").as(String.class))
                .where(
                        cb.equal(company.get("name"), TenantAttributes.COMPANY),
                        context.inView().areTenants(cb, companies, company.join("realm")));
        return cb.or(code.in(declared), code.in(tenants), code.in(companies));
    }

    /** What a realm says of its company. */
    private static Expression<String> company(CriteriaBuilder cb, AbstractQuery<?> query, From<?, ?> realm) {
        Subquery<String> values = query.subquery(String.class);
        Root<RealmAttributeEntity> attribute = values.from(RealmAttributeEntity.class);
        return values.select(attribute.get("value").as(String.class))
                .where(
                        cb.equal(attribute.get("realm"), realm),
                        cb.equal(attribute.get("name"), TenantAttributes.COMPANY));
    }

    @Override
    public Set<String> driverProperties() {
        return TYPE.properties().keySet();
    }

    @Override
    public List<Company> rows(List<Found> found) {
        if (found.isEmpty()) {
            return List.of();
        }
        Map<String, Integer> numbers = found.stream().collect(Collectors.toMap(Found::code, Found::number));
        Map<String, Company> companies = new HashMap<>(Companies.declared(context.session(), numbers.keySet()));
        for (Object[] tenant : tenantsOf(numbers.keySet())) {
            String name = (String) tenant[0];
            String code = Companies.codeOf((String) tenant[2], name);
            if (numbers.containsKey(code)) {
                companies.putIfAbsent(code, Companies.undeclared(numbers.get(code), code, name, (String) tenant[1]));
            }
        }
        return found.stream()
                .map(company -> companies.get(company.code()))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The tenants of some codes that the caller may view, by name: name, display name, and what it says of its company. */
    private List<Object[]> tenantsOf(Collection<String> codes) {
        CriteriaBuilder cb = database().getCriteriaBuilder();
        CriteriaQuery<Object[]> query = cb.createQuery(Object[].class);
        Root<RealmEntity> realm = query.from(RealmEntity.class);
        query.multiselect(realm.get("name"), realm.get("displayName"), company(cb, query, realm))
                .where(
                        context.inView().areTenants(cb, query, realm),
                        cb.or(
                                company(cb, query, realm).in(codes),
                                realm.get("name").in(codes)))
                .orderBy(cb.asc(realm.get("name")));
        return database().createQuery(query).getResultList();
    }
}
