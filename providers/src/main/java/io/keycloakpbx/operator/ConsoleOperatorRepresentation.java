package io.keycloakpbx.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An operator, as the admin console shows it. In a list there is less of it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "TenantOperator",
        description = "An operator, as the admin console shows it",
        additionalProperties = Schema.False.class,
        requiredProperties = {
            "id",
            "username",
            "emailVerified",
            "enabled",
            "locked",
            "roles",
            "customRoles",
            "allowedAddresses",
            "sessionAddressLock",
            "version"
        })
record ConsoleOperatorRepresentation(
        String id,
        String username,
        String email,
        boolean emailVerified,
        String firstName,
        String lastName,
        boolean enabled,
        @Schema(description = "Whether brute-force detection keeps the operator out now") boolean locked,
        @Schema(description = "The names of the base roles that are given directly") List<String> roles,
        @Schema(description = "The custom roles that are given directly")
                List<OperatorRepresentation.CustomRole> customRoles,
        @Schema(description = "Addresses and networks to sign in from; anywhere, if empty")
                List<String> allowedAddresses,
        boolean sessionAddressLock,
        @Schema(description = "Milliseconds since 1970") Long createdAt,
        @Schema(
                        description =
                                "Not in lists: what the operator may do now, by whatever way it has roles, less what they"
                                        + " take away")
                Collection<String> permissions,
        @Schema(description = "Not in lists: what roles take away now") Collection<String> disallowPermissions,
        @Schema(description = "Not in lists: what the caller may do with the operator") Access access,
        @Schema(minimum = "0", description = "Changes with the operator; a change has to send it") Integer version) {

    /**
     * What the caller may do with an operator.
     *
     * @param manage change and remove it, and end its sessions
     * @param mapRoles change which roles it has, as far as the caller may give them
     */
    @Schema(
            name = "TenantOperatorAccess",
            description = "What the caller may do with an operator",
            additionalProperties = Schema.False.class,
            requiredProperties = {"manage", "mapRoles"})
    record Access(boolean manage, boolean mapRoles) {}
}
