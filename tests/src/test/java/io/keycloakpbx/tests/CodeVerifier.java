package io.keycloakpbx.tests;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;

/** The secret with which an app shows that an authorization code is its own (RFC 7636, PKCE). */
public record CodeVerifier(String value) {

    public static CodeVerifier random() {
        return new CodeVerifier(UUID.randomUUID() + "-" + UUID.randomUUID());
    }

    /** What the app sends ahead; the method is S256. */
    public String challenge() {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
