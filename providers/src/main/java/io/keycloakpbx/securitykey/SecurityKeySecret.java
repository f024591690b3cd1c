package io.keycloakpbx.securitykey;

import io.keycloakpbx.crypto.KeyedHash;
import io.keycloakpbx.crypto.SealedContent;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import org.keycloak.common.util.SecretGenerator;

/**
 * The secret of one key: 256 random bits that only its holder has. Two things are derived from it, each by HMAC-SHA-256
 * under a label of its own: a hash that the store compares with, and the key that the stored content is encrypted under
 * with AES-256-GCM. A plain hash is enough for 256 random bits: there is nothing to guess.
 */
final class SecurityKeySecret {

    private static final int BYTES = 32;

    private final byte[] bytes;

    private SecurityKeySecret(byte[] bytes) {
        this.bytes = bytes;
    }

    static SecurityKeySecret random() {
        return new SecurityKeySecret(SecretGenerator.getInstance().randomBytes(BYTES));
    }

    /**
     * The secret that a caller brings, in Base64url or in Base64, with or without padding. A blank stands for the plus sign
     * that it was before a form was read. Where the text cannot be a secret, the answer is one that opens nothing, so that
     * it is refused by the same work as any other wrong secret.
     */
    static SecurityKeySecret parse(String encoded) {
        try {
            byte[] bytes = Base64.getUrlDecoder()
                    .decode(encoded.replace(' ', '-').replace('+', '-').replace('/', '_'));
            return bytes.length == BYTES ? new SecurityKeySecret(bytes) : random();
        } catch (IllegalArgumentException e) {
            return random();
        }
    }

    /** Base64url, which a form or an address takes as it is; padded, as Base64 has been in this place. */
    String encoded() {
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** What the store keeps to know the secret again: 64 hex digits. */
    String hash() {
        return HexFormat.of().formatHex(derive("keycloak-pbx security key: proof"));
    }

    boolean matches(String hash) {
        return KeyedHash.equal(hash(), hash);
    }

    /** Encrypts {@code content}; it opens only together with the same {@code context}. */
    String seal(String content, String context) {
        return contents().seal(content, context);
    }

    /**
     * Decrypts what {@link #seal} made.
     *
     * @throws GeneralSecurityException where content or context are not those that were sealed
     */
    String open(String sealed, String context) throws GeneralSecurityException {
        return contents().open(sealed, context);
    }

    private SealedContent contents() {
        return SealedContent.under(derive("keycloak-pbx security key: content"));
    }

    private byte[] derive(String label) {
        return KeyedHash.under(bytes).ofLabel(label);
    }

    @Override
    public String toString() {
        return "SecurityKeySecret";
    }
}
