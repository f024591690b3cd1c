package io.keycloakpbx.usergroup;

import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A user with the names of the permissions that the user has, in ASCII order. */
@Schema(
        name = "EnabledPermissions",
        description = "A user with what the user may do",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "username", "permissions"})
record EnabledPermissionsRepresentation(
        String id,
        String username,
        @Schema(description = "The names of the permissions that the user has, in ASCII order")
                Set<String> permissions) {}
