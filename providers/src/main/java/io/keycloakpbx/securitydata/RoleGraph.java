package io.keycloakpbx.securitydata;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which roles bring which others: everywhere a composite its parts, and in an environment a role of the environment's
 * client the realm role of the same name. Roles are told apart by their ids.
 */
final class RoleGraph {

    /** What is held in no environment but only everywhere. */
    static final String EVERYWHERE = "";

    private final Map<String, List<String>> composites;
    private final Map<String, Map<String, String>> markers;

    /**
     * A graph.
     *
     * @param composites the parts of each composite
     * @param markers by environment: the roles of its client, with the realm roles that they stand for
     */
    RoleGraph(Map<String, List<String>> composites, Map<String, Map<String, String>> markers) {
        this.composites = composites;
        this.markers = markers;
    }

    /** The parts of a role, without those of its parts. */
    List<String> partsOf(String role) {
        return composites.getOrDefault(role, List.of());
    }

    /** The realm roles that the roles of an environment's client stand for. */
    Map<String, String> markersOf(String environment) {
        return markers.getOrDefault(environment, Map.of());
    }

    /** All that somebody has in an environment who was given these roles: they themselves, and what they bring. */
    Set<String> heldBy(Collection<String> given, String environment) {
        Map<String, String> standFor = markersOf(environment);
        Set<String> held = new HashSet<>(given);
        Deque<String> next = new ArrayDeque<>(given);
        while (!next.isEmpty()) {
            String role = next.pop();
            List<String> brought = new ArrayList<>(partsOf(role));
            if (standFor.containsKey(role)) {
                brought.add(standFor.get(role));
            }
            brought.stream().filter(held::add).forEach(next::push);
        }
        return held;
    }

    /**
     * Which of some roles each role brings everywhere, as places in their list. Roles that bring none are left out. Each part
     * tells its wholes when it has found more, so that it takes no walk of the graph for each role.
     */
    Map<String, BitSet> broughtOf(List<String> wanted) {
        Map<String, List<String>> wholes = new HashMap<>();
        composites.forEach((whole, parts) -> parts.forEach(
                part -> wholes.computeIfAbsent(part, id -> new ArrayList<>()).add(whole)));
        Map<String, BitSet> brought = new HashMap<>();
        Deque<String> changed = new ArrayDeque<>();
        for (int i = 0; i < wanted.size(); i++) {
            brought.computeIfAbsent(wanted.get(i), id -> new BitSet()).set(i);
            changed.add(wanted.get(i));
        }
        while (!changed.isEmpty()) {
            String part = changed.pop();
            BitSet found = brought.get(part);
            for (String whole : wholes.getOrDefault(part, List.of())) {
                BitSet known = brought.computeIfAbsent(whole, id -> new BitSet());
                int before = known.cardinality();
                known.or(found);
                if (known.cardinality() > before) {
                    changed.add(whole);
                }
            }
        }
        return brought;
    }
}
