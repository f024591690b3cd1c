package io.keycloakpbx.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.keycloakpbx.role.BaseRole;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.keycloak.models.RoleModel;

/** A base role, and what it allows. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "BaseRole",
        description = "A base role of operators",
        additionalProperties = Schema.False.class,
        requiredProperties = {"name", "family", "reserved", "permissions"})
record BaseRoleRepresentation(
        @Schema(description = "The id of the realm role; none where the tenant's template is older than the role")
                String id,
        String name,
        String description,
        @Schema(
                        description = "Whose people it is for",
                        enumeration = {"tenant", "support", "platform", "esp"})
                String family,
        @Schema(description = "Whether administrators of the master realm alone may grant it") boolean reserved,
        @Schema(description = "What it allows") List<CustomRoleRepresentation.Permission> permissions) {

    /** The base roles. */
    @Schema(
            name = "BaseRoles",
            additionalProperties = Schema.False.class,
            requiredProperties = {"count", "tenant_id", "items"})
    record Many(long count, @JsonProperty("tenant_id") String tenantId, List<BaseRoleRepresentation> items) {}

    /**
     * A base role.
     *
     * @param role the tenant's realm role, or null where it has none
     */
    static BaseRoleRepresentation of(BaseRole base, RoleModel role, Collection<String> permissions) {
        return new BaseRoleRepresentation(
                role == null ? null : role.getId(),
                base.roleName(),
                role == null ? null : role.getDescription(),
                base.family().name().toLowerCase(Locale.ROOT),
                base.isReserved(),
                permissions.stream()
                        .map(CustomRoleRepresentation.Permission::new)
                        .toList());
    }
}
