package io.keycloakpbx.signin;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer to a right password where a second factor is still to come (contract portsip 1.1, operation 2a). */
@Schema(
        name = "SecondFactorDue",
        description = "The password was right; verify_otp takes the token",
        additionalProperties = Schema.False.class,
        requiredProperties = {"two_factor_enabled", "token"})
record TwoFactorRepresentation(
        @JsonProperty("two_factor_enabled") boolean twoFactorEnabled, @JsonProperty("token") String token) {

    @Override
    public String toString() {
        return "TwoFactorRepresentation[]";
    }
}
