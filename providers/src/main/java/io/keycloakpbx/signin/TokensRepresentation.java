package io.keycloakpbx.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.keycloak.representations.AccessTokenResponse;

/**
 * Tokens of a finished sign-in (contract portsip 1.1, operations 2b and 9).
 *
 * @param refreshToken null where the client, or a policy for it, has no refresh tokens
 * @param expiresIn seconds
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record TokensRepresentation(
        @JsonProperty("token_type") String tokenType,
        @JsonProperty("access_token") String accessToken,
        @JsonProperty("refresh_token") String refreshToken,
        @JsonProperty("expires_in") long expiresIn) {

    static TokensRepresentation of(AccessTokenResponse response) {
        return new TokensRepresentation(
                response.getTokenType(), response.getToken(), response.getRefreshToken(), response.getExpiresIn());
    }

    @Override
    public String toString() {
        return "TokensRepresentation[expiresIn=" + expiresIn + "]";
    }
}
