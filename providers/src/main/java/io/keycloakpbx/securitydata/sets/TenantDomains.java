package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.securitydata.Companies;
import io.keycloakpbx.securitydata.Domain;
import io.keycloakpbx.securitydata.Owner;
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
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Selection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.keycloak.models.RealmModel;
import org.keycloak.models.jpa.entities.RealmEntity;

/**
 * The domains of all tenants, for the administration realm: those that the caller may view. Tenants are read page by page, in
 * the order of their numbers.
 */
@ReliesOn("org.keycloak.models.jpa.entities: tenants are paged by one query, not realm by realm")
final class TenantDomains implements Source.Driven<Domain, TenantDomains.Found> {

    /** A tenant that has been found, with its number. */
    record Found(String realmId, int number, String name) {}

    private final SetContext context;
    private final EntityType<Found> type;

    private TenantDomains(SetContext context, String id, String name) {
        this.context = context;
        this.type = EntityType.of(
                "Domain",
                List.of(id),
                List.of(
                        Property.<Found>of(id, EdmType.INT32, Found::number)
                                .in(Column.of(tables -> NumberTable.number(numbers(tables)))),
                        Property.<Found>of(name, EdmType.STRING, Found::name)
                                .in(Column.of(tables -> realm(tables).get("name")))));
    }

    /**
     * Opens them.
     *
     * @param id the property that has the number, the only one of the key
     * @param name a property that has the name
     */
    static Source<Domain> open(SetContext context, String id, String name) {
        context.session().getProvider(NumberProvider.class).numberAll(context.realm(), NumberKind.DOMAIN);
        return new TenantDomains(context, id, name);
    }

    private static From<?, ?> numbers(Tables tables) {
        return tables.from().get("number");
    }

    private static From<?, ?> realm(Tables tables) {
        return tables.from().get("realm");
    }

    @Override
    public EntitySet<Found> drivers() {
        return new EntitySet<>(type, new Table<>() {
            @Override
            public EntityManager entities() {
                return Database.entities(context.session());
            }

            @Override
            public Tables from(CriteriaBuilder cb, CriteriaQuery<?> query) {
                From<?, ?> numbers = NumberTable.in(query);
                Root<RealmEntity> realm = query.from(RealmEntity.class);
                return new Tables(
                        cb,
                        query,
                        Map.of("number", numbers, "realm", realm),
                        cb.and(
                                NumberTable.are(cb, numbers, context.realm().getId(), NumberKind.DOMAIN),
                                cb.equal(NumberTable.id(numbers), realm.get("id")),
                                context.inView().areTenants(cb, query, realm)),
                        Map.of());
            }

            @Override
            public List<Selection<?>> selection(Tables tables) {
                return List.of(
                        realm(tables).get("id"),
                        NumberTable.number(numbers(tables)),
                        realm(tables).get("name"));
            }

            @Override
            public List<Found> rows(List<Object[]> found) {
                return found.stream()
                        .map(row -> new Found((String) row[0], ((Number) row[1]).intValue(), (String) row[2]))
                        .toList();
            }
        });
    }

    @Override
    public Set<String> driverProperties() {
        return type.properties().keySet();
    }

    @Override
    public List<Domain> rows(List<Found> tenants) {
        List<RealmModel> realms = tenants.stream()
                .map(tenant -> context.session().realms().getRealm(tenant.realmId()))
                // One may have been removed meanwhile.
                .filter(Objects::nonNull)
                .toList();
        Map<String, Owner> owners = Companies.ownersOf(context.session(), realms);
        return realms.stream()
                .map(realm -> Domain.of(realm, owners.get(realm.getId())))
                .toList();
    }
}
