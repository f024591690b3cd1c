package io.keycloakpbx.usergroup;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.keycloakpbx.usergroup.EffectivePermissionsRepresentation.DecidingGroup;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a group or a user says of a permission, what that comes to, and why.
 *
 * @param value what is said, or null for nothing
 * @param inherited what it would come to if nothing were said
 * @param effective what it comes to
 * @param from what has decided, as {@link EffectivePermission.Reason} has it
 * @param group the group that has decided, where the caller may see it; left out otherwise
 * @param changeable whether the caller may change it here
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
        name = "PermissionState",
        description = "What a group or a user says of a permission, what that comes to, and why",
        additionalProperties = Schema.False.class,
        requiredProperties = {"name", "label", "type", "value", "inherited", "effective", "from", "changeable"})
record PermissionStateRepresentation(
        String name,
        String label,
        PbxPermission.Kind type,
        @Schema(nullable = true, description = "What is said; null for nothing") Boolean value,
        @Schema(description = "What it would come to if nothing were said") boolean inherited,
        @Schema(description = "What it comes to") boolean effective,
        @Schema(pattern = "^(role|user|group|default)$", description = "What has decided") String from,
        @JsonInclude(JsonInclude.Include.NON_NULL)
                @Schema(description = "The group that has decided, where the caller may see it")
                DecidingGroup group,
        @Schema(description = "Whether the caller may change it here") boolean changeable) {

    static PermissionStateRepresentation of(PermissionState state, boolean groupVisible, boolean changeable) {
        PbxPermission permission = state.permission();
        EffectivePermission effective = state.effective();
        return new PermissionStateRepresentation(
                permission.name(),
                permission.label(),
                permission.kind(),
                state.value() == null ? null : state.value() == PermissionValue.ENABLE,
                state.inherited(),
                effective.enabled(),
                effective.reason().name().toLowerCase(Locale.ROOT),
                groupVisible ? DecidingGroup.of(effective) : null,
                changeable);
    }
}
