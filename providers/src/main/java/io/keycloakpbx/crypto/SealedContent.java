package io.keycloakpbx.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.keycloak.common.util.SecretGenerator;

/**
 * Text that is kept encrypted with AES-GCM. It opens only under the same key and together with the same context, which
 * says what it belongs to.
 */
public final class SealedContent {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final SecretKeySpec key;

    private SealedContent(SecretKeySpec key) {
        this.key = key;
    }

    /** Seals and opens under 128, 192 or 256 secret bits. */
    public static SealedContent under(byte[] key) {
        return new SealedContent(new SecretKeySpec(key, "AES"));
    }

    /** Encrypts; the answer is Base64 of nonce, ciphertext and tag. */
    public String seal(String content, String context) {
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
     * @throws GeneralSecurityException where key, content or context are not those that were sealed
     */
    public String open(String sealed, String context) throws GeneralSecurityException {
        byte[] all = decode(sealed);
        byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
        byte[] content =
                cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
        return new String(content, StandardCharsets.UTF_8);
    }

    private static byte[] decode(String sealed) throws GeneralSecurityException {
        byte[] all;
        try {
            all = Base64.getDecoder().decode(sealed);
        } catch (IllegalArgumentException e) {
            throw new AEADBadTagException("not Base64");
        }
        if (all.length < NONCE_BYTES + TAG_BYTES) {
            throw new AEADBadTagException("too short");
        }
        return all;
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    @Override
    public String toString() {
        return "SealedContent[]";
    }
}
