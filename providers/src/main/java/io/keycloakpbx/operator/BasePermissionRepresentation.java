package io.keycloakpbx.operator;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What base roles allow, and which of them do. */
@Schema(
        name = "BasePermission",
        description = "A permission of base roles",
        additionalProperties = Schema.False.class,
        requiredProperties = {"value", "reserved", "roles"})
record BasePermissionRepresentation(
        String value,
        @Schema(description = "Whether administrators of the master realm alone may grant it") boolean reserved,
        List<CustomRoleRepresentation.Role> roles) {

    /** The permissions of base roles. */
    @Schema(
            name = "BasePermissions",
            additionalProperties = Schema.False.class,
            requiredProperties = {"count", "tenant_id", "items"})
    record Many(long count, @JsonProperty("tenant_id") String tenantId, List<BasePermissionRepresentation> items) {}
}
