package io.keycloakpbx.operator;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keycloakpbx.operatorrole.OperatorPermissions;
import java.util.Collection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a user may do as an operator at an instant. */
@Schema(
        name = "OperatorPermissions",
        description = "What a user may do as an operator at an instant",
        additionalProperties = Schema.False.class,
        requiredProperties = {
            "operator_id",
            "tenant_id",
            "at",
            "roles",
            "custom_roles",
            "permissions",
            "disallow_permissions"
        })
record OperatorPermissionsRepresentation(
        @JsonProperty("operator_id") String operatorId,
        @JsonProperty("tenant_id") String tenantId,
        @Schema(description = "Milliseconds since 1970") long at,
        @Schema(description = "The base roles that the user has, directly or by groups and other roles")
                List<CustomRoleRepresentation.Role> roles,
        @JsonProperty("custom_roles")
                @Schema(description = "The custom roles that the user has and that are on, likewise")
                List<CustomRoleRepresentation.Role> customRoles,
        @Schema(description = "What these allow and nothing takes away")
                List<CustomRoleRepresentation.Permission> permissions,
        @JsonProperty("disallow_permissions") @Schema(description = "What is taken away")
                List<CustomRoleRepresentation.Permission> disallowPermissions) {

    static OperatorPermissionsRepresentation of(
            String userId, String tenantId, long at, OperatorPermissions effective) {
        return new OperatorPermissionsRepresentation(
                userId,
                tenantId,
                at,
                roles(effective.baseRoles()),
                roles(effective.customRoles()),
                permissions(effective.permissions()),
                permissions(effective.disallowed()));
    }

    private static List<CustomRoleRepresentation.Role> roles(Collection<String> names) {
        return names.stream().map(CustomRoleRepresentation.Role::new).toList();
    }

    private static List<CustomRoleRepresentation.Permission> permissions(Collection<String> values) {
        return values.stream().map(CustomRoleRepresentation.Permission::new).toList();
    }
}
