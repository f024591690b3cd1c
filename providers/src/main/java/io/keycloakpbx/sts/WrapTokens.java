package io.keycloakpbx.sts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.keycloak.cache.LocalCache;
import org.keycloak.cache.LocalCacheConfiguration;
import org.keycloak.cache.LocalCacheProvider;
import org.keycloak.models.KeycloakSession;

/**
 * The access tokens that simple web tokens were turned into a moment ago on this node. Keycloak looks at the session of an access token
 * on each request, so what ends the session ends them at once; whether a client is still opted in, and the address that a
 * session may be used from, is looked at again when one is made anew. Security tokens themselves are not kept.
 */
final class WrapTokens implements AutoCloseable {

    private static final Duration KEPT = Duration.ofSeconds(30);

    private static final int MOST = 10_000;

    private final LocalCache<String, Made> tokens;

    /** An access token and how long it is kept. */
    private record Made(String token, Duration kept) {

        /** Without the token. */
        @Override
        public String toString() {
            return "Made[]";
        }
    }

    private WrapTokens(LocalCache<String, Made> tokens) {
        this.tokens = tokens;
    }

    /** None yet. */
    static WrapTokens of(KeycloakSession session) {
        return new WrapTokens(session.getProvider(LocalCacheProvider.class)
                .create(LocalCacheConfiguration.<String, Made>builder()
                        .name("pbx-wrap-tokens")
                        .maxSize(MOST)
                        .expirationAfterCreate((key, made) -> made.kept())
                        .build()));
    }

    /**
     * What a security token was turned into.
     *
     * @param address where it has come from
     */
    Optional<String> find(String realmName, String token, String address) {
        return Optional.ofNullable(tokens.get(key(realmName, token, address))).map(Made::token);
    }

    /**
     * Keeps an access token for a while.
     *
     * @param secondsLeft for how long the security token is good yet
     */
    void keep(String realmName, String token, String address, String accessToken, long secondsLeft) {
        Duration left = Duration.ofSeconds(Math.max(0, secondsLeft));
        if (!left.isZero()) {
            tokens.put(key(realmName, token, address), new Made(accessToken, left.compareTo(KEPT) < 0 ? left : KEPT));
        }
    }

    private static String key(String realmName, String token, String address) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {realmName, token, address}) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        tokens.close();
    }
}
