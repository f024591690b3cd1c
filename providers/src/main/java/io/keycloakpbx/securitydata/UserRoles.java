package io.keycloakpbx.securitydata;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The roles of a user, by environment. Users with the same roles have the same object. */
public final class UserRoles {

    private final RoleGraph graph;
    private final Set<String> own;
    private final Set<String> byDefault;
    private final Set<String> given;
    private final Map<String, Set<String>> held = new HashMap<>();

    /**
     * The roles of a user.
     *
     * @param own what the user was given
     * @param byDefault the parts of the realm's default role, if that is among them
     * @param byGroups what the user's groups and those above were given
     */
    UserRoles(RoleGraph graph, Collection<String> own, Collection<String> byDefault, Collection<String> byGroups) {
        this.graph = graph;
        this.own = Set.copyOf(own);
        this.byDefault = Set.copyOf(byDefault);
        this.given = new HashSet<>(own);
        this.given.addAll(byDefault);
        this.given.addAll(byGroups);
    }

    /**
     * Whether the user has a role in an environment: was given it or is in a group that was, or has one that brings it.
     *
     * @param environment null asks for what the user has in all environments
     * @param roleId a realm role or a permission
     */
    public boolean holds(Environment environment, String roleId) {
        return heldIn(environment).contains(roleId);
    }

    /** All roles that the user has in an environment, by their ids. */
    public Set<String> heldIn(Environment environment) {
        return held.computeIfAbsent(key(environment), key -> graph.heldBy(given, key));
    }

    /**
     * The realm roles that the user was given for an environment or for all, be it by the default role, by their ids, and other
     * roles.
     */
    public Set<String> assignedIn(Environment environment) {
        Set<String> roles = standFor(own, environment);
        roles.addAll(standFor(byDefault, environment));
        return roles;
    }

    /** The same without what everybody has by the default role. */
    public Set<String> chosenIn(Environment environment) {
        return standFor(own, environment);
    }

    /** Roles, and those that they stand for in an environment. */
    private Set<String> standFor(Set<String> roles, Environment environment) {
        Map<String, String> markers = graph.markersOf(key(environment));
        Set<String> all = new HashSet<>(roles);
        roles.stream().filter(markers::containsKey).map(markers::get).forEach(all::add);
        return all;
    }

    private static String key(Environment environment) {
        return environment == null || environment.client() == null
                ? RoleGraph.EVERYWHERE
                : environment.client().getId();
    }
}
