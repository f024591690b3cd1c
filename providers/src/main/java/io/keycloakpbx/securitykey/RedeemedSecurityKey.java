package io.keycloakpbx.securitykey;

/**
 * A key that was brought back with its secret.
 *
 * @param id the key's {@linkplain IssuedSecurityKey#id() id}
 * @param action what the key opens, or null
 * @param issuer the client id of the client that asked for it, or null where the key is of an earlier release
 * @param issuerUserId the id of the user or service account that asked for it, or null likewise
 */
public record RedeemedSecurityKey(
        String id, String purpose, String value, SecurityKeyAction action, String issuer, String issuerUserId)
        implements SecurityKeyAttempt {

    @Override
    public String toString() {
        return "RedeemedSecurityKey[id=" + id + "]";
    }
}
