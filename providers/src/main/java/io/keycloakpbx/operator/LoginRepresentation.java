package io.keycloakpbx.operator;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A login that has succeeded. */
@Schema(
        name = "OperatorToken",
        description = "What a login has given",
        additionalProperties = Schema.False.class,
        requiredProperties = "x_auth_token")
record LoginRepresentation(
        @JsonProperty("x_auth_token")
                @Schema(description = "An access token, for the header x-auth-token; when it is over, log in again")
                String token) {

    /** Without the token. */
    @Override
    public String toString() {
        return "LoginRepresentation[]";
    }
}
