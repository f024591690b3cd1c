package io.keycloakpbx.securitydata;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Users' roles that were asked for before: many users have the same. All are forgotten when they are too many. */
final class KnownRoles {

    private final RoleGraph graph;
    private final Map<Given, UserRoles> known = new HashMap<>();

    private record Given(BitSet own, BitSet byGroups) {}

    KnownRoles(RoleGraph graph) {
        this.graph = graph;
    }

    /**
     * The roles of a user. The sets must not be changed any more.
     *
     * @param own what the user was given
     * @param byDefault the parts of the realm's default role, if that is among them: follows from {@code own}
     * @param byGroups what the user's groups and those above were given
     */
    UserRoles of(BitSet own, BitSet byDefault, BitSet byGroups) {
        Given given = new Given(own, byGroups);
        UserRoles roles = known.get(given);
        if (roles == null) {
            if (known.size() >= graph.most()) {
                known.clear();
            }
            roles = new UserRoles(graph, own, byDefault, byGroups);
            known.put(given, roles);
        }
        return roles;
    }

    int size() {
        return known.size();
    }
}
