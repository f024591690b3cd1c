package io.keycloakpbx.signin;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The answer to a right password where a second factor is still to come (contract portsip 1.1, operation 2a). */
record TwoFactorRepresentation(
        @JsonProperty("two_factor_enabled") boolean twoFactorEnabled, @JsonProperty("token") String token) {

    @Override
    public String toString() {
        return "TwoFactorRepresentation[]";
    }
}
