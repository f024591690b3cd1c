package io.keycloakpbx.operator;

import io.keycloakpbx.http.Body;
import io.keycloakpbx.operatorrole.OperatorRole;
import io.keycloakpbx.operatorrole.TimedPermission;
import java.util.ArrayList;
import java.util.List;

/**
 * A custom role as a sign-up or an operator names it: one that there is, by id or by name, or one that is to be made.
 *
 * @param id of one that there is, or null
 * @param name of a custom or base role, or what the new one is to be called, or null
 * @param definition what the new one is to be, or null
 */
record CustomRoleInput(String id, String name, OperatorRole definition) {

    static final int MAX_NAME = 256;
    static final int MAX_PERMISSIONS = 100;
    static final int MAX_BASE_ROLES = 7;
    static final int MAX_VALUE = 500;
    static final int MAX_REASON = 5_000;
    static final int MAX_ID = 255;

    private static final List<String> DEFINITION =
            List.of("permissions", "disallow_permissions", "custom_permissions", "roles");

    /**
     * Reads one.
     *
     * @param body one that collects
     * @param tenantId the tenant that permissions must name
     */
    static CustomRoleInput read(Body body, String tenantId, OperatorProblems problems) {
        String id = body.optionalString("id", MAX_ID);
        String name = body.optionalString("name", MAX_NAME);
        if (id != null || DEFINITION.stream().noneMatch(body::has)) {
            if (id == null && name == null) {
                problems.say(OperatorError.AUTH_ROLE_INVALID_ROLE_NAME, "A custom role needs an id or a name");
            }
            return new CustomRoleInput(id, name, null);
        }
        return new CustomRoleInput(
                null,
                name,
                new OperatorRole(
                        null,
                        name,
                        null,
                        baseRoles(body, problems),
                        values(body, "permissions", problems),
                        values(body, "disallow_permissions", problems),
                        permissions(body, tenantId, problems),
                        Boolean.TRUE.equals(body.optionalBoolean("disabled")),
                        Boolean.TRUE.equals(body.optionalBoolean("inactive"))));
    }

    private static List<String> baseRoles(Body body, OperatorProblems problems) {
        List<String> names = new ArrayList<>();
        for (Body role : items(body, "roles", MAX_BASE_ROLES)) {
            String name = role.optionalString("name", MAX_NAME);
            if (name == null) {
                problems.add(OperatorError.AUTH_ROLE_INVALID, "");
            } else {
                names.add(name);
            }
        }
        return names;
    }

    private static List<String> values(Body body, String member, OperatorProblems problems) {
        List<String> values = new ArrayList<>();
        for (Body permission : items(body, member, MAX_PERMISSIONS)) {
            String value = permission.optionalString("value", MAX_VALUE);
            if (value == null || value.isEmpty()) {
                problems.add(OperatorError.PERMISSION_INVALID_0001);
            } else {
                values.add(value);
            }
        }
        return values;
    }

    private static List<TimedPermission> permissions(Body body, String tenantId, OperatorProblems problems) {
        List<TimedPermission> permissions = new ArrayList<>();
        for (Body permission : items(body, "custom_permissions", MAX_PERMISSIONS)) {
            String of = permission.optionalString("tenant_id", MAX_ID);
            if (!tenantId.equals(of)) {
                problems.add(OperatorError.PERMISSION_TENANT_ID_MISMATCH);
            }
            permissions.add(new TimedPermission(
                    permission.optionalString("id", MAX_ID),
                    permission.optionalString("value", MAX_VALUE),
                    permission.optionalInteger("allowed_after_ms", Long.MIN_VALUE, Long.MAX_VALUE),
                    permission.optionalInteger("allowed_before_ms", Long.MIN_VALUE, Long.MAX_VALUE),
                    Boolean.TRUE.equals(permission.optionalBoolean("disallow_permission")),
                    Boolean.TRUE.equals(permission.optionalBoolean("disabled")),
                    permission.optionalString("disabled_reason", MAX_REASON),
                    Boolean.TRUE.equals(permission.optionalBoolean("inactive")),
                    permission.optionalString("inactive_reason", MAX_REASON),
                    permission.optionalString("region", MAX_ID)));
        }
        return permissions;
    }

    private static List<Body> items(Body body, String member, int max) {
        List<Body> items = body.optionalObjects(member, max);
        return items == null ? List.of() : items;
    }
}
