package io.keycloakpbx.tests.browser;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An authenticator app: RFC 6238 with SHA-1, six digits, 30 seconds. */
final class Totp {

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int PERIOD_SECONDS = 30;

    private final byte[] secret;

    private Totp(byte[] secret) {
        this.secret = secret;
    }

    /** @param base32 as Keycloak shows it to people who cannot scan the picture: in groups, with spaces */
    static Totp ofBase32(String base32) {
        String digits = base32.replaceAll("\\s", "").toUpperCase(Locale.ROOT);
        byte[] secret = new byte[digits.length() * 5 / 8];
        int buffer = 0;
        int bits = 0;
        int next = 0;
        for (char digit : digits.toCharArray()) {
            buffer = buffer << 5 | BASE32.indexOf(digit);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                secret[next++] = (byte) (buffer >> bits);
            }
        }
        return new Totp(secret);
    }

    String code() {
        return code(Instant.now());
    }

    /** The code that comes next. Keycloak takes it already, and takes no code twice. */
    String nextCode() {
        return code(Instant.now().plus(Duration.ofSeconds(PERIOD_SECONDS)));
    }

    private String code(Instant time) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES)
                    .putLong(time.getEpochSecond() / PERIOD_SECONDS)
                    .array());
            int offset = hash[hash.length - 1] & 0xf;
            int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
            return String.format(Locale.ROOT, "%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
