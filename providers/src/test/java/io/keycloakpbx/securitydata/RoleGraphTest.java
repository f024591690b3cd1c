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

    @Property(tries = 500)
    void whatIsHeldIsWhatTheDefinitionSays(
            @ForAll("composites") Set<Pair> composites,
            @ForAll("given") Set<String> own,
            @ForAll("given") Set<String> byDefault,
            @ForAll("given") Set<String> byGroups) {
        RoleGraph graph = graph(composites);
        UserRoles user = new UserRoles(graph, own, byDefault, byGroups);
        Set<String> assigned = new HashSet<>(own);
        assigned.addAll(byDefault);
        Set<String> all = new HashSet<>(assigned);
        all.addAll(byGroups);
        for (String environment : ENVIRONMENTS) {
            assertThat(graph.heldBy(all, environment)).isEqualTo(byDefinition(composites, all, environment));
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
        assertThat(graph.heldBy(Set.of("a@1"), "1")).containsExactlyInAnyOrder("a@1", "a", "p");
        assertThat(graph.heldBy(Set.of("a@1"), "2")).containsExactly("a@1");
        assertThat(graph.heldBy(Set.of("a@1"), RoleGraph.EVERYWHERE)).containsExactly("a@1");
        assertThat(graph.heldBy(Set.of("a"), "2")).containsExactlyInAnyOrder("a", "p");
    }

    @Test
    void circlesEnd() {
        RoleGraph graph = graph(Set.of(new Pair("a", "b"), new Pair("b", "a"), new Pair("b", "p")));
        assertThat(graph.heldBy(Set.of("a"), "1")).containsExactlyInAnyOrder("a", "b", "p");
        assertThat(graph.broughtOf(List.of("p", "q")).get("a").stream().toArray())
                .containsExactly(0);
    }
}
