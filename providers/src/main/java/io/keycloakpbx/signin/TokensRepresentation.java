package io.keycloakpbx.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.keycloak.representations.AccessTokenResponse;

/**
 * Tokens of a finished sign-in (contract portsip 1.1, operations 2b and 9).
 *
 * @param refreshToken null where the client, or a policy for it, has no refresh tokens
 * @param expiresIn seconds
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
        name = "Tokens",
        description = "Tokens of a finished sign-in",
        additionalProperties = Schema.False.class,
        requiredProperties = {"token_type", "access_token", "refresh_token", "expires_in"})
record TokensRepresentation(
        @JsonProperty("token_type") String tokenType,
        @JsonProperty("access_token") String accessToken,
        @JsonProperty("refresh_token") @Schema(nullable = true) String refreshToken,
        @JsonProperty("expires_in") @Schema(minimum = "0", description = "Seconds") long expiresIn) {

    static TokensRepresentation of(AccessTokenResponse response) {
        return new TokensRepresentation(
                response.getTokenType(), response.getToken(), response.getRefreshToken(), response.getExpiresIn());
    }

    @Override
    public String toString() {
        return "TokensRepresentation[expiresIn=" + expiresIn + "]";
    }
}
