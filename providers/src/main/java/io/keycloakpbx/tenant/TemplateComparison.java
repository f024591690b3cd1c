package io.keycloakpbx.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.keycloakpbx.tenant.TemplateDifference.Action;
import io.keycloakpbx.tenant.TemplateItem.Kind;
import io.keycloakpbx.tenant.TemplateValue.Member;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of a template is to come into a tenant. What the realm lacks comes. What it has otherwise comes where the realm
 * still says what an earlier template said. All else is the tenant's own and stays.
 */
final class TemplateComparison {

    private static final String OWN = "changed or made in the tenant";
    private static final String REMOVED = "removed in the tenant";
    private static final String UNKNOWN = "the tenant does not remember what it got from a template";
    private static final String OTHER_KIND = "the tenant has another kind of flow by this name";
    private static final String NO_STEP = "no flow of the tenant would use it";

    /** Told with the object that they come with. */
    private static final Set<Kind> COMES_ALONG =
            Set.of(Kind.CLIENT_SCOPE_MAPPER, Kind.CLIENT_MAPPER, Kind.CLIENTS_CLIENT_SCOPE);

    private static final Member STEPS = new Member("authenticationExecutions", null);
    private static final Member TOP_LEVEL = new Member("topLevel", null);
    private static final List<Member> KIND_OF_FLOW = List.of(new Member("providerId", null), TOP_LEVEL);

    private final Map<TemplateItem, TemplateValue> template;
    private final Map<TemplateItem, TemplateValue> realm;
    private final TemplateMemory memory;

    private TemplateComparison(
            Map<TemplateItem, TemplateValue> template, Map<TemplateItem, TemplateValue> realm, TemplateMemory memory) {
        this.template = template;
        this.realm = realm;
        this.memory = memory;
    }

    /**
     * All differences, in the order of the template's items.
     *
     * @param realm what the realm says of the template's items, and of what these need; more does not matter
     */
    static List<TemplateDifference> of(
            Map<TemplateItem, TemplateValue> template, Map<TemplateItem, TemplateValue> realm, TemplateMemory memory) {
        return new TemplateComparison(template, realm, memory).differences();
    }

    private List<TemplateDifference> differences() {
        List<TemplateDifference> found = new ArrayList<>();
        template.forEach((item, wanted) -> {
            // A part of what is nowhere, such as a scope of a feature that the server does without.
            if (wanted.needs().stream().allMatch(need -> realm.containsKey(need) || template.containsKey(need))) {
                compare(item, wanted, realm.get(item), found);
            }
        });
        return withoutUnused(found);
    }

    private void compare(TemplateItem item, TemplateValue wanted, TemplateValue there, List<TemplateDifference> found) {
        if (there == null) {
            lacking(item, wanted, found);
            return;
        }
        if (item.kind() == Kind.FLOW && isAnotherKind(wanted, there)) {
            found.add(new TemplateDifference(
                    item, Action.KEPT, pick(there, KIND_OF_FLOW), pick(wanted, KIND_OF_FLOW), OTHER_KIND));
            return;
        }
        Map<Member, JsonNode> changed = new LinkedHashMap<>();
        Map<String, Map<Member, JsonNode>> kept = new LinkedHashMap<>();
        wanted.members().forEach((member, value) -> {
            JsonNode now = there.members().get(member);
            if (isSame(value, now)) {
                return;
            }
            if (now == null ? !memory.has(item, member) : memory.has(item, member, now)) {
                changed.put(member, value);
            } else {
                String why = now == null ? REMOVED : memory.isEmpty() ? UNKNOWN : OWN;
                kept.computeIfAbsent(why, any -> new LinkedHashMap<>()).put(member, value);
            }
        });
        if (!changed.isEmpty()) {
            found.add(new TemplateDifference(item, Action.CHANGE, pick(there, changed.keySet()), changed, null));
        }
        kept.forEach((why, members) ->
                found.add(new TemplateDifference(item, Action.KEPT, pick(there, members.keySet()), members, why)));
    }

    private void lacking(TemplateItem item, TemplateValue wanted, List<TemplateDifference> found) {
        // A switch that is off is as good as none.
        if (isSame(wanted.members().get(Member.ONLY), null)) {
            return;
        }
        boolean comesWithWhatItNeeds = !realm.keySet().containsAll(wanted.needs());
        if (comesWithWhatItNeeds && COMES_ALONG.contains(item.kind()) && !realm.containsKey(owner(item))) {
            return;
        }
        boolean had = wanted.members().keySet().stream().anyMatch(member -> memory.has(item, member));
        boolean comes = !had || item.kind().isObject() || comesWithWhatItNeeds;
        found.add(new TemplateDifference(
                item, comes ? Action.ADD : Action.KEPT, Map.of(), wanted.members(), had ? REMOVED : null));
    }

    private static TemplateItem owner(TemplateItem part) {
        return TemplateItem.of(part.kind() == Kind.CLIENT_SCOPE_MAPPER ? Kind.CLIENT_SCOPE : Kind.CLIENT, part.owner());
    }

    private static boolean isSame(JsonNode wanted, JsonNode now) {
        return now == null ? wanted != null && wanted.isBoolean() && !wanted.asBoolean() : now.equals(wanted);
    }

    private static boolean isAnotherKind(TemplateValue wanted, TemplateValue there) {
        return KIND_OF_FLOW.stream()
                .anyMatch(member -> wanted.members().containsKey(member)
                        && !wanted.members().get(member).equals(there.members().get(member)));
    }

    private static Map<Member, JsonNode> pick(TemplateValue value, Iterable<Member> members) {
        Map<Member, JsonNode> picked = new LinkedHashMap<>();
        members.forEach(member -> {
            if (value.members().containsKey(member)) {
                picked.put(member, value.members().get(member));
            }
        });
        return picked;
    }

    /** Flows below others and configs of steps come where a flow that comes, or changes, has them as a step. */
    private List<TemplateDifference> withoutUnused(List<TemplateDifference> found) {
        Set<TemplateItem> used = new HashSet<>();
        for (int before = -1; before != used.size(); ) {
            before = used.size();
            for (TemplateDifference difference : found) {
                if (!difference.isKept()
                        && difference.item().kind() == Kind.FLOW
                        && (!isBelow(difference) || used.contains(difference.item()))
                        && difference.to().containsKey(STEPS)) {
                    used.addAll(usedBy(difference.to().get(STEPS)));
                }
            }
        }
        return found.stream()
                .map(difference -> difference.action() == Action.ADD
                                && (isBelow(difference) || difference.item().kind() == Kind.AUTHENTICATOR_CONFIG)
                                && !used.contains(difference.item())
                        ? new TemplateDifference(difference.item(), Action.KEPT, Map.of(), difference.to(), NO_STEP)
                        : difference)
                .toList();
    }

    private static boolean isBelow(TemplateDifference difference) {
        return difference.action() == Action.ADD
                && difference.item().kind() == Kind.FLOW
                && !BooleanNode.TRUE.equals(difference.to().get(TOP_LEVEL));
    }

    private static Set<TemplateItem> usedBy(JsonNode steps) {
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
