package io.keycloakpbx.securitydata;

import java.util.BitSet;
import java.util.Set;

/** The roles of a user, by environment. Users with the same roles mostly have the same object. */
public final class UserRoles {

    private final RoleGraph graph;
    private final BitSet own;
    private final BitSet byDefault;
    private final BitSet given;

    /** What was asked for last, which is mostly asked for again. */
    private String lastEnvironment;

    private BitSet lastHeld;

    /**
     * The roles of a user.
     *
     * @param own what the user was given
     * @param byDefault the parts of the realm's default role, if that is among them
     * @param byGroups what the user's groups and those above were given
     */
    UserRoles(RoleGraph graph, BitSet own, BitSet byDefault, BitSet byGroups) {
        this.graph = graph;
        this.own = own;
        this.byDefault = byDefault;
        this.given = (BitSet) own.clone();
        this.given.or(byDefault);
        this.given.or(byGroups);
    }

    /**
     * Whether the user has a role in an environment: was given it or is in a group that was, or has one that brings it.
     *
     * @param environment null asks for what the user has in all environments
     * @param roleId a realm role or a permission
     */
    public boolean holds(Environment environment, String roleId) {
        return graph.has(held(environment), roleId);
    }

    /** All roles that the user has in an environment, by their ids. */
    public Set<String> heldIn(Environment environment) {
        return graph.ids(held(environment));
    }

    private BitSet held(Environment environment) {
        String key = key(environment);
        if (!key.equals(lastEnvironment)) {
            lastHeld = graph.held(this, given, key);
            lastEnvironment = key;
        }
        return lastHeld;
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
    private Set<String> standFor(BitSet roles, Environment environment) {
        Set<String> all = graph.ids(roles);
        graph.markersOf(key(environment)).forEach((marker, role) -> {
            if (graph.has(roles, marker)) {
                all.add(role);
            }
        });
        return all;
    }

    private static String key(Environment environment) {
        return environment == null || environment.client() == null
                ? RoleGraph.EVERYWHERE
                : environment.client().getId();
    }
}
