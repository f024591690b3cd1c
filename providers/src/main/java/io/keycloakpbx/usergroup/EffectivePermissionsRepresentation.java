package io.keycloakpbx.usergroup;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.keycloakpbx.usergroup.EffectivePermission.Reason;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a user may do, as an administrator is told of it. */
@Schema(
        name = "EffectivePermissions",
        description = "What a user may do, and why",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "username", "permissions"})
record EffectivePermissionsRepresentation(String id, String username, List<Permission> permissions) {

    /** A permission with what has decided it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "EffectivePermission",
            description = "A permission with what has decided it",
            additionalProperties = Schema.False.class,
            requiredProperties = {"name", "label", "enabled", "reason"})
    record Permission(
            String name,
            String label,
            boolean enabled,
            Reason reason,
            @Schema(description = "The group that has decided, where the caller may see it") DecidingGroup group) {

        static Permission of(EffectivePermission permission, PermissionLabels labels, boolean groupVisible) {
            return new Permission(
                    permission.name(),
                    labels.of(permission.name()),
                    permission.enabled(),
                    permission.reason(),
                    groupVisible ? DecidingGroup.of(permission) : null);
        }
    }

    /** The group that has decided. */
    @Schema(
            name = "DecidingGroup",
            description = "The group that has decided",
            additionalProperties = Schema.False.class,
            requiredProperties = {"id", "name", "weight"})
    record DecidingGroup(String id, String name, int weight) {

        /** The group that has decided a permission, which one has. */
        static DecidingGroup of(EffectivePermission permission) {
            return new DecidingGroup(permission.groupId(), permission.groupName(), permission.weight());
        }
    }
}
