package io.keycloakpbx.securitykey;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.keycloak.common.util.SecretGenerator;

/**
 * The secret of one key: 256 random bits that only its holder has. Two things are derived from it, each by HMAC-SHA-256
 * under a label of its own: a hash that the store compares with, and the key that the stored content is encrypted under
 * with AES-256-GCM. A plain hash is enough for 256 random bits: there is nothing to guess.
 */
final class SecurityKeySecret {

    private static final int BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] bytes;

    private SecurityKeySecret(byte[] bytes) {
        this.bytes = bytes;
    }

    static SecurityKeySecret random() {
        return new SecurityKeySecret(SecretGenerator.getInstance().randomBytes(BYTES));
    }

    /**
     * The secret that a caller brings. Where the text cannot be one, the answer is a secret that opens nothing, so that
     * it is refused by the same work as any other wrong secret.
     */
    static SecurityKeySecret parse(String encoded) {
        try {
            byte[] bytes = Base64.getDecoder().decode(encoded);
            return bytes.length == BYTES ? new SecurityKeySecret(bytes) : random();
        } catch (IllegalArgumentException e) {
            return random();
        }
    }

    String encoded() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** What the store keeps to know the secret again: 64 hex digits. */
    String hash() {
        return HexFormat.of().formatHex(derive("keycloak-pbx security key: proof"));
    }

    boolean matches(String hash) {
        return MessageDigest.isEqual(
                hash().getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Encrypts {@code content}; it opens only together with the same {@code context}.
     *
     * @return Base64 of nonce, ciphertext and tag
     */
    String seal(String content, String context) {
        byte[] nonce = SecretGenerator.getInstance().randomBytes(NONCE_BYTES);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(content.getBytes(StandardCharsets.UTF_8));
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Decrypts what {@link #seal} made.
     *
     * @throws GeneralSecurityException where content or context are not those that were sealed
     */
    String open(String sealed, String context) throws GeneralSecurityException {
        byte[] all = Base64.getDecoder().decode(sealed);
        byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
        byte[] content =
                cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
        return new String(content, StandardCharsets.UTF_8);
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        SecretKeySpec key = new SecretKeySpec(derive("keycloak-pbx security key: content"), "AES");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private byte[] derive(String label) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes, ALGORITHM));
            return mac.doFinal(label.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "SecurityKeySecret";
    }
}
