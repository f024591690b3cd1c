package io.keycloakpbx.securitykey;

import java.time.Instant;

/**
 * A key as it is handed out, once.
 *
 * @param id names the key to administrators and in events; nothing can be opened with it
 * @param keyCode names the key to its holder: 32 hex digits
 * @param keyHash the secret: Base64 of 256 random bits
 */
public record IssuedSecurityKey(String id, String keyCode, String keyHash, Instant expiresAt) {

    @Override
    public String toString() {
        return "IssuedSecurityKey[id=" + id + "]";
    }
}
