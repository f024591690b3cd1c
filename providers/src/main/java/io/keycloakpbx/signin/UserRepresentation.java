package io.keycloakpbx.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Who is signed in (contract portsip 1.1, operation 10, with the members that its release 22.3 added). */
@JsonInclude(JsonInclude.Include.ALWAYS)
record UserRepresentation(
        @JsonProperty("role") String role,
        @JsonProperty("role_id") String roleId,
        @JsonProperty("role_name") String roleName,
        @JsonProperty("domain") String domain,
        @JsonProperty("password_verified") boolean passwordVerified,
        @JsonProperty("password_force_reset") boolean passwordForceReset) {}
