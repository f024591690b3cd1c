package io.keycloakpbx.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.keycloakpbx.operatorrole.OperatorRole;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A custom role, with all that it means. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "CustomRole",
        description = "A custom role",
        additionalProperties = Schema.False.class,
        requiredProperties = {
            "id",
            "tenant_id",
            "name",
            "roles",
            "permissions",
            "disallow_permissions",
            "custom_permissions",
            "disabled",
            "inactive"
        })
record CustomRoleRepresentation(
        String id,
        @JsonProperty("tenant_id") String tenantId,
        String name,
        String description,
        @Schema(description = "The base roles that it contains") List<Role> roles,
        @Schema(description = "What it allows") List<Permission> permissions,
        @JsonProperty("disallow_permissions") @Schema(description = "What it takes away")
                List<Permission> disallowPermissions,
        @JsonProperty("custom_permissions") @Schema(description = "What it allows or takes away for a time")
                List<CustomPermissionRepresentation> customPermissions,
        @Schema(description = "Switched off: it means nothing") boolean disabled,
        @Schema(description = "Not in use: it means nothing") boolean inactive) {

    /** A base role, by its name. */
    @Schema(name = "AuthRole", requiredProperties = "name")
    record Role(String name) {}

    /** A permission, by its value. */
    @Schema(name = "AuthPermission", requiredProperties = "value")
    record Permission(@Schema(minLength = 1, maxLength = 500) String value) {}

    /** A list of custom roles. */
    @Schema(
            name = "CustomRoles",
            additionalProperties = Schema.False.class,
            requiredProperties = {"count", "tenant_id", "items"})
    record Many(long count, @JsonProperty("tenant_id") String tenantId, List<CustomRoleRepresentation> items) {}

    /** What a request says of one; it is only described here, as the body is read member by member. */
    @Schema(name = "CustomRoleRequest", description = "A custom role that is to be", requiredProperties = "name")
    record Sent(
            @Schema(minLength = 1, maxLength = 255, pattern = "^[a-z_]*$") String name,
            @Schema(maxLength = 255, nullable = true) String description,
            @Schema(maxItems = 7, nullable = true) List<Role> roles,
            @Schema(maxItems = 100, nullable = true) List<Permission> permissions,
            @JsonProperty("disallow_permissions") @Schema(maxItems = 100, nullable = true)
                    List<Permission> disallowPermissions,
            @JsonProperty("custom_permissions") @Schema(maxItems = 100, nullable = true)
                    List<CustomPermissionRepresentation.Sent> customPermissions,
            @Schema(nullable = true) Boolean disabled,
            @Schema(nullable = true) Boolean inactive) {}

    static CustomRoleRepresentation of(OperatorRole role, String tenantId) {
        return new CustomRoleRepresentation(
                role.id(),
                tenantId,
                role.name(),
                role.description(),
                role.baseRoles().stream().map(Role::new).toList(),
                role.permissions().stream().map(Permission::new).toList(),
                role.disallowPermissions().stream().map(Permission::new).toList(),
                role.customPermissions().stream()
                        .map(permission -> CustomPermissionRepresentation.of(permission, tenantId))
                        .toList(),
                role.disabled(),
                role.inactive());
    }
}
