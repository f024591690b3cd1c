package io.keycloakpbx.securitydata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RoleGraphTest {

    private static final List<String> ROLES = List.of("a", "b", "c", "d", "e", "p", "q");
    private static final List<String> MARKERS = List.of("a@1", "b@1", "c@1", "a@2", "b@2");
    private static final List<String> ENVIRONMENTS = List.of(RoleGraph.EVERYWHERE, "1", "2", "3");
    private static final List<String> PERMISSIONS = List.of("p", "q");

    private record Pair(String whole, String part) {}

    private static RoleGraph graph(Set<Pair> composites) {
        Map<String, List<String>> parts = new HashMap<>();
        composites.forEach(pair ->
                parts.computeIfAbsent(pair.whole(), whole -> new ArrayList<>()).add(pair.part()));
        return new RoleGraph(
                parts,
                Map.of(
                        "1", Map.of("a@1", "a", "b@1", "b", "c@1", "c"),
                        "2", Map.of("a@2", "a", "b@2", "b")));
    }

    @Provide
    Arbitrary<Set<Pair>> composites() {
        List<String> all = new ArrayList<>(ROLES);
        all.addAll(MARKERS);
        return Combinators.combine(Arbitraries.of(all), Arbitraries.of(all))
                .as(Pair::new)
                .set()
                .ofMaxSize(15);
    }

    @Provide
    Arbitrary<Set<String>> given() {
        List<String> all = new ArrayList<>(ROLES);
        all.addAll(MARKERS);
        return Arbitraries.of(all).set().ofMaxSize(4);
    }

    /** As the definition says it: what holds is added until nothing more does. */
    private static Set<String> byDefinition(Set<Pair> composites, Set<String> given, String environment) {
        Set<String> held = new HashSet<>(given);
        for (int before = -1; before != held.size(); ) {
            before = held.size();
            for (Pair pair : composites) {
                if (held.contains(pair.whole())) {
                    held.add(pair.part());
                }
            }
            for (String marker : MARKERS) {
                String[] parts = marker.split("@");
                if (held.contains(marker) && parts[1].equals(environment)) {
                    held.add(parts[0]);
                }
            }
        }
        return held;
    }

    private static Set<String> held(RoleGraph graph, Set<String> given, String environment) {
        return graph.ids(graph.heldBy(graph.set(given), environment));
    }

    @Property(tries = 500)
    void whatIsHeldIsWhatTheDefinitionSays(
            @ForAll("composites") Set<Pair> composites,
            @ForAll("given") Set<String> own,
            @ForAll("given") Set<String> byDefault,
            @ForAll("given") Set<String> byGroups) {
        RoleGraph graph = graph(composites);
        UserRoles user = new UserRoles(graph, graph.set(own), graph.set(byDefault), graph.set(byGroups));
        Set<String> assigned = new HashSet<>(own);
        assigned.addAll(byDefault);
        Set<String> all = new HashSet<>(assigned);
        all.addAll(byGroups);
        for (String environment : ENVIRONMENTS) {
            assertThat(held(graph, all, environment)).isEqualTo(byDefinition(composites, all, environment));
        }
        assertThat(user.heldIn(null)).isEqualTo(byDefinition(composites, all, "none"));
        assertThat(user.assignedIn(Environment.DEFAULT)).isEqualTo(assigned);
        assertThat(user.chosenIn(Environment.DEFAULT)).isEqualTo(own);
    }

    @Property(tries = 500)
    void whatRolesBringIsWhatEachOfThemHolds(@ForAll("composites") Set<Pair> composites) {
        RoleGraph graph = graph(composites);
        Map<String, BitSet> brought = graph.broughtOf(PERMISSIONS);
        for (String role : ROLES) {
            Set<String> carried = brought.getOrDefault(role, new BitSet()).stream()
                    .mapToObj(PERMISSIONS::get)
                    .collect(Collectors.toSet());
            Set<String> held = byDefinition(composites, Set.of(role), RoleGraph.EVERYWHERE);
            held.retainAll(PERMISSIONS);
            assertThat(carried).isEqualTo(held);
        }
    }

    @Test
    void aMarkerCountsInItsEnvironmentOnly() {
        RoleGraph graph = graph(Set.of(new Pair("a", "p")));
        assertThat(held(graph, Set.of("a@1"), "1")).containsExactlyInAnyOrder("a@1", "a", "p");
        assertThat(held(graph, Set.of("a@1"), "2")).containsExactly("a@1");
        assertThat(held(graph, Set.of("a@1"), RoleGraph.EVERYWHERE)).containsExactly("a@1");
        assertThat(held(graph, Set.of("a"), "2")).containsExactlyInAnyOrder("a", "p");
    }

    @Test
    void circlesEnd() {
        RoleGraph graph = graph(Set.of(new Pair("a", "b"), new Pair("b", "a"), new Pair("b", "p")));
        assertThat(held(graph, Set.of("a"), "1")).containsExactlyInAnyOrder("a", "b", "p");
        assertThat(graph.broughtOf(List.of("p", "q")).get("a").stream().toArray())
                .containsExactly(0);
    }

    private static final int MANY = 5000;

    /** Each role has the next one in it, and a permission. */
    private static RoleGraph chain() {
        Map<String, List<String>> parts = new HashMap<>();
        for (int i = 0; i < MANY; i++) {
            parts.put("r" + i, List.of("r" + (i + 1), "p" + i));
        }
        return new RoleGraph(parts, Map.of());
    }

    @Test
    void eachRoleOfAChainIsLookedAtAFewTimesOnly() {
        List<String> permissions =
                IntStream.range(0, MANY).mapToObj(i -> "p" + i).toList();
        RoleGraph graph = chain();
        Map<String, BitSet> brought = graph.broughtOf(permissions);
        assertThat(graph.steps()).isBetween(2L * MANY, 4L * MANY);
        assertThat(brought.get("r0").cardinality()).isEqualTo(MANY);
        assertThat(brought.get("r4990").stream().toArray())
                .containsExactly(IntStream.range(4990, MANY).toArray());
        assertThat(brought).doesNotContainKey("r" + MANY);
        long before = graph.steps();
        assertThat(held(graph, Set.of("r0"), RoleGraph.EVERYWHERE)).hasSize(2 * MANY + 1);
        assertThat(graph.steps() - before).isEqualTo(2L * MANY);
    }

    @Test
    void rolesThatBringTheSameShareIt() {
        Map<String, List<String>> parts = new HashMap<>();
        for (int i = 0; i < MANY; i++) {
            parts.put("r" + i, List.of(i + 1 < MANY ? "r" + (i + 1) : "p"));
        }
        Map<String, BitSet> brought = new RoleGraph(parts, Map.of()).broughtOf(List.of("p"));
        assertThat(brought.get("r0")).isSameAs(brought.get("r" + (MANY - 1)));
    }

    @Test
    void userRolesAreRememberedWithinBoundsHoweverTheyAreCombined() {
        RoleGraph graph = chain();
        KnownRoles known = new KnownRoles(graph);
        List<String> all = IntStream.range(0, MANY).mapToObj(i -> "r" + i).toList();
        BitSet everybodys = graph.set(all.subList(0, 1));
        int most = 0;
        for (int i = 0; i < 2 * graph.most(); i++) {
            BitSet byGroups = graph.set(all.subList(MANY - 1 - i % 7, MANY));
            for (int bit = 0; bit < 14; bit++) {
                if ((i >> bit & 1) == 1) {
                    graph.add(all.get(100 + bit), byGroups);
                }
            }
            UserRoles user = known.of(everybodys, new BitSet(), byGroups);
            assertThat(user.holds(null, "p1")).isTrue();
            most = Math.max(most, Math.max(known.size(), graph.remembered()));
        }
        // Some 10,000 bits each, for all users together not more than 8 MB.
        assertThat(most).isBetween(1000, (1 << 26) / (2 * MANY));
        assertThat(graph.most()).isLessThanOrEqualTo((1 << 26) / (2 * MANY));
    }

    @Test
    void usersWithTheSameRolesHaveTheSameObject() {
        RoleGraph graph = graph(Set.of(new Pair("a", "p")));
        KnownRoles known = new KnownRoles(graph);
        UserRoles one = known.of(graph.set(Set.of("a")), new BitSet(), new BitSet());
        assertThat(known.of(graph.set(Set.of("a")), new BitSet(), new BitSet())).isSameAs(one);
        assertThat(known.of(new BitSet(), new BitSet(), graph.set(Set.of("a")))).isNotSameAs(one);
    }
}
