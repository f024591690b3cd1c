package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.securitydata.odata.EntitySet;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import io.keycloakpbx.securitydata.odata.Source;
import io.keycloakpbx.securitydata.odata.Tables;
import io.keycloakpbx.store.NumberTable;
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Selection;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.keycloak.models.jpa.entities.UserRoleMappingEntity;

/**
 * The users that other sets are made of: the tables of the set {@code User}, of which no more is read than those sets have. So
 * many users take one query, whatever else is known of them.
 */
@ReliesOn("org.keycloak.models.jpa.entities: who has a role is found by its index")
final class UserDrivers implements Source.Table<DriverUser> {

    private static final EntityType<DriverUser> TYPE = EntityType.of(
            UserSet.TYPE.name(),
            UserSet.TYPE.key(),
            List.of(
                    like("UserID", DriverUser::number),
                    like("UserName", DriverUser::userName),
                    like("Email", DriverUser::email),
                    like("FirstName", DriverUser::firstName),
                    like("LastName", DriverUser::lastName),
                    like(TableColumns.COMPANY, user -> user.owner().company()),
                    like(TableColumns.COMPANY_ID, user -> user.owner().companyId()),
                    like(TableColumns.DOMAIN, user -> user.owner().domain()),
                    like(TableColumns.DOMAIN_ID, user -> user.owner().domainId())));

    private final SetContext context;
    private final Table<UserRow> users;
    private final Function<Tables, Predicate> which;

    private UserDrivers(SetContext context, Function<Tables, Predicate> which) {
        this.context = context;
        this.users = UserSet.source(context);
        this.which = which;
    }

    /** All users. */
    static EntitySet<DriverUser> all(SetContext context) {
        return those(context, tables -> tables.cb().conjunction());
    }

    /** Those of whom a condition holds. */
    static EntitySet<DriverUser> those(SetContext context, Function<Tables, Predicate> which) {
        return new EntitySet<>(TYPE, new UserDrivers(context, which));
    }

    private static Property<DriverUser> like(String name, Function<DriverUser, ?> value) {
        Property<UserRow> property = UserSet.TYPE.property(name).orElseThrow();
        return new Property<>(name, property.type(), property.nullable(), value, property.column());
    }

    /** Whether the user was given one of some roles. */
    static Predicate wasGiven(Tables tables, Collection<String> roleIds) {
        CriteriaBuilder cb = tables.cb();
        if (roleIds.isEmpty()) {
            return cb.disjunction();
        }
        return TableColumns.exists(
                tables,
                UserRoleMappingEntity.class,
                mapping -> cb.and(
                        cb.equal(mapping.get("user"), UserSet.user(tables)),
                        mapping.get("roleId").in(roleIds)));
    }

    @Override
    public EntityManager entities() {
        return users.entities();
    }

    @Override
    public Tables from(CriteriaBuilder cb, CriteriaQuery<?> query) {
        Tables all = users.from(cb, query);
        return new Tables(cb, query, all.from(), cb.and(all.visible(), which.apply(all)), all.constants());
    }

    @Override
    public List<Selection<?>> selection(Tables tables) {
        From<?, ?> user = UserSet.user(tables);
        return List.of(
                user.get("id"),
                NumberTable.number(tables.from().get(UserSet.NUMBER)),
                user.get("username"),
                user.get("email"),
                user.get("firstName"),
                user.get("lastName"));
    }

    @Override
    public List<DriverUser> rows(List<Object[]> found) {
        return found.stream()
                .map(row -> new DriverUser(
                        (String) row[0],
                        (Integer) row[1],
                        (String) row[2],
                        (String) row[3],
                        (String) row[4],
                        (String) row[5],
                        context.owner()))
                .toList();
    }
}
