package io.keycloakpbx.sts;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A simple web token (SWT 0.9.5.1): pairs of names and values as in a form, of which the last is an HMAC-SHA-256 of the text before
 * it.
 *
 * @param claims the others, each name once, in their order
 * @param signed what the signature is over
 * @param signature in Base64
 */
record SimpleWebToken(Map<String, String> claims, String signed, String signature) {

    static final String ISSUER = "Issuer";
    static final String AUDIENCE = "Audience";
    static final String EXPIRES_ON = "ExpiresOn";
    static final String ENVIRONMENT = "Environment";
    static final String USERNAME = "Username";
    static final String PERMISSIONS = "Permissions";
    static final String CLIENT_ID = "ClientID";
    static final String ACTOR = "Actor";
    static final String SESSION_ID = "SessionID";
    static final String KEY_ID = "KeyID";
    static final String PROOF = "Proof";

    /** The longest that is read or made, in characters, which are bytes. */
    static final int MAX_LENGTH = 8 * 1024;

    private static final char DELETE = 0x7f;
    private static final String SIGNATURE = "HMACSHA256";
    private static final String SIGNATURE_PAIR = '&' + SIGNATURE + '=';

    /**
     * The parts of a token, of which nothing is verified; none where the text is no token or too long.
     *
     * @param text as it was sent
     */
    static Optional<SimpleWebToken> parse(String text) {
        int end = text.length() > MAX_LENGTH || !text.chars().allMatch(c -> c > ' ' && c < DELETE)
                ? -1
                : text.lastIndexOf(SIGNATURE_PAIR);
        if (end <= 0) {
            return Optional.empty();
        }
        try {
            String signature = text.substring(end + SIGNATURE_PAIR.length());
            return signature.indexOf('&') < 0
                    ? claims(text.substring(0, end))
                            .map(claims -> new SimpleWebToken(claims, text.substring(0, end), decode(signature)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            // Escapes that are none.
            return Optional.empty();
        }
    }

    private static Optional<Map<String, String>> claims(String form) {
        Map<String, String> claims = new LinkedHashMap<>();
        for (String pair : form.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals <= 0 ? "" : decode(pair.substring(0, equals));
            if (name.isEmpty()
                    || name.equals(SIGNATURE)
                    || claims.putIfAbsent(name, decode(pair.substring(equals + 1))) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(claims);
    }

    /**
     * Writes a token.
     *
     * @param sign makes the signature of a text, in Base64
     */
    static String write(Map<String, String> claims, UnaryOperator<String> sign) {
        StringBuilder text = new StringBuilder();
        claims.forEach((name, value) -> text.append(text.isEmpty() ? "" : "&")
                .append(encode(name))
                .append('=')
                .append(encode(value)));
        return text + SIGNATURE_PAIR + encode(sign.apply(text.toString()));
    }

    /** A claim, empty where there is none. */
    String claim(String name) {
        return claims.getOrDefault(name, "");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Without what a token opens. */
    @Override
    public String toString() {
        return "SimpleWebToken[]";
    }
}
