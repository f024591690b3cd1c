package io.keycloakpbx.tests;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import com.unboundid.util.Base32;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import javax.crypto.spec.SecretKeySpec;

/** A user's authenticator app: codes of six digits (RFC 6238 with SHA-1), a new one every 30 seconds. */
public final class Totp {

    private static final TimeBasedOneTimePasswordGenerator CODES = new TimeBasedOneTimePasswordGenerator();
    private static final String SECRET = "12345678901234567890";

    private final SecretKeySpec key;

    private Totp(byte[] secret) {
        this.key = new SecretKeySpec(secret, CODES.getAlgorithm());
    }

    /** @param base32 the secret as Keycloak shows it to people who cannot scan the picture: in groups, with spaces */
    public static Totp ofBase32(String base32) {
        try {
            return new Totp(Base32.decode(base32.replaceAll("\\s", "").toUpperCase(Locale.ROOT)));
        } catch (ParseException e) {
            throw new IllegalArgumentException(base32, e);
        }
    }

    /** Gives a user an app besides the credentials that there are. */
    public static Totp register(Keycloak keycloak, Realm realm, String userId) {
        keycloak.admin()
                .body(Map.of(
                        "credentials",
                        List.of(Map.of(
                                "type",
                                "otp",
                                "userLabel",
                                "phone",
                                "secretData",
                                "{\"value\":\"" + SECRET + "\"}",
                                "credentialData",
                                "{\"subType\":\"totp\",\"digits\":6,\"period\":30,\"algorithm\":\"HmacSHA1\"}"))))
                .put(realm.adminPath("/users/" + userId))
                .then()
                .statusCode(204);
        return new Totp(SECRET.getBytes(StandardCharsets.US_ASCII));
    }

    /** The code that the app shows now. */
    public String code() {
        return code(0);
    }

    /** The code that comes next. Keycloak takes it already, and takes no code twice. */
    public String nextCode() {
        return code(1);
    }

    /** Six digits that are no code at any time near. */
    public String wrongCode() {
        List<String> near = IntStream.rangeClosed(-3, 3).mapToObj(this::code).toList();
        return IntStream.range(0, 1_000_000)
                .mapToObj(number -> String.format(Locale.ROOT, "%06d", number))
                .filter(digits -> !near.contains(digits))
                .findFirst()
                .orElseThrow();
    }

    private String code(int periodsAhead) {
        try {
            return CODES.generateOneTimePasswordString(
                    key, Instant.now().plus(CODES.getTimeStep().multipliedBy(periodsAhead)));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }
}
