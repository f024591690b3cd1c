package io.keycloakpbx.tests.signin;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A user's authenticator app: time-based codes of six digits (RFC 6238), a new one every 30 seconds. */
final class Authenticator {

    private static final int PERIOD_SECONDS = 30;

    private final byte[] key;

    private Authenticator(byte[] key) {
        this.key = key;
    }

    /** Makes a user with a password and an authenticator app. */
    static Authenticator ofNewUser(Keycloak keycloak, Realm realm, String username, String password) {
        String secret = "authenticator of " + username;
        keycloak.admin()
                .body(Map.of(
                        "username",
                        username,
                        "enabled",
                        true,
                        "email",
                        username + "@" + realm.name(),
                        "emailVerified",
                        true,
                        "firstName",
                        "First",
                        "lastName",
                        "Last",
                        "credentials",
                        List.of(
                                Map.of("type", "password", "value", password),
                                Map.of(
                                        "type",
                                        "otp",
                                        "userLabel",
                                        "phone",
                                        "secretData",
                                        "{\"value\":\"" + secret + "\"}",
                                        "credentialData",
                                        "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":"
                                                + PERIOD_SECONDS
                                                + ",\"algorithm\":\"HmacSHA1\"}"))))
                .post(realm.adminPath("/users"))
                .then()
                .statusCode(201);
        return new Authenticator(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** The code that the app shows now. */
    String code() {
        return code(Instant.now().getEpochSecond() / PERIOD_SECONDS);
    }

    /** The code that the app shows next; the realm takes it a period early. */
    String nextCode() {
        return code(Instant.now().getEpochSecond() / PERIOD_SECONDS + 1);
    }

    /** Six digits that are no code at any time near. */
    String wrongCode() {
        long period = Instant.now().getEpochSecond() / PERIOD_SECONDS;
        for (int candidate = 0; ; candidate++) {
            String digits = String.format("%06d", candidate);
            boolean wrong = true;
            for (long near = period - 3; near <= period + 3; near++) {
                wrong &= !digits.equals(code(near));
            }
            if (wrong) {
                return digits;
            }
        }
    }

    private String code(long period) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(period).array());
            int offset = hash[hash.length - 1] & 0xf;
            int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
            return String.format("%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
