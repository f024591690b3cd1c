package io.keycloakpbx.operator;

import io.keycloakpbx.http.Body;
import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.operatorrole.OperatorRole;
import io.keycloakpbx.operatorrole.TimedPermission;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Reads what a request says of custom roles and permissions. Only the types of members are looked at here, and for which tenant
 * a permission is; what values have to be like the roles know themselves.
 *
 * @param body the object, which collects what is wrong with it
 * @param tenantId the tenant id of the path
 */
record RoleDefinition(Body body, String tenantId) {

    /** One more than any list may have, which is enough to tell that there are too many. */
    private static final int MAX_ITEMS = 101;

    private static final String NAME = "name";
    private static final String VALUE = "value";
    private static final String TENANT_ID = "tenant_id";

    /** The codes of what is of another type than it has to be, by the last member on the way to it. */
    private static final Map<String, String> CODES = Map.of(
            NAME,
            "AUTH_ROLE_INVALID_ROLE_NAME",
            "permissions",
            "PERMISSION_INVALID_0001",
            "disallow_permissions",
            "PERMISSION_INVALID_0001",
            "custom_permissions",
            "INVALID_PERMISSION_VALUE",
            TENANT_ID,
            "PERMISSION_TENANT_ID_MISMATCH");

    /**
     * What has been read, and what is wrong with it so far.
     *
     * @param definition what has been read; what is wrong in it is left out
     */
    record Read<T>(T definition, List<OperatorErrors.Item> problems) {}

    /**
     * Reads one that is the whole of a request's body.
     *
     * @param as what it is to be read as
     */
    static <T> Read<T> read(InputStream sent, String tenantId, Function<RoleDefinition, T> as) {
        Body body;
        try {
            body = JsonBody.read(sent).collecting();
        } catch (InvalidBodyException e) {
            throw RoleRefusals.refused(problems(e));
        }
        T definition = as.apply(new RoleDefinition(body, tenantId));
        try {
            body.refuseViolations();
            return new Read<>(definition, List.of());
        } catch (InvalidBodyException e) {
            return new Read<>(definition, problems(e));
        }
    }

    private static List<OperatorErrors.Item> problems(InvalidBodyException e) {
        return e.violations().stream()
                .map(violation -> new OperatorErrors.Item(code(violation.member()), violation.message()))
                .distinct()
                .toList();
    }

    private static String code(String member) {
        if (member == null) {
            return RoleRefusals.INVALID;
        }
        String list = member.replaceAll("\\[.*", "");
        String last = member.substring(member.lastIndexOf('.') + 1);
        String code = last.equals(TENANT_ID) ? CODES.get(last) : CODES.get(list);
        return code == null ? RoleRefusals.INVALID : code;
    }

    /** A custom role. */
    OperatorRole role(String id) {
        return new OperatorRole(
                id,
                text(NAME),
                text("description"),
                each("roles", role -> role.item(NAME)),
                each("permissions", permission -> permission.item(VALUE)),
                each("disallow_permissions", permission -> permission.item(VALUE)),
                each("custom_permissions", permission -> permission.permission(permission.text("id"))),
                isTrue("disabled"),
                isTrue("inactive"));
    }

    /** A permission. In a role, one that has an id alone is the tenant's own of that id. */
    TimedPermission permission(String id) {
        String named = text(TENANT_ID);
        if (!Objects.equals(named, tenantId) && (named != null || body.has(VALUE))) {
            body.violation(TENANT_ID, "tenant_id of a custom permission must be that of the path");
        }
        return new TimedPermission(
                id,
                text(VALUE),
                body.optionalInteger("allowed_after_ms", 0, Long.MAX_VALUE),
                body.optionalInteger("allowed_before_ms", 0, Long.MAX_VALUE),
                isTrue("disallow_permission"),
                isTrue("disabled"),
                text("disabled_reason"),
                isTrue("inactive"),
                text("inactive_reason"),
                text("region"));
    }

    private <T> List<T> each(String member, Function<RoleDefinition, T> as) {
        List<Body> items = body.firstObjects(member, MAX_ITEMS);
        return items == null
                ? List.of()
                : items.stream()
                        .map(item -> as.apply(new RoleDefinition(item, tenantId)))
                        .filter(Objects::nonNull)
                        .toList();
    }

    /** All that an item of a list says. */
    private String item(String member) {
        return body.requiredString(member, Integer.MAX_VALUE);
    }

    private String text(String member) {
        return body.optionalString(member, Integer.MAX_VALUE);
    }

    private boolean isTrue(String member) {
        return Boolean.TRUE.equals(body.optionalBoolean(member));
    }
}
