package io.keycloakpbx.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Who is signed in (contract portsip 1.1, operation 10, with the members that its release 22.3 added). */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
        name = "SignedInUser",
        description = "Who is signed in",
        additionalProperties = Schema.False.class,
        requiredProperties = {"role", "role_id", "role_name", "domain", "password_verified", "password_force_reset"})
record UserRepresentation(
        @JsonProperty("role") @Schema(nullable = true) String role,
        @JsonProperty("role_id") @Schema(nullable = true) String roleId,
        @JsonProperty("role_name") @Schema(nullable = true) String roleName,
        @JsonProperty("domain") @Schema(nullable = true) String domain,
        @JsonProperty("password_verified") boolean passwordVerified,
        @JsonProperty("password_force_reset") boolean passwordForceReset) {}
