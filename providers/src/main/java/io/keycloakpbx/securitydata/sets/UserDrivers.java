package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.keycloak.ReliesOn;
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
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Selection;
import jakarta.persistence.criteria.Subquery;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.keycloak.models.jpa.entities.UserAttributeEntity;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.models.jpa.entities.UserRoleMappingEntity;

/**
 * The users that other sets are made of, in the order of their numbers. It reads no more of them than those sets have: one
 * query for a page of users, whatever else the set {@code User} knows of them.
 */
@ReliesOn("org.keycloak.models.jpa.entities: users are paged by one query, with what it finds them by")
final class UserDrivers implements Source.Table<DriverUser> {

    static final EntityType<DriverUser> TYPE = EntityType.of(
            "User",
            List.of("UserID"),
            List.of(
                    Property.<DriverUser>of("UserID", EdmType.INT32, DriverUser::number)
                            .in(Column.of(tables -> NumberTable.number(numbers(tables)))),
                    Property.<DriverUser>of("UserName", EdmType.STRING, DriverUser::userName)
                            .in(new Column(Column.Form.LOWER_CASE, tables -> user(tables)
                                    .get("username"))),
                    Property.<DriverUser>nullable("Email", EdmType.STRING, DriverUser::email)
                            .in(Column.of(tables -> user(tables).get("email"))),
                    Property.<DriverUser>nullable("FirstName", EdmType.STRING, DriverUser::firstName)
                            .in(Column.of(tables -> user(tables).get("firstName"))),
                    Property.<DriverUser>nullable("LastName", EdmType.STRING, DriverUser::lastName)
                            .in(Column.of(tables -> user(tables).get("lastName"))),
                    constant("Company", EdmType.STRING, Owner::company),
                    constant("CompanyID", EdmType.INT32, Owner::companyId),
                    constant("Domain", EdmType.STRING, Owner::domain),
                    constant("DomainID", EdmType.INT32, Owner::domainId)));

    private static final String NUMBERS = "number";
    private static final String USER = "user";

    private final SetContext context;
    private final Function<Tables, Predicate> which;

    private UserDrivers(SetContext context, Function<Tables, Predicate> which) {
        this.context = context;
        this.which = which;
    }

    /** All users. */
    static EntitySet<DriverUser> all(SetContext context) {
        return those(context, tables -> tables.cb().conjunction());
    }

    /** Those of whom a condition holds. */
    static EntitySet<DriverUser> those(SetContext context, Function<Tables, Predicate> which) {
        context.session().getProvider(NumberProvider.class).numberAll(context.realm(), NumberKind.USER);
        return new EntitySet<>(TYPE, new UserDrivers(context, which));
    }

    private static Property<DriverUser> constant(String name, EdmType type, Function<Owner, ?> value) {
        return Property.<DriverUser>of(name, type, user -> value.apply(user.owner()))
                .in(Column.constant(name));
    }

    private static From<?, ?> numbers(Tables tables) {
        return tables.from().get(NUMBERS);
    }

    /** The user in a query of drivers. */
    static From<?, ?> user(Tables tables) {
        return tables.from().get(USER);
    }

    /** Whether the user is a web service: the account of a client, or said to be one. */
    static Predicate isWebservice(Tables tables) {
        CriteriaBuilder cb = tables.cb();
        Subquery<Integer> said = tables.query().subquery(Integer.class);
        Root<UserAttributeEntity> attribute = said.from(UserAttributeEntity.class);
        said.select(cb.literal(1))
                .where(
                        cb.equal(attribute.get("user"), user(tables)),
                        cb.equal(attribute.get("name"), UserTypes.ATTRIBUTE),
                        cb.equal(attribute.get("value"), UserTypes.WEBSERVICE));
        Path<?> serviceAccount = user(tables).get("serviceAccountClientLink");
        return cb.or(cb.isNotNull(serviceAccount), cb.exists(said));
    }

    /** Whether the user was given one of some roles. */
    static Predicate wasGiven(Tables tables, Collection<String> roleIds) {
        CriteriaBuilder cb = tables.cb();
        if (roleIds.isEmpty()) {
            return cb.disjunction();
        }
        Subquery<Integer> given = tables.query().subquery(Integer.class);
        Root<UserRoleMappingEntity> mapping = given.from(UserRoleMappingEntity.class);
        given.select(cb.literal(1))
                .where(
                        cb.equal(mapping.get("user"), user(tables)),
                        mapping.get("roleId").in(roleIds));
        return cb.exists(given);
    }

    @Override
    public EntityManager entities() {
        return Database.entities(context.session());
    }

    @Override
    public Tables from(CriteriaBuilder cb, CriteriaQuery<?> query) {
        From<?, ?> numbers = NumberTable.in(query);
        Root<UserEntity> user = query.from(UserEntity.class);
        Map<String, From<?, ?>> from = new LinkedHashMap<>();
        from.put(NUMBERS, numbers);
        from.put(USER, user);
        String realm = context.realm().getId();
        Owner owner = context.owner();
        Map<String, Object> constants = Map.of(
                "Company", owner.company(),
                "CompanyID", owner.companyId(),
                "Domain", owner.domain(),
                "DomainID", owner.domainId());
        Tables all = new Tables(cb, query, from, cb.conjunction(), constants);
        Predicate visible = cb.and(
                NumberTable.are(cb, numbers, realm, NumberKind.USER),
                cb.equal(NumberTable.id(numbers), user.get("id")),
                // Also of the user's table, whose indexes begin with it.
                cb.equal(user.get("realmId"), realm),
                which.apply(all));
        return new Tables(cb, query, from, visible, constants);
    }

    @Override
    public List<Selection<?>> selection(Tables tables) {
        From<?, ?> user = user(tables);
        return List.of(
                user.get("id"),
                NumberTable.number(numbers(tables)),
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
                        ((Number) row[1]).intValue(),
                        (String) row[2],
                        (String) row[3],
                        (String) row[4],
                        (String) row[5],
                        context.owner()))
                .toList();
    }
}
