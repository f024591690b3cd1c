package io.keycloakpbx.tests.securitykey;

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

/** An authenticator app (RFC 6238: SHA-1, 30 s, 6 digits). */
record Totp(String secret) {

    /** Gives a user one. */
    static Totp register(Keycloak keycloak, Realm realm, String userId) {
        Totp totp = new Totp("12345678901234567890");
        keycloak.admin()
                .body(Map.of(
                        "credentials",
                        List.of(Map.of(
                                "type",
                                "otp",
                                "secretData",
                                "{\"value\":\"" + totp.secret() + "\"}",
                                "credentialData",
                                "{\"subType\":\"totp\",\"digits\":6,\"period\":30,\"algorithm\":\"HmacSHA1\"}"))))
                .put(realm.adminPath("/users/" + userId))
                .then()
                .statusCode(204);
        return totp;
    }

    /** The code of this moment. */
    String now() {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            long step = Instant.now().getEpochSecond() / 30;
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int code = ByteBuffer.wrap(hash, hash[hash.length - 1] & 0xf, Integer.BYTES)
                            .getInt()
                    & 0x7fffffff;
            return String.format("%06d", code % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
