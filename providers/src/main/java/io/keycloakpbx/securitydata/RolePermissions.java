package io.keycloakpbx.securitydata;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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
     * @throws SecurityRoles.TooManyRolesException where there are too many roles or permissions
     * @throws TooManyPairsException where there are more than {@link #MAX}
     */
    public static List<RolePermission> of(KeycloakSession session, RealmModel realm) {
        List<Object[]> pairs = new SecurityDataRows(session, realm).composites(MAX + 1);
        if (pairs.size() > MAX) {
            throw new TooManyPairsException();
        }
        Map<String, List<String>> children = new HashMap<>();
        pairs.forEach(pair -> children.computeIfAbsent((String) pair[0], id -> new ArrayList<>())
                .add((String) pair[1]));
        return of(SecurityRoles.of(session, realm), Permissions.of(session, realm), children);
    }

    /** The same from what has been read: the ids of the roles that each role contains directly. */
    static List<RolePermission> of(
            Collection<SecurityRole> roles, Collection<Permission> permissions, Map<String, List<String>> children) {
        Map<String, Permission> byRole = permissions.stream()
                .collect(Collectors.toMap(permission -> permission.role().getId(), Function.identity()));
        List<RolePermission> carried = new ArrayList<>();
        for (SecurityRole role : roles) {
            within(role.role().getId(), children).stream()
                    .map(byRole::get)
                    .filter(permission -> permission != null)
                    .sorted(Comparator.comparingInt(Permission::id))
                    .forEach(permission -> carried.add(new RolePermission(role, permission)));
            if (carried.size() > MAX) {
                throw new TooManyPairsException();
            }
        }
        carried.sort(Comparator.<RolePermission>comparingInt(pair -> pair.role().id())
                .thenComparingInt(pair -> pair.permission().id()));
        return carried;
    }

    /** A role and all that it contains, however deep; a circle ends where it began. */
    private static Set<String> within(String id, Map<String, List<String>> children) {
        Set<String> all = new LinkedHashSet<>();
        Deque<String> next = new ArrayDeque<>(List.of(id));
        while (!next.isEmpty()) {
            String role = next.pop();
            if (all.add(role)) {
                next.addAll(children.getOrDefault(role, List.of()));
            }
        }
        return all;
    }

    /** More pairs of roles than can be looked at in one request. */
    public static final class TooManyPairsException extends RuntimeException {

        private static final long serialVersionUID = 1;

        TooManyPairsException() {
            super("The roles of the realm contain more than " + MAX
                    + " roles or permissions, the most that can be asked for here");
        }
    }
}
