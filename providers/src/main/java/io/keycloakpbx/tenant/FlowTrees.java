package io.keycloakpbx.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.keycloakpbx.tenant.TemplateItem.Kind;
import io.keycloakpbx.tenant.TemplateValue.Member;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Flows with the flows below them, as the template or the realm has them. What protects one flow of a tree may be a step of
 * another, so a tree comes as a whole or stays as a whole.
 */
final class FlowTrees {

    static final Member STEPS = new Member("authenticationExecutions", null);
    static final Member TOP_LEVEL = new Member("topLevel", null);

    private final Map<TemplateItem, TemplateValue> template;
    private final Map<TemplateItem, TemplateValue> realm;

    FlowTrees(Map<TemplateItem, TemplateValue> template, Map<TemplateItem, TemplateValue> realm) {
        this.template = template;
        this.realm = realm;
    }

    /**
     * The flows of all trees that have a flow of the tenant's own, each with such a flow.
     *
     * @param isOwn whether a flow is the tenant's own
     */
    Map<TemplateItem, TemplateItem> withOwn(Predicate<TemplateItem> isOwn) {
        List<Set<TemplateItem>> trees = template.entrySet().stream()
                .filter(item -> item.getKey().kind() == Kind.FLOW && isTopLevel(item.getValue()))
                .map(item -> tree(item.getKey()))
                .toList();
        Map<TemplateItem, TemplateItem> owns = new HashMap<>();
        trees.stream().flatMap(Set::stream).filter(isOwn).forEach(flow -> owns.put(flow, flow));
        // A flow may be below several others.
        for (int before = -1; before != owns.size(); ) {
            before = owns.size();
            trees.forEach(tree -> tree.stream()
                    .filter(owns::containsKey)
                    .findFirst()
                    .ifPresent(own -> tree.forEach(flow -> owns.putIfAbsent(flow, owns.get(own)))));
        }
        return owns;
    }

    private static boolean isTopLevel(TemplateValue flow) {
        return BooleanNode.TRUE.equals(flow.members().get(TOP_LEVEL));
    }

    private Set<TemplateItem> tree(TemplateItem top) {
        Set<TemplateItem> tree = new HashSet<>();
        Deque<TemplateItem> next = new ArrayDeque<>(List.of(top));
        while (!next.isEmpty()) {
            TemplateItem flow = next.pop();
            if (tree.add(flow)) {
                Stream.of(template, realm)
                        .map(side -> steps(side, flow))
                        .filter(Objects::nonNull)
                        .flatMap(steps -> used(steps).stream())
                        .filter(item -> item.kind() == Kind.FLOW)
                        .forEach(next::push);
            }
        }
        return tree;
    }

    /** What is said of a flow's steps, or null. */
    static JsonNode steps(Map<TemplateItem, TemplateValue> side, TemplateItem flow) {
        return side.containsKey(flow) ? side.get(flow).members().get(STEPS) : null;
    }

    /** The flows and configs that steps name. */
    static Set<TemplateItem> used(JsonNode steps) {
        Set<TemplateItem> used = new HashSet<>();
        steps.forEach(step -> {
            if (step.hasNonNull("flowAlias")) {
                used.add(TemplateItem.of(Kind.FLOW, step.get("flowAlias").asText()));
            }
            if (step.hasNonNull("authenticatorConfig")) {
                used.add(TemplateItem.of(
                        Kind.AUTHENTICATOR_CONFIG,
                        step.get("authenticatorConfig").asText()));
            }
        });
        return used;
    }
}
