package io.keycloakpbx.securitydata;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.Parts;
import io.keycloakpbx.store.TooManyException;
import jakarta.persistence.EntityManager;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hibernate.jpa.AvailableHints;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.jpa.entities.GroupEntity;

/**
 * The one place that says which roles and permissions users of a realm have in an environment. A user has a permission there
 * if a role that the user has there carries it: one that was given to the user, to a group of the user or to one above, or
 * that a composite brings. Realm roles are had in all environments; a role of an environment's client stands for the realm
 * role of the same name, in that environment.
 *
 * <p>It remembers the realm's composites and groups for the rest of the request.
 */
@ReliesOn("org.keycloak.models.jpa.entities: roles, composites and groups of many users are read by few queries")
public final class EffectiveRoles {

    /** The role of an environment's client by which a web service is there without having any other role. */
    public static final String WEBSERVICE = "webservice";

    /** How many rows the database is asked for at once. */
    private static final int FETCHED = 1000;

    private static final String CACHE = EffectiveRoles.class.getName() + '/';

    private final KeycloakSession session;
    private final RealmModel realm;
    private final List<Environment> environments;
    private final RoleGraph graph;

    /** What is read where it is asked for. */
    private List<SecurityRole> roles;

    /** The roles of environments' clients by name, by client. */
    private final Map<String, Map<String, String>> environmentRoles;

    private final Map<String, Group> groups = new HashMap<>();
    private final KnownRoles known;
    private final String defaultRole;
    private final BitSet byDefault;

    private record Group(String parent, BitSet roles) {}

    private EffectiveRoles(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.environments = Environments.of(session, realm);
        this.environmentRoles = environmentRoles();
        this.graph = new RoleGraph(RolePermissions.composites(session, realm), markers());
        this.known = new KnownRoles(graph);
        RoleModel everybodys = realm.getDefaultRole();
        this.defaultRole = everybodys == null ? "" : everybodys.getId();
        this.byDefault = graph.set(graph.partsOf(defaultRole));
    }

    /**
     * What a realm's roles bring.
     *
     * @throws TooManyException where the realm has more environments, roles or composites than can be looked at
     */
    public static EffectiveRoles of(KeycloakSession session, RealmModel realm) {
        String key = CACHE + realm.getId();
        EffectiveRoles known = session.getAttribute(key, EffectiveRoles.class);
        if (known == null) {
            known = new EffectiveRoles(session, realm);
            session.setAttribute(key, known);
        }
        return known;
    }

    /** The realm's environments, by number. */
    public List<Environment> environments() {
        return environments;
    }

    /**
     * The realm's roles that can be given, by number.
     *
     * @throws TooManyException where there are too many
     */
    public List<SecurityRole> roles() {
        if (roles == null) {
            roles = SecurityRoles.of(session, realm);
        }
        return roles;
    }

    private EntityManager entities() {
        return Database.entities(session);
    }

    private Map<String, Map<String, String>> environmentRoles() {
        List<String> clients = environments.stream()
                .map(Environment::client)
                .filter(Objects::nonNull)
                .map(client -> client.getId())
                .toList();
        Map<String, Map<String, String>> roles = new HashMap<>();
        for (List<String> part : Parts.of(clients)) {
            entities()
                    .createQuery(
                            "select r.clientId, r.name, r.id from RoleEntity r where r.clientId in :clients",
                            Object[].class)
                    .setParameter("clients", part)
                    .getResultList()
                    .forEach(row -> roles.computeIfAbsent((String) row[0], client -> new HashMap<>())
                            .put((String) row[1], (String) row[2]));
        }
        return roles;
    }

    private Map<String, Map<String, String>> markers() {
        if (environmentRoles.isEmpty()) {
            return Map.of();
        }
        Map<String, String> realmRoles = new HashMap<>();
        roles().forEach(role -> realmRoles.put(role.name(), role.role().getId()));
        Map<String, Map<String, String>> markers = new HashMap<>();
        environmentRoles.forEach((client, roles) -> {
            Map<String, String> standFor = new HashMap<>();
            roles.forEach((name, id) -> {
                if (realmRoles.containsKey(name)) {
                    standFor.put(id, realmRoles.get(name));
                }
            });
            markers.put(client, standFor);
        });
        return markers;
    }

    /**
     * The roles of users whom Keycloak's database has, by their ids: a few queries for all of them.
     *
     * @param userIds users of the realm
     */
    public Map<String, UserRoles> of(Collection<String> userIds) {
        Map<String, BitSet> given =
                roles("select m.user.id, m.roleId from UserRoleMappingEntity m where m.user.id in :ids", userIds);
        Map<String, Set<String>> memberships =
                pairs("select m.user.id, m.groupId from UserGroupMembershipEntity m where m.user.id in :ids", userIds);
        Set<String> joined = new HashSet<>();
        memberships.values().forEach(joined::addAll);
        if (groups.size() > graph.most()) {
            groups.clear();
        }
        learn(joined);
        Map<String, UserRoles> found = new LinkedHashMap<>();
        userIds.forEach(user -> {
            BitSet byGroups = new BitSet();
            memberships.getOrDefault(user, Set.of()).forEach(group -> addRoles(group, byGroups));
            found.put(user, of(given.getOrDefault(user, new BitSet()), byGroups));
        });
        return found;
    }

    /** The roles of one user, wherever the user is kept. */
    public UserRoles of(UserModel user) {
        BitSet byGroups = new BitSet();
        user.getGroupsStream().forEach(member -> {
            Set<String> seen = new HashSet<>();
            for (GroupModel group = member; group != null && seen.add(group.getId()); group = group.getParent()) {
                group.getRoleMappingsStream().map(RoleModel::getId).forEach(role -> graph.add(role, byGroups));
            }
        });
        return of(graph.set(user.getRoleMappingsStream().map(RoleModel::getId).toList()), byGroups);
    }

    private UserRoles of(BitSet own, BitSet byGroups) {
        return known.of(own, graph.has(own, defaultRole) ? byDefault : new BitSet(), byGroups);
    }

    /** Groups that are not known yet, with their roles, and those above them. */
    private void learn(Collection<String> wanted) {
        Set<String> unknown = new HashSet<>(wanted);
        unknown.removeAll(groups.keySet());
        while (!unknown.isEmpty()) {
            Map<String, Set<String>> parents =
                    pairs("select g.id, g.parentId from GroupEntity g where g.id in :ids", unknown);
            Map<String, BitSet> roles = roles(
                    "select m.group.id, m.roleId from GroupRoleMappingEntity m where m.group.id in :ids", unknown);
            Set<String> above = new HashSet<>();
            unknown.forEach(id -> {
                String parent = parents.getOrDefault(id, Set.of()).stream()
                        .filter(group -> group != null && !GroupEntity.TOP_PARENT_ID.equals(group))
                        .findFirst()
                        .orElse(null);
                groups.put(id, new Group(parent, roles.getOrDefault(id, new BitSet())));
                if (parent != null) {
                    above.add(parent);
                }
            });
            above.removeAll(groups.keySet());
            unknown = above;
        }
    }

    private void addRoles(String groupId, BitSet roles) {
        Set<String> seen = new HashSet<>();
        for (String id = groupId; id != null && seen.add(id); ) {
            Group group = groups.get(id);
            roles.or(group.roles());
            id = group.parent();
        }
    }

    private Map<String, Set<String>> pairs(String query, Collection<String> ids) {
        Map<String, Set<String>> pairs = new HashMap<>();
        read(query, ids, pair -> pairs.computeIfAbsent((String) pair[0], id -> new HashSet<>())
                .add((String) pair[1]));
        return pairs;
    }

    private Map<String, BitSet> roles(String query, Collection<String> ids) {
        Map<String, BitSet> roles = new HashMap<>();
        read(
                query,
                ids,
                pair -> graph.add((String) pair[1], roles.computeIfAbsent((String) pair[0], id -> new BitSet())));
        return roles;
    }

    /** Reads pairs one by one: users can have more roles than should be in memory as text. */
    private void read(String query, Collection<String> ids, Consumer<Object[]> each) {
        for (List<String> part : Parts.of(ids)) {
            try (Stream<Object[]> pairs = entities()
                    .createQuery(query, Object[].class)
                    .setParameter("ids", part)
                    .setHint(AvailableHints.HINT_FETCH_SIZE, FETCHED)
                    .getResultStream()) {
                pairs.forEach(each);
            }
        }
    }

    /**
     * The permissions that each role carries, by the role's id and as places in the list in which they are given. Roles that
     * carry none are left out. The sets must not be changed.
     */
    public Map<String, BitSet> carried(List<Permission> permissions) {
        return graph.broughtOf(permissions.stream()
                .map(permission -> permission.role().getId())
                .toList());
    }

    /**
     * What the roles carry that can be given, by the numbers of role and permission.
     *
     * @throws TooManyException where there are more than {@link RolePermissions#MAX}
     */
    public List<RolePermission> rolePermissions() {
        return RolePermissions.of(roles(), Permissions.of(session, realm), graph);
    }

    /** Whether a user was made a web service of an environment. */
    public boolean isWebservice(UserRoles user, Environment environment) {
        return environment.client() != null
                && user.chosenIn(environment)
                        .contains(environmentRoles
                                .getOrDefault(environment.client().getId(), Map.of())
                                .getOrDefault(WEBSERVICE, ""));
    }

    /**
     * The roles of which a user has at least one who was given a realm role, be it for all environments or for one of them.
     *
     * @param environment the one that is asked for, null for any
     */
    public Set<String> waysTo(Collection<SecurityRole> roles, Environment environment) {
        Set<String> wanted = new HashSet<>();
        roles.forEach(role -> wanted.add(role.role().getId()));
        Set<String> ways = new HashSet<>(wanted);
        environmentRoles.keySet().stream()
                .filter(client -> environment == null
                        || environment.client() != null
                                && client.equals(environment.client().getId()))
                .forEach(client -> graph.markersOf(client).forEach((marker, role) -> {
                    if (wanted.contains(role)) {
                        ways.add(marker);
                    }
                }));
        if (graph.partsOf(defaultRole).stream().anyMatch(ways::contains)) {
            ways.add(defaultRole);
        }
        return ways;
    }
}
