package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.Parts;
import io.keycloakpbx.store.TooManyException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.AbstractQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RoleModel;
import org.keycloak.models.jpa.entities.CompositeRoleEntity;
import org.keycloak.models.jpa.entities.RealmEntity;
import org.keycloak.models.jpa.entities.RoleEntity;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.resources.admin.AdminAuth;

/**
 * Which realms a caller of the administration realm may view, as a condition of queries: as Keycloak's permission evaluator
 * says it realm by realm, but decided once, however many realms there are. For who holds the role {@code admin} itself, those
 * whose role {@code view-realm} or {@code manage-realm} is in it; for others, those whose role they have, by whatever way and
 * through a client that may use it.
 */
@ReliesOn({
    "org.keycloak.models.jpa.entities: a realm's client at the administration realm, and which roles are in which",
    "org.keycloak.services.managers.AuthenticationManager: the roles of a lightweight token"
})
public final class RealmsInView {

    /** The most realms whose roles a caller has without {@code admin}: a statement names each. */
    private static final int MAX = 10_000;

    private final KeycloakSession session;
    private final AdminAuth caller;

    /** Who has one of these may view. */
    private final List<String> viewers;

    /** The role that has all of them, or null. */
    private final RoleModel admin;

    /** The clients of the administration realm that stand for what is held in another way; null before they are looked for. */
    private Set<String> clients;

    /** @param caller who asks; callers of other realms may view none */
    public RealmsInView(KeycloakSession session, AdminAuth caller) {
        this(session, caller, List.of(AdminRoles.VIEW_REALM, AdminRoles.MANAGE_REALM));
    }

    private RealmsInView(KeycloakSession session, AdminAuth caller, List<String> viewers) {
        this.session = session;
        this.caller = caller;
        this.viewers = viewers;
        this.admin = new FullAdministrator(session, caller).role();
    }

    /** Likewise the realms whose events a caller may view. */
    static RealmsInView ofEvents(KeycloakSession session, AdminAuth caller) {
        return new RealmsInView(session, caller, List.of(AdminRoles.VIEW_EVENTS, AdminRoles.MANAGE_EVENTS));
    }

    /**
     * Those of some realms, by their ids.
     *
     * @throws TooManyException where the caller has the roles of too many realms one by one
     */
    Set<String> among(Collection<String> ids) {
        EntityManager em = Database.entities(session);
        CriteriaBuilder cb = em.getCriteriaBuilder();
        Set<String> found = new HashSet<>();
        Parts.of(ids).forEach(part -> {
            CriteriaQuery<String> query = cb.createQuery(String.class);
            Root<RealmEntity> realm = query.from(RealmEntity.class);
            query.select(realm.<String>get("id")).where(realm.get("id").in(part), are(cb, query, realm));
            found.addAll(em.createQuery(query).getResultList());
        });
        return found;
    }

    private Predicate are(CriteriaBuilder cb, AbstractQuery<?> query, From<?, ?> realm) {
        Path<String> client = realm.get("masterAdminClient");
        Predicate held = Parts.of(clients()).stream()
                .map(client::in)
                .map(Predicate.class::cast)
                .reduce(cb::or)
                .orElseGet(cb::disjunction);
        return admin == null ? held : cb.or(isOfAdmin(cb, query, client), held);
    }

    /**
     * Lets through what is a tenant and the caller may view.
     *
     * @param query what the condition is for
     * @param realm the realms in it, a {@code RealmEntity}
     * @throws TooManyException where the caller has the roles of too many realms one by one
     */
    public Predicate areTenants(CriteriaBuilder cb, AbstractQuery<?> query, From<?, ?> realm) {
        Subquery<Integer> domains = query.subquery(Integer.class);
        Root<SipDomainEntity> domain = domains.from(SipDomainEntity.class);
        domains.select(cb.literal(1)).where(cb.equal(domain.get("realmId"), realm.get("id")));
        return cb.and(cb.exists(domains), are(cb, query, realm));
    }

    private Predicate isOfAdmin(CriteriaBuilder cb, AbstractQuery<?> query, Path<String> client) {
        Subquery<Integer> roles = query.subquery(Integer.class);
        Root<CompositeRoleEntity> composite = roles.from(CompositeRoleEntity.class);
        Path<RoleEntity> role = composite.get("childRole");
        roles.select(cb.literal(1))
                .where(
                        cb.equal(composite.get("parentRole").get("id"), admin.getId()),
                        cb.equal(role.get("clientId"), client),
                        role.get("name").in(viewers));
        return cb.exists(roles);
    }

    private Set<String> clients() {
        if (clients == null) {
            clients = Tenant.isSystemLevel(caller.getRealm()) && caller.getUser() != null ? held() : Set.of();
        }
        if (clients.size() > MAX) {
            throw new TooManyException("You have the roles of more than " + MAX
                    + " realms without the role admin of the administration realm,"
                    + " the most that can be looked at here: ask with that role");
        }
        return clients;
    }

    private Set<String> held() {
        Set<String> given = given();
        if (admin != null) {
            given.remove(admin.getId());
        }
        Set<String> roles = withParts(given);
        Map<String, String> viewing = viewing(roles);
        if (caller.getClient() != null && !caller.getClient().isFullScopeAllowed()) {
            Set<String> scope = withParts(Stream.concat(
                            caller.getClient().getScopeMappingsStream(),
                            caller.getClient().getRolesStream())
                    .map(RoleModel::getId)
                    .collect(Collectors.toSet()));
            Set<String> told = told(viewing.keySet().stream()
                    .filter(role -> !scope.contains(role))
                    .collect(Collectors.toSet()));
            viewing.keySet().removeIf(role -> !scope.contains(role) && !told.contains(role));
        }
        return Set.copyOf(viewing.values());
    }

    private Set<String> given() {
        Set<String> given =
                caller.getUser().getRoleMappingsStream().map(RoleModel::getId).collect(Collectors.toSet());
        caller.getUser().getGroupsStream().forEach(member -> {
            Set<String> seen = new HashSet<>();
            for (GroupModel group = member; group != null && seen.add(group.getId()); group = group.getParent()) {
                group.getRoleMappingsStream().map(RoleModel::getId).forEach(given::add);
            }
        });
        return given;
    }

    private Set<String> withParts(Set<String> given) {
        Set<String> all = new HashSet<>(given);
        Set<String> next = given;
        while (!next.isEmpty()) {
            next = read(
                            next,
                            "select c.childRole.id, c.parentRole.id from CompositeRoleEntity c"
                                    + " where c.parentRole.id in :ids",
                            row -> (String) row[0])
                    .filter(all::add)
                    .collect(Collectors.toSet());
        }
        return all;
    }

    /** The roles among some by which a realm may be viewed, with the client that stands for it. */
    private Map<String, String> viewing(Set<String> roles) {
        Map<String, String> viewing = new HashMap<>();
        read(
                        roles,
                        "select r.id, r.clientId from RoleEntity r where r.id in :ids and r.clientRole = true and r.name in"
                                + " ('" + String.join("', '", viewers) + "')",
                        Function.identity())
                .forEach(row -> viewing.put((String) row[0], (String) row[1]));
        return viewing;
    }

    /** Those of some roles that the token has although they are in no scope of the client: by a client scope or a mapper. */
    private Set<String> told(Collection<String> roles) {
        AccessToken token = caller.getToken();
        if (roles.isEmpty() || token == null) {
            return Set.of();
        }
        AuthenticationManager.resolveLightweightAccessTokenRoles(session, token, caller.getRealm());
        Map<String, AccessToken.Access> access = token.getResourceAccess();
        return access == null
                ? Set.of()
                : read(
                                roles,
                                "select r.id, r.name, c.clientId from RoleEntity r join ClientEntity c on c.id = r.clientId"
                                        + " where r.id in :ids",
                                Function.identity())
                        .filter(row -> access.get((String) row[2]) != null
                                && access.get((String) row[2]).isUserInRole((String) row[1]))
                        .map(row -> (String) row[0])
                        .collect(Collectors.toSet());
    }

    private <T> Stream<T> read(Collection<String> ids, String query, Function<Object[], T> read) {
        List<T> found = new ArrayList<>();
        Parts.of(ids).forEach(part -> Database.entities(session)
                .createQuery(query, Object[].class)
                .setParameter("ids", part)
                .getResultList()
                .forEach(row -> found.add(read.apply(row))));
        return found.stream();
    }
}
