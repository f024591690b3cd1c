package io.keycloakpbx.securitydata;

import io.keycloakpbx.store.TooManyException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What the roles of a realm carry. */
public final class RolePermissions {

    /** The most pairs of roles that are looked at in one request. */
    public static final int MAX = 100_000;

    private RolePermissions() {}

    /**
     * All of a realm, by the numbers of role and permission.
     *
     * @throws TooManyException where there are more than {@link #MAX}, or too many roles or permissions
     */
    public static List<RolePermission> of(KeycloakSession session, RealmModel realm) {
        return of(SecurityRoles.of(session, realm), Permissions.of(session, realm), composites(session, realm));
    }

    /** The roles that each role of a realm contains directly, by their ids. */
    static Map<String, List<String>> composites(KeycloakSession session, RealmModel realm) {
        List<Object[]> pairs = TooManyException.requireFew(
                new SecurityDataRows(session, realm).composites(MAX + 1), MAX, "roles in other roles");
        Map<String, List<String>> children = new HashMap<>();
        pairs.forEach(pair -> children.computeIfAbsent((String) pair[0], id -> new ArrayList<>())
                .add((String) pair[1]));
        return children;
    }

    /** The same from what has been read: the ids of the roles that each role contains directly. */
    static List<RolePermission> of(
            Collection<SecurityRole> roles, Collection<Permission> permissions, Map<String, List<String>> children) {
        return of(roles, permissions, new RoleGraph(children, Map.of()));
    }

    /** The same from what is known of the roles. */
    static List<RolePermission> of(
            Collection<SecurityRole> roles, Collection<Permission> permissions, RoleGraph graph) {
        List<Permission> byNumber = permissions.stream()
                .sorted(Comparator.comparingInt(Permission::id))
                .toList();
        Map<String, BitSet> brought = graph.broughtOf(
                byNumber.stream().map(permission -> permission.role().getId()).toList());
        List<RolePermission> carried = new ArrayList<>();
        roles.stream().sorted(Comparator.comparingInt(SecurityRole::id)).forEach(role -> {
            brought.getOrDefault(role.role().getId(), new BitSet()).stream()
                    .forEach(place -> carried.add(new RolePermission(role, byNumber.get(place))));
            if (carried.size() > MAX) {
                throw TooManyException.ofRealm(MAX, "permissions of roles");
            }
        });
        return carried;
    }
}
