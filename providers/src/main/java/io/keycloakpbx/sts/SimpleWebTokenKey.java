package io.keycloakpbx.sts;

/**
 * The key of the simple web tokens for a client.
 *
 * @param id its {@code KeyID} in tokens
 * @param secret for HMAC-SHA-256, 32 bytes in Base64
 */
public record SimpleWebTokenKey(String id, String secret) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "SimpleWebTokenKey[" + id + "]";
    }
}
