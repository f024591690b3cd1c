package io.keycloakpbx.securitydata;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.Parts;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

    /** How many different sets of roles are remembered before all are forgotten. */
    private static final int REMEMBERED = 1000;

    private static final String CACHE = EffectiveRoles.class.getName() + '/';

    private final KeycloakSession session;
    private final RealmModel realm;
    private final RoleGraph graph;

    /** The roles of environments' clients by name, by client. */
    private final Map<String, Map<String, String>> environmentRoles;

    private final Map<String, Group> groups = new HashMap<>();
    private final Map<Set<String>, Map<Set<String>, UserRoles>> known = new HashMap<>();

    private record Group(String parent, Set<String> roles) {}

    private EffectiveRoles(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.environmentRoles = environmentRoles();
        this.graph = new RoleGraph(RolePermissions.composites(session, realm), markers());
    }

    /**
     * What a realm's roles bring.
     *
     * @throws SecurityRoles.TooManyRolesException where the realm has more roles than can be looked at
     * @throws RolePermissions.TooManyPairsException where it has more composites
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

    private EntityManager entities() {
        return Database.entities(session);
    }

    private Map<String, Map<String, String>> environmentRoles() {
        List<String> clients = Environments.of(session, realm).stream()
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
        SecurityRoles.of(session, realm)
                .forEach(role -> realmRoles.put(role.name(), role.role().getId()));
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
        Map<String, Set<String>> given =
                pairs("select m.user.id, m.roleId from UserRoleMappingEntity m where m.user.id in :ids", userIds);
        Map<String, Set<String>> memberships =
                pairs("select m.user.id, m.groupId from UserGroupMembershipEntity m where m.user.id in :ids", userIds);
        Set<String> joined = new HashSet<>();
        memberships.values().forEach(joined::addAll);
        learn(joined);
        if (known.size() > REMEMBERED) {
            known.clear();
        }
        Map<String, UserRoles> found = new LinkedHashMap<>();
        userIds.forEach(user -> {
            Set<String> byGroups = new HashSet<>();
            memberships.getOrDefault(user, Set.of()).forEach(group -> addRoles(group, byGroups));
            found.put(user, of(given.getOrDefault(user, Set.of()), byGroups));
        });
        return found;
    }

    /** The roles of one user, wherever the user is kept. */
    public UserRoles of(UserModel user) {
        Set<String> byGroups = new HashSet<>();
        user.getGroupsStream().forEach(member -> {
            Set<String> seen = new HashSet<>();
            for (GroupModel group = member; group != null && seen.add(group.getId()); group = group.getParent()) {
                group.getRoleMappingsStream().map(RoleModel::getId).forEach(byGroups::add);
            }
        });
        return of(user.getRoleMappingsStream().map(RoleModel::getId).toList(), byGroups);
    }

    private UserRoles of(Collection<String> given, Set<String> byGroups) {
        Set<String> own = Set.copyOf(given);
        RoleModel defaultRole = realm.getDefaultRole();
        List<String> byDefault = defaultRole != null && own.contains(defaultRole.getId())
                ? graph.partsOf(defaultRole.getId())
                : List.of();
        return known.computeIfAbsent(own, key -> new HashMap<>())
                .computeIfAbsent(byGroups, key -> new UserRoles(graph, own, byDefault, byGroups));
    }

    /** Groups that are not known yet, with their roles, and those above them. */
    private void learn(Collection<String> wanted) {
        Set<String> unknown = new HashSet<>(wanted);
        unknown.removeAll(groups.keySet());
        while (!unknown.isEmpty()) {
            Map<String, Set<String>> parents =
                    pairs("select g.id, g.parentId from GroupEntity g where g.id in :ids", unknown);
            Map<String, Set<String>> roles = pairs(
                    "select m.group.id, m.roleId from GroupRoleMappingEntity m where m.group.id in :ids", unknown);
            Set<String> above = new HashSet<>();
            unknown.forEach(id -> {
                String parent = parents.getOrDefault(id, Set.of()).stream()
                        .filter(group -> group != null && !GroupEntity.TOP_PARENT_ID.equals(group))
                        .findFirst()
                        .orElse(null);
                groups.put(id, new Group(parent, roles.getOrDefault(id, Set.of())));
                if (parent != null) {
                    above.add(parent);
                }
            });
            above.removeAll(groups.keySet());
            unknown = above;
        }
    }

    private void addRoles(String groupId, Set<String> roles) {
        Set<String> seen = new HashSet<>();
        for (String id = groupId; id != null && seen.add(id); ) {
            Group group = groups.get(id);
            roles.addAll(group.roles());
            id = group.parent();
        }
    }

    private Map<String, Set<String>> pairs(String query, Collection<String> ids) {
        Map<String, Set<String>> pairs = new HashMap<>();
        for (List<String> part : Parts.of(ids)) {
            entities()
                    .createQuery(query, Object[].class)
                    .setParameter("ids", part)
                    .getResultList()
                    .forEach(pair -> pairs.computeIfAbsent((String) pair[0], id -> new HashSet<>())
                            .add((String) pair[1]));
        }
        return pairs;
    }

    /**
     * The permissions that each role carries, by the role's id and in the order in which they are given. Roles that carry none
     * are left out.
     */
    public Map<String, List<Permission>> carried(List<Permission> permissions) {
        Map<String, BitSet> brought = graph.broughtOf(permissions.stream()
                .map(permission -> permission.role().getId())
                .toList());
        Map<String, List<Permission>> carried = new HashMap<>();
        brought.forEach((role, places) -> {
            List<Permission> found = new ArrayList<>();
            places.stream().mapToObj(permissions::get).forEach(found::add);
            carried.put(role, found);
        });
        return carried;
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
        RoleModel defaultRole = realm.getDefaultRole();
        if (defaultRole != null && graph.partsOf(defaultRole.getId()).stream().anyMatch(ways::contains)) {
            ways.add(defaultRole.getId());
        }
        return ways;
    }
}
