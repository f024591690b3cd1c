package io.keycloakpbx.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.keycloakpbx.operatorrole.TimedPermission;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A custom permission: the tenant's own, or one of a custom role. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "CustomPermission",
        description = "A permission that holds for a time",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "tenant_id", "value", "disallow_permission", "disabled", "inactive"})
record CustomPermissionRepresentation(
        String id,
        @JsonProperty("tenant_id") String tenantId,
        String value,
        @JsonProperty("allowed_after_ms") @Schema(description = "The first millisecond since 1970 in which it holds")
                Long allowedAfterMs,
        @JsonProperty("allowed_before_ms") @Schema(description = "The first millisecond in which it holds no longer")
                Long allowedBeforeMs,
        @JsonProperty("disallow_permission") @Schema(description = "Whether it takes away") boolean disallowPermission,
        boolean disabled,
        @JsonProperty("disabled_reason") String disabledReason,
        boolean inactive,
        @JsonProperty("inactive_reason") String inactiveReason,
        String region) {

    /** A list of the tenant's own permissions. */
    @Schema(
            name = "CustomPermissions",
            additionalProperties = Schema.False.class,
            requiredProperties = {"count", "tenant_id", "items"})
    record Many(long count, @JsonProperty("tenant_id") String tenantId, List<CustomPermissionRepresentation> items) {}

    /** What a request says of one; it is only described here, as the body is read member by member. */
    @Schema(name = "CustomPermissionRequest", description = "A permission that is to be, or the tenant's own by its id")
    record Sent(
            @Schema(description = "In a custom role: one of the tenant's own", nullable = true) String id,
            @JsonProperty("tenant_id") @Schema(nullable = true) String tenantId,
            @Schema(maxLength = 500, pattern = "^[/0-9a-zA-Z+_\\[\\]-]*$", nullable = true) String value,
            @JsonProperty("allowed_after_ms") @Schema(minimum = "0", nullable = true) Long allowedAfterMs,
            @JsonProperty("allowed_before_ms") @Schema(minimum = "0", nullable = true) Long allowedBeforeMs,
            @JsonProperty("disallow_permission") @Schema(nullable = true) Boolean disallowPermission,
            @Schema(nullable = true) Boolean disabled,
            @JsonProperty("disabled_reason") @Schema(maxLength = 5000, nullable = true) String disabledReason,
            @Schema(nullable = true) Boolean inactive,
            @JsonProperty("inactive_reason") @Schema(maxLength = 5000, nullable = true) String inactiveReason,
            @Schema(maxLength = 255, nullable = true) String region) {}

    static CustomPermissionRepresentation of(TimedPermission permission, String tenantId) {
        return new CustomPermissionRepresentation(
                permission.id(),
                tenantId,
                permission.value(),
                permission.allowedAfterMs(),
                permission.allowedBeforeMs(),
                permission.disallow(),
                permission.disabled(),
                permission.disabledReason(),
                permission.inactive(),
                permission.inactiveReason(),
                permission.region());
    }
}
