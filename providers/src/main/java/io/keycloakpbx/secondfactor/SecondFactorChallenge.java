package io.keycloakpbx.secondfactor;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The direct grant's answer to a right password where a second factor is set up and was not sent. */
public record SecondFactorChallenge(
        @JsonProperty("error") String error,
        @JsonProperty("error_description") String errorDescription,
        @JsonProperty("session_token") String sessionToken) {

    public SecondFactorChallenge(String sessionToken) {
        this("mfa_required", "A second factor is required: send session_token and otp", sessionToken);
    }

    @Override
    public String toString() {
        return "SecondFactorChallenge[]";
    }
}
