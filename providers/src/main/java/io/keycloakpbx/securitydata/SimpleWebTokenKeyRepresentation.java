package io.keycloakpbx.securitydata;

import io.keycloakpbx.sts.SimpleWebTokenKey;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The key by which simple web tokens for a client are signed.
 *
 * @param keyId its name in tokens
 * @param key 32 bytes in Base64
 * @param algorithm as Java calls it
 */
@Schema(
        name = "SimpleWebTokenKey",
        description = "The key by which simple web tokens for a client are signed",
        additionalProperties = Schema.False.class,
        requiredProperties = {"keyId", "key", "algorithm"})
record SimpleWebTokenKeyRepresentation(
        @Schema(description = "KeyID of the tokens that are signed by it") String keyId,
        @Schema(description = "32 bytes in Base64") String key,
        @Schema(description = "As Java calls it: HMAC of RFC 2104 with SHA-256") String algorithm) {

    static final String ALGORITHM = "HmacSHA256";

    static SimpleWebTokenKeyRepresentation of(SimpleWebTokenKey key) {
        return new SimpleWebTokenKeyRepresentation(key.id(), key.secret(), ALGORITHM);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "SimpleWebTokenKeyRepresentation[" + keyId + "]";
    }
}
