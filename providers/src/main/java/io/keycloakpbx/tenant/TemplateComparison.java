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
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What of a template is to come into a tenant. What the realm lacks comes. What it has otherwise comes where the realm
 * still says what an earlier template said. All else is the tenant's own and stays.
 */
final class TemplateComparison {

    private static final Member SERVICE_ACCOUNT = new Member("serviceAccountsEnabled", null);

    private static final Set<Kind> GIVE_RIGHTS =
            Set.of(Kind.SERVICE_ACCOUNT_ROLE, Kind.SCOPE_MAPPING, Kind.COMPOSITE_ROLE, Kind.GROUP_ROLE);

    /** Told with the object that they come with. */
    private static final Set<Kind> COMES_ALONG =
            Set.of(Kind.CLIENT_SCOPE_MAPPER, Kind.CLIENT_MAPPER, Kind.CLIENTS_CLIENT_SCOPE);

    private static final List<Member> KIND_OF_FLOW = List.of(new Member("providerId", null), FlowTrees.TOP_LEVEL);

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
        return possible(withoutUnused(inWholeTrees(found)));
    }

    private void compare(TemplateItem item, TemplateValue wanted, TemplateValue there, List<TemplateDifference> found) {
        if (there == null) {
            lacking(item, wanted, found);
            return;
        }
        if (item.kind() == Kind.FLOW && isAnotherKind(wanted, there)) {
            found.add(new TemplateDifference(
                    item,
                    Action.KEPT,
                    pick(there, KIND_OF_FLOW),
                    pick(wanted, KIND_OF_FLOW),
                    TemplateReason.OTHER_KIND));
            return;
        }
        // What is missing in a role of the tenant's own would make it one of the template's.
        boolean isOwnRole = item.kind() == Kind.REALM_ROLE && isForeign(item, realm, memory);
        Map<Member, JsonNode> changed = new LinkedHashMap<>();
        Map<TemplateReason, Map<Member, JsonNode>> kept = new LinkedHashMap<>();
        wanted.members().forEach((member, value) -> {
            JsonNode now = there.members().get(member);
            if (isSame(value, now)) {
                return;
            }
            if (isOwnRole) {
                kept.computeIfAbsent(TemplateReason.UNKNOWN, any -> new LinkedHashMap<>())
                        .put(member, value);
            } else if (now == null ? !memory.has(item, member) : memory.has(item, member, now)) {
                changed.put(member, value);
            } else {
                TemplateReason why = now == null
                        ? TemplateReason.REMOVED
                        : memory.has(item, member) ? TemplateReason.OWN : TemplateReason.UNKNOWN;
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
        boolean had = memory.has(item);
        boolean comes = !had || item.kind().isObject() || comesWithWhatItNeeds;
        found.add(new TemplateDifference(
                item,
                comes ? Action.ADD : Action.KEPT,
                Map.of(),
                wanted.members(),
                had ? TemplateReason.REMOVED : null));
    }

    private static TemplateItem owner(TemplateItem part) {
        Kind kind =
                switch (part.kind()) {
                    case CLIENT_SCOPE_MAPPER -> Kind.CLIENT_SCOPE;
                    case COMPOSITE_ROLE -> Kind.REALM_ROLE;
                    case GROUP_ROLE -> Kind.GROUP;
                    default -> Kind.CLIENT;
                };
        return TemplateItem.of(kind, part.owner());
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

    /** No flow changes where another one of its tree stays, and no binding leads to a flow that stays. */
    private List<TemplateDifference> inWholeTrees(List<TemplateDifference> found) {
        Set<TemplateItem> staying = found.stream()
                .filter(difference -> difference.isKept() && difference.item().kind() == Kind.FLOW)
                .filter(difference -> TemplateReason.OTHER_KIND.equals(difference.why())
                        || difference.to().containsKey(FlowTrees.STEPS))
                .map(TemplateDifference::item)
                .collect(Collectors.toSet());
        Map<TemplateItem, TemplateItem> owns =
                new FlowTrees(template, realm).withOwn(flow -> staying.contains(flow) || isBesidesAndOwn(flow));
        return mapped(found, difference -> {
            TemplateItem flow = difference.item().kind() == Kind.FLOW_BINDING
                    ? TemplateItem.of(
                            Kind.FLOW, difference.to().get(Member.ONLY).asText())
                    : difference.item();
            return owns.containsKey(flow) && !isBelow(difference) ? TemplateReason.withFlow(owns.get(flow)) : null;
        });
    }

    /** The tenant's own steps of which the template says nothing, such as those of a flow that it has no more. */
    private boolean isBesidesAndOwn(TemplateItem flow) {
        JsonNode steps = FlowTrees.steps(realm, flow);
        return steps != null && FlowTrees.steps(template, flow) == null && !memory.has(flow, FlowTrees.STEPS, steps);
    }

    /** Keeps what there is a reason for. */
    private static List<TemplateDifference> mapped(
            List<TemplateDifference> found, Function<TemplateDifference, TemplateReason> why) {
        return found.stream()
                .map(difference -> {
                    TemplateReason reason = difference.isKept() ? null : why.apply(difference);
                    return reason == null
                            ? difference
                            : new TemplateDifference(
                                    difference.item(), Action.KEPT, difference.from(), difference.to(), reason);
                })
                .toList();
    }

    /** Without parts of what does not come, and without rights of what the tenant has made itself. */
    private List<TemplateDifference> possible(List<TemplateDifference> found) {
        Set<TemplateItem> there = new HashSet<>(realm.keySet());
        found.stream().filter(difference -> !difference.isKept()).forEach(difference -> there.add(difference.item()));
        List<TemplateDifference> possible = mapped(found, difference -> {
            TemplateItem lacking = template.get(difference.item()).needs().stream()
                    .filter(need -> !there.contains(need))
                    .findFirst()
                    .orElse(null);
            return lacking == null ? whyNoRight(difference, found) : TemplateReason.lacking(lacking);
        });
        return possible.equals(found) ? found : possible(possible);
    }

    private TemplateReason whyNoRight(TemplateDifference difference, List<TemplateDifference> found) {
        TemplateItem item = difference.item();
        if (!GIVE_RIGHTS.contains(item.kind())) {
            return null;
        }
        TemplateItem holder = owner(item);
        if (isForeign(holder, realm, memory)) {
            return TemplateReason.foreign(holder);
        }
        boolean switchedOn = found.stream()
                .anyMatch(other -> other.item().equals(holder)
                        && !other.isKept()
                        && BooleanNode.TRUE.equals(other.to().get(SERVICE_ACCOUNT)));
        boolean off = realm.containsKey(holder)
                && BooleanNode.FALSE.equals(realm.get(holder).members().get(SERVICE_ACCOUNT));
        return item.kind() == Kind.SERVICE_ACCOUNT_ROLE && off && !switchedOn
                ? TemplateReason.NO_SERVICE_ACCOUNT
                : null;
    }

    /** Whether it has rights, and no template made it as far as the tenant remembers. */
    static boolean isForeign(TemplateItem item, Map<TemplateItem, TemplateValue> realm, TemplateMemory memory) {
        return (item.kind() == Kind.CLIENT || item.kind() == Kind.REALM_ROLE || item.kind() == Kind.GROUP)
                && realm.containsKey(item)
                && !memory.has(item);
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
                        && difference.to().containsKey(FlowTrees.STEPS)) {
                    used.addAll(FlowTrees.used(difference.to().get(FlowTrees.STEPS)));
                }
            }
        }
        return mapped(
                found,
                difference -> difference.action() == Action.ADD
                                && (isBelow(difference) || difference.item().kind() == Kind.AUTHENTICATOR_CONFIG)
                                && !used.contains(difference.item())
                        ? TemplateReason.NO_STEP
                        : null);
    }

    private static boolean isBelow(TemplateDifference difference) {
        return difference.action() == Action.ADD
                && difference.item().kind() == Kind.FLOW
                && !BooleanNode.TRUE.equals(difference.to().get(FlowTrees.TOP_LEVEL));
    }
}
