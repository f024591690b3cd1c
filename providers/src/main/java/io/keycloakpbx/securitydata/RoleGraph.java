package io.keycloakpbx.securitydata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which roles bring which others: everywhere a composite its parts, and in an environment a role of the environment's
 * client the realm role of the same name. Roles are told apart by their ids. Sets of them are kept as bits, at the place that
 * each role has here, as a realm can have many roles and many different sets of them.
 */
final class RoleGraph {

    /** What is held in no environment but only everywhere. */
    static final String EVERYWHERE = "";

    /** How many sets of roles are remembered at once. */
    private static final int MOST_SETS = 5000;

    /** How many bits they may have, 8 MB. */
    private static final long MOST_BITS = 1 << 26;

    private static final int[] NONE = {};

    private final Map<String, List<String>> composites;
    private final Map<String, Map<String, String>> markers;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<String> roles = new ArrayList<>();
    private final List<int[]> parts = new ArrayList<>();
    private final Map<String, Map<Integer, Integer>> markerPlaces = new HashMap<>();
    private final Map<Held, BitSet> remembered = new HashMap<>();
    private long steps;

    private record Held(UserRoles user, String environment) {}

    /**
     * A graph.
     *
     * @param composites the parts of each composite
     * @param markers by environment: the roles of its client, with the realm roles that they stand for
     */
    RoleGraph(Map<String, List<String>> composites, Map<String, Map<String, String>> markers) {
        this.composites = composites;
        this.markers = markers;
        composites.forEach((whole, brought) -> {
            int place = place(whole);
            parts.set(place, brought.stream().mapToInt(this::place).toArray());
        });
        markers.forEach((environment, roles) -> {
            Map<Integer, Integer> standFor = new HashMap<>();
            roles.forEach((marker, role) -> standFor.put(place(marker), place(role)));
            markerPlaces.put(environment, standFor);
        });
    }

    private int place(String role) {
        Integer known = places.get(role);
        if (known != null) {
            return known;
        }
        int place = roles.size();
        places.put(role, place);
        roles.add(role);
        parts.add(NONE);
        return place;
    }

    /** Adds a role to a set. */
    void add(String role, BitSet set) {
        set.set(place(role));
    }

    /** Roles as a set. */
    BitSet set(Collection<String> ids) {
        BitSet set = new BitSet();
        ids.forEach(role -> add(role, set));
        return set;
    }

    /** The ids of the roles of a set. */
    Set<String> ids(BitSet set) {
        Set<String> ids = new HashSet<>();
        set.stream().mapToObj(roles::get).forEach(ids::add);
        return ids;
    }

    /** Whether a set has a role. */
    boolean has(BitSet set, String role) {
        Integer place = places.get(role);
        return place != null && set.get(place);
    }

    /** How many sets of roles may be remembered: the fewer the more roles there are. */
    int most() {
        return (int) Math.max(1, Math.min(MOST_SETS, MOST_BITS / Math.max(1, roles.size())));
    }

    /** How many of them are, of {@link #held}. */
    int remembered() {
        return remembered.size();
    }

    /** How many parts have been looked at until now. */
    long steps() {
        return steps;
    }

    /** The parts of a role, without those of its parts. */
    List<String> partsOf(String role) {
        return composites.getOrDefault(role, List.of());
    }

    /** The realm roles that the roles of an environment's client stand for. */
    Map<String, String> markersOf(String environment) {
        return markers.getOrDefault(environment, Map.of());
    }

    /** What {@link #heldBy} says of a user's roles, remembered for a while. It must not be changed. */
    BitSet held(UserRoles user, BitSet given, String environment) {
        Held key = new Held(user, environment);
        BitSet held = remembered.get(key);
        if (held == null) {
            if (remembered.size() >= most()) {
                remembered.clear();
            }
            held = heldBy(given, environment);
            remembered.put(key, held);
        }
        return held;
    }

    /** All that somebody has in an environment who was given these roles: they themselves, and what they bring. */
    BitSet heldBy(BitSet given, String environment) {
        Map<Integer, Integer> standFor = markerPlaces.getOrDefault(environment, Map.of());
        BitSet held = (BitSet) given.clone();
        IntStack next = new IntStack();
        given.stream().forEach(next::push);
        while (!next.isEmpty()) {
            int role = next.pop();
            for (int part : parts.get(role)) {
                hold(part, held, next);
            }
            Integer stoodFor = standFor.get(role);
            if (stoodFor != null) {
                hold(stoodFor, held, next);
            }
        }
        return held;
    }

    private void hold(int role, BitSet held, IntStack next) {
        steps++;
        if (!held.get(role)) {
            held.set(role);
            next.push(role);
        }
    }

    /**
     * Which of some roles each role brings everywhere, as places in their list. Roles that bring none are left out. The sets
     * must not be changed: roles that bring the same may share one.
     */
    Map<String, BitSet> broughtOf(List<String> wanted) {
        Map<Integer, BitSet> own = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            own.computeIfAbsent(place(wanted.get(i)), place -> new BitSet()).set(i);
        }
        BitSet[] brought = new Walk(own).brought();
        Map<String, BitSet> found = new HashMap<>();
        for (int role = 0; role < brought.length; role++) {
            if (brought[role] != null) {
                found.put(roles.get(role), brought[role]);
            }
        }
        return found;
    }

    /**
     * A walk through all roles that is done with the parts of a role before the role itself, and with roles that contain each
     * other at once (Tarjan's algorithm), so that each part is looked at once for what it brings.
     */
    private final class Walk {

        private final Map<Integer, BitSet> own;
        private final BitSet[] brought = new BitSet[roles.size()];
        /** When a role was met, from 1 on. */
        private final int[] met = new int[roles.size()];
        /** The earliest role that one of the open ones leads back to. */
        private final int[] low = new int[roles.size()];

        private final int[] nextPart = new int[roles.size()];
        private final BitSet open = new BitSet();
        private final IntStack opened = new IntStack();
        private final IntStack path = new IntStack();
        private int count;

        Walk(Map<Integer, BitSet> own) {
            this.own = own;
        }

        BitSet[] brought() {
            for (int role = 0; role < brought.length; role++) {
                if (met[role] == 0) {
                    meet(role);
                    while (!path.isEmpty()) {
                        goOn(path.peek());
                    }
                }
            }
            return brought;
        }

        private void meet(int role) {
            count++;
            met[role] = count;
            low[role] = count;
            open.set(role);
            opened.push(role);
            path.push(role);
        }

        private void goOn(int role) {
            int[] of = parts.get(role);
            if (nextPart[role] < of.length) {
                int part = of[nextPart[role]];
                nextPart[role]++;
                steps++;
                if (met[part] == 0) {
                    meet(part);
                } else if (open.get(part)) {
                    low[role] = Math.min(low[role], met[part]);
                }
                return;
            }
            path.pop();
            if (!path.isEmpty()) {
                low[path.peek()] = Math.min(low[path.peek()], low[role]);
            }
            if (low[role] == met[role]) {
                close(opened.popTo(role));
            }
        }

        /** Roles that contain each other bring the same. What they bring of others is known. */
        private void close(int[] circle) {
            Union union = new Union();
            for (int role : circle) {
                union.add(own.get(role));
                for (int part : parts.get(role)) {
                    steps++;
                    union.add(brought[part]);
                }
            }
            for (int role : circle) {
                open.clear(role);
                brought[role] = union.set;
            }
        }
    }

    /** A union of sets, which is one of them as long as there is only one. */
    private static final class Union {

        private BitSet set;
        private boolean isCopy;

        void add(BitSet other) {
            if (set == null) {
                set = other;
            } else if (other != null && other != set) {
                if (!isCopy) {
                    set = (BitSet) set.clone();
                    isCopy = true;
                }
                set.or(other);
            }
        }
    }

    private static final class IntStack {

        private int[] items = new int[64];
        private int size;

        boolean isEmpty() {
            return size == 0;
        }

        void push(int item) {
            if (size == items.length) {
                items = Arrays.copyOf(items, size * 2);
            }
            items[size] = item;
            size++;
        }

        int pop() {
            size--;
            return items[size];
        }

        int peek() {
            return items[size - 1];
        }

        /** Takes all items down to one that is there, with it. */
        int[] popTo(int item) {
            int from = size - 1;
            while (items[from] != item) {
                from--;
            }
            int[] taken = Arrays.copyOfRange(items, from, size);
            size = from;
            return taken;
        }
    }
}
