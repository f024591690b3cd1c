package io.keycloakpbx.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** User name and password of an {@code Authorization: Basic} header (RFC 7617, in UTF-8). */
record BasicCredentials(String username, String password) {

    private static final String SCHEME = "Basic ";

    /** The credentials of a header, or null where it has another scheme or breaks the scheme's rules. */
    static BasicCredentials of(String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String pair;
        try {
            byte[] bytes =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            pair = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return null;
        }
        int colon = pair.indexOf(':');
        boolean control = pair.chars().anyMatch(c -> c < ' ' || c == 0x7f);
        return colon < 1 || control ? null : new BasicCredentials(pair.substring(0, colon), pair.substring(colon + 1));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "BasicCredentials[username=" + username + "]";
    }
}
