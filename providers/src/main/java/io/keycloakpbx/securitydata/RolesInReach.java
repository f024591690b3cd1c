package io.keycloakpbx.securitydata;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.GroupModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/**
 * The roles of one user in one environment, by the rules of {@link EffectiveRoles}, for sign-ins: it looks at no more of the realm
 * than the user's roles lead to, which Keycloak mostly has in its caches.
 */
final class RolesInReach {

    private final RealmModel realm;
    private final Environment environment;
    private final Map<String, RoleModel> roles = new HashMap<>();
    private final Map<String, List<String>> composites = new HashMap<>();
    private final Map<String, String> markers = new HashMap<>();
    private final Deque<RoleModel> next = new ArrayDeque<>();
    private final UserRoles held;

    RolesInReach(RealmModel realm, Environment environment, UserModel user) {
        this.realm = realm;
        this.environment = environment;
        List<RoleModel> own = user.getRoleMappingsStream().toList();
        List<RoleModel> byGroups = byGroups(user);
        own.forEach(this::reach);
        byGroups.forEach(this::reach);
        while (!next.isEmpty()) {
            goOn(next.remove());
        }
        RoleGraph graph = new RoleGraph(
                composites,
                environment.client() == null
                        ? Map.of()
                        : Map.of(environment.client().getId(), markers));
        BitSet given = graph.set(ids(own));
        RoleModel everybodys = realm.getDefaultRole();
        String defaultRole = everybodys == null ? "" : everybodys.getId();
        held = new UserRoles(
                graph,
                given,
                graph.has(given, defaultRole) ? graph.set(graph.partsOf(defaultRole)) : new BitSet(),
                graph.set(ids(byGroups)));
    }

    private static List<RoleModel> byGroups(UserModel user) {
        Set<GroupModel> groups = new HashSet<>();
        user.getGroupsStream().forEach(member -> {
            for (GroupModel group = member; group != null && groups.add(group); ) {
                group = group.getParent();
            }
        });
        return groups.stream().flatMap(GroupModel::getRoleMappingsStream).toList();
    }

    private static List<String> ids(List<RoleModel> roles) {
        return roles.stream().map(RoleModel::getId).toList();
    }

    private void reach(RoleModel role) {
        if (roles.putIfAbsent(role.getId(), role) == null) {
            next.add(role);
        }
    }

    private void goOn(RoleModel role) {
        if (role.isComposite()) {
            List<RoleModel> parts = role.getCompositesStream().toList();
            composites.put(role.getId(), ids(parts));
            parts.forEach(this::reach);
        }
        if (isOf(role, environment)) {
            RoleModel stoodFor = realm.getRole(role.getName());
            if (stoodFor != null && SecurityRoles.is(realm, stoodFor)) {
                markers.put(role.getId(), stoodFor.getId());
                reach(stoodFor);
            }
        }
    }

    private static boolean isOf(RoleModel role, Environment environment) {
        return environment.client() != null
                && role.isClientRole()
                && role.getContainerId().equals(environment.client().getId());
    }

    /** Whether the user was given a role that people are given, for the environment or for all, be it by default. */
    boolean wasGivenSome() {
        return areSome(held.assignedIn(environment));
    }

    /** The same without what everybody has by default. */
    boolean wasGivenSomeOfItsOwn() {
        return areSome(held.chosenIn(environment));
    }

    private boolean areSome(Set<String> ids) {
        return ids.stream().anyMatch(id -> SecurityRoles.is(realm, roles.get(id)));
    }

    /** Whether the user was made a web service of the environment. */
    boolean isWebservice() {
        return held.chosenIn(environment).stream()
                .map(roles::get)
                .anyMatch(role -> isOf(role, environment) && role.getName().equals(EffectiveRoles.WEBSERVICE));
    }

    /** The names of the permissions that the user has in the environment, each once, in alphabetical order. */
    List<String> permissions() {
        return held.heldIn(environment).stream()
                .map(roles::get)
                .filter(role -> Permissions.is(realm, role))
                .map(RoleModel::getName)
                .distinct()
                .sorted()
                .toList();
    }
}
