package io.keycloakpbx.securitykey;

/**
 * A key that was brought back with its secret.
 *
 * @param id the key's {@linkplain IssuedSecurityKey#id() id}
 * @param action what the key opens, or null
 */
public record RedeemedSecurityKey(String id, String purpose, String value, SecurityKeyAction action) {

    @Override
    public String toString() {
        return "RedeemedSecurityKey[id=" + id + "]";
    }
}
