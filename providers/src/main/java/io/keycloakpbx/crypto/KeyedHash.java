package io.keycloakpbx.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 under one key. What is hashed is a list of texts, each with its length before it, so that no two lists give
 * the same input.
 */
public final class KeyedHash {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKey key;

    private KeyedHash(SecretKey key) {
        this.key = key;
    }

    /** Hashes under a secret key. */
    public static KeyedHash under(SecretKey key) {
        return new KeyedHash(key);
    }

    /** Hashes under secret bytes. */
    public static KeyedHash under(byte[] key) {
        return new KeyedHash(new SecretKeySpec(key, ALGORITHM));
    }

    /** Hashes under a text: a secret one, or a label for hashes of what nobody can guess. */
    public static KeyedHash under(String key) {
        return under(key.getBytes(StandardCharsets.UTF_8));
    }

    /** The hash of the parts. */
    public byte[] of(String... parts) {
        Mac mac = mac();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            mac.update(bytes);
        }
        return mac.doFinal();
    }

    /** The hash of the parts, 64 hexadecimal digits. */
    public String hex(String... parts) {
        return HexFormat.of().formatHex(of(parts));
    }

    /** The hash of the parts in Base64url without padding, 43 characters. */
    public String base64(String... parts) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(of(parts));
    }

    /** Hashes under the hash of the parts. */
    public KeyedHash derive(String... parts) {
        return under(of(parts));
    }

    /** The hash of one text alone, for a format of others, under a key that hashes nothing else. */
    public byte[] ofText(String text) {
        return mac().doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The hash of a single text without its length. Only where a fixed label is all that is ever hashed under the key. */
    public byte[] ofLabel(String label) {
        return ofText(label);
    }

    /** Compares texts in a time that does not tell where they differ; false where either is null. */
    public static boolean equal(String one, String other) {
        return one != null
                && other != null
                && MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "KeyedHash[]";
    }
}
