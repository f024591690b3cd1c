package io.keycloakpbx.signin;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * User name and password of an {@code Authorization: Basic} header (RFC 7617): in UTF-8, or where it is none in Latin-1,
 * as clients of old have it.
 */
record BasicCredentials(String username, String password) {

    /** The credentials, or null where they break the scheme's rules. */
    static BasicCredentials of(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return null;
        }
        String pair = text(bytes);
        int colon = pair.indexOf(':');
        return colon < 1 || pair.chars().anyMatch(Character::isISOControl)
                ? null
                : new BasicCredentials(pair.substring(0, colon), pair.substring(colon + 1));
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "BasicCredentials[username=" + username + "]";
    }
}
