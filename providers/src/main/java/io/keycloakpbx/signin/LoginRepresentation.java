package io.keycloakpbx.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.representations.JsonWebToken;

/**
 * The access token of the legacy sign-in (contract portsip 1.1, operation 11).
 *
 * @param expiresAt RFC 3339, UTC, whole seconds
 * @param expiresIn seconds
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
        name = "Login",
        description = "The access token of the legacy sign-in",
        additionalProperties = Schema.False.class,
        requiredProperties = {"access_token", "expires_at", "expires_in", "role"})
record LoginRepresentation(
        @JsonProperty("access_token") String accessToken,
        @JsonProperty("expires_at") @Schema(format = "date-time") String expiresAt,
        @JsonProperty("expires_in") @Schema(minimum = "0", description = "Seconds") long expiresIn,
        @JsonProperty("role") @Schema(nullable = true) String role) {

    /** Of tokens that were just made: the access token itself says when it ends. */
    static LoginRepresentation of(TokensRepresentation tokens, String role) {
        try {
            long end = new JWSInput(tokens.accessToken())
                    .readJsonContent(JsonWebToken.class)
                    .getExp();
            return of(tokens.accessToken(), Instant.ofEpochSecond(end - tokens.expiresIn()), tokens.expiresIn(), role);
        } catch (JWSInputException e) {
            throw new IllegalStateException(e);
        }
    }

    static LoginRepresentation of(String accessToken, Instant now, long expiresIn, String role) {
        String expiresAt =
                now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(expiresIn).toString();
        return new LoginRepresentation(accessToken, expiresAt, expiresIn, role);
    }

    @Override
    public String toString() {
        return "LoginRepresentation[expiresAt=" + expiresAt + "]";
    }
}
