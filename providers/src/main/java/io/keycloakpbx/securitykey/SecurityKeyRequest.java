package io.keycloakpbx.securitykey;

import java.time.Duration;

/**
 * A key that is asked for.
 *
 * @param purpose what it is for, 1 to {@link SecurityKeyProvider#MAX_PURPOSE} characters
 * @param value what it is bound to, 1 to {@link SecurityKeyProvider#MAX_VALUE} characters
 * @param lifeSpan how long it is valid
 * @param action what it opens, or null
 * @param issuer who asks
 */
public record SecurityKeyRequest(
        String purpose, String value, Duration lifeSpan, SecurityKeyAction action, SecurityKeyIssuer issuer) {

    @Override
    public String toString() {
        return "SecurityKeyRequest[purpose=" + purpose + "]";
    }
}
