package io.keycloakpbx.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A base role of operators, as the admin console shows it.
 *
 * @param permissions what it allows
 * @param grantable whether the caller may give it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "TenantOperatorBaseRole",
        description = "A base role of operators, as the admin console shows it",
        additionalProperties = Schema.False.class,
        requiredProperties = {"name", "permissions", "grantable"})
record ConsoleBaseRoleRepresentation(
        String name,
        String description,
        @Schema(description = "What it allows") Collection<String> permissions,
        @Schema(description = "Whether the caller may give it") boolean grantable) {}
