package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.securitydata.AuthorizationProvider;
import io.keycloakpbx.securitydata.AuthorizationProviders;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import io.keycloakpbx.securitydata.odata.Source;
import io.keycloakpbx.securitydata.odata.Tables;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import io.keycloakpbx.store.Parts;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Predicate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.keycloak.models.jpa.entities.FederatedIdentityEntity;

/** The accounts at identity providers that users are linked to. Keycloak keeps confirmed links only. */
@ReliesOn("org.keycloak.models.jpa.entities: the links of many users are read by one query")
final class UserIdentitySet {

    /**
     * A link.
     *
     * @param identity the provider's id of the account
     * @param name the account's name there
     */
    record Row(DriverUser user, AuthorizationProvider provider, int number, String identity, String name)
            implements OfUser {}

    static final SecurityDataSet<Row> SET = new SecurityDataSet<>(
            EntityType.of(
                    "UserIdentity",
                    List.of("UserID", "AuthorizationProviderID"),
                    List.of(
                            Property.of("AuthorizationProvider", EdmType.STRING, row -> row.provider()
                                    .name()),
                            Property.of("AuthorizationProviderID", EdmType.INT32, row -> row.provider()
                                    .id()),
                            OfUser.company(),
                            OfUser.companyId(),
                            Property.of("Confirmed", EdmType.BOOLEAN, row -> true),
                            OfUser.domain(),
                            OfUser.domainId(),
                            Property.nullable("Identity", EdmType.STRING, Row::identity),
                            Property.nullable("Name", EdmType.STRING, Row::name),
                            OfUser.userId(),
                            Property.of("UserIdentityID", EdmType.INT32, Row::number),
                            OfUser.userName())),
            Right.VIEW_USERS,
            true,
            context -> new UserIdentitySet(context).source());

    private final SetContext context;
    private final Map<String, AuthorizationProvider> providers;

    private UserIdentitySet(SetContext context) {
        this.context = context;
        this.providers = AuthorizationProviders.of(context.session(), context.realm()).stream()
                .collect(Collectors.toMap(AuthorizationProvider::identifier, provider -> provider));
    }

    private Source<Row> source() {
        return new UserDriven<>(
                UserDrivers.those(context, tables -> isLinked(tables, null, null)),
                OfUser.PROPERTIES,
                this::rows,
                Map.of(
                        "AuthorizationProviderID",
                        this::isLinkedTo,
                        "UserIdentityID",
                        this::hasLink,
                        "Identity",
                        (tables, value) -> isLinked(tables, "userId", value),
                        "Name",
                        (tables, value) -> isLinked(tables, "userName", value)));
    }

    /** Whether the user has a link, with a value in one of its columns. */
    private static Predicate isLinked(Tables tables, String column, Object value) {
        CriteriaBuilder cb = tables.cb();
        return TableColumns.exists(tables, FederatedIdentityEntity.class, link -> {
            Predicate ofUser = cb.equal(link.get("user"), UserSet.user(tables));
            return column == null ? ofUser : cb.and(ofUser, cb.equal(link.get(column), value));
        });
    }

    private Predicate isLinkedTo(Tables tables, Object number) {
        return providers.values().stream()
                .filter(provider -> number.equals(provider.id()))
                .findFirst()
                .map(provider -> isLinked(tables, "identityProvider", provider.identifier()))
                .orElseGet(() -> tables.cb().disjunction());
    }

    private Predicate hasLink(Tables tables, Object number) {
        return numbers()
                .idOf(context.realm(), NumberKind.USER_IDENTITY, (Integer) number)
                .map(id -> tables.cb()
                        .equal(UserSet.user(tables).get("id"), id.substring(0, Math.max(0, id.indexOf('/')))))
                .orElseGet(() -> tables.cb().disjunction());
    }

    private NumberProvider numbers() {
        return context.session().getProvider(NumberProvider.class);
    }

    private record Link(String alias, String identity, String name) {}

    private List<Row> rows(List<DriverUser> users) {
        Map<String, List<Link>> links = new HashMap<>();
        Parts.of(users).forEach(part -> links(part, links));
        Map<String, Integer> numbers = new HashMap<>();
        Parts.of(links.entrySet().stream()
                        .flatMap(of -> of.getValue().stream().map(link -> id(of.getKey(), link)))
                        .toList())
                .forEach(part -> numbers.putAll(numbers().numbersOf(context.realm(), NumberKind.USER_IDENTITY, part)));
        List<Row> rows = new ArrayList<>();
        users.forEach(user -> links.getOrDefault(user.id(), List.of()).stream()
                .map(link -> new Row(
                        user,
                        providers.get(link.alias()),
                        numbers.get(id(user.id(), link)),
                        link.identity(),
                        link.name()))
                .sorted(Comparator.comparingInt(row -> row.provider().id()))
                .forEach(rows::add));
        return rows;
    }

    /** Those at providers that are in the set of providers. */
    private void links(List<DriverUser> users, Map<String, List<Link>> links) {
        Database.entities(context.session())
                .createQuery(
                        "select l.user.id, l.identityProvider, l.userId, l.userName from FederatedIdentityEntity l"
                                + " where l.user.id in :ids order by l.user.id, l.identityProvider",
                        Object[].class)
                .setParameter("ids", users.stream().map(DriverUser::id).toList())
                .getResultStream()
                .filter(row -> providers.containsKey((String) row[1]))
                .forEach(row -> links.computeIfAbsent((String) row[0], id -> new ArrayList<>())
                        .add(new Link((String) row[1], (String) row[2], (String) row[3])));
    }

    private static String id(String userId, Link link) {
        return userId + '/' + link.alias();
    }
}
