package io.keycloakpbx.securitykey;

/**
 * A key that was brought back with its secret.
 *
 * @param id the key's {@linkplain IssuedSecurityKey#id() id}
 * @param action what the key opens, or null
 * @param issuer who asked for it; without ids where the key is of an earlier release
 */
public record RedeemedSecurityKey(
        String id, String purpose, String value, SecurityKeyAction action, SecurityKeyIssuer issuer)
        implements SecurityKeyAttempt {

    @Override
    public String toString() {
        return "RedeemedSecurityKey[id=" + id + "]";
    }
}
