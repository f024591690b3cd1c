package io.keycloakpbx.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.tenant.TemplateValue.Member;
import java.util.Map;

/**
 * Where a tenant is not as its template.
 *
 * @param action what an upgrade does about it
 * @param from what the realm says; empty for what it does not have
 * @param to what the template says, of the members that differ or, for what is added, all
 * @param why why it is kept, or that what is added was removed; null where there is nothing to say
 */
record TemplateDifference(
        TemplateItem item, Action action, Map<Member, JsonNode> from, Map<Member, JsonNode> to, TemplateReason why) {

    enum Action {
        ADD,
        CHANGE,
        KEPT
    }

    boolean isKept() {
        return action == Action.KEPT;
    }
}
