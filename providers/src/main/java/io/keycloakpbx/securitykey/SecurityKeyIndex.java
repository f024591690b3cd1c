package io.keycloakpbx.securitykey;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The keyed hashes by which keys are found again without being readable: of purpose and value, and of the user. Values
 * are often easy to guess, so the hashes need a secret. It is the server's {@code lookup-key} where there is one, and
 * derived from the realm's HS512 keys otherwise. All hashes are 64 hex digits and differ between realms.
 */
final class SecurityKeyIndex {

    private static final String ALGORITHM = "HmacSHA256";

    private final String realmId;
    private final List<SecretKeySpec> keys;

    private SecurityKeyIndex(String realmId, List<SecretKeySpec> keys) {
        this.realmId = realmId;
        this.keys = keys;
    }

    static SecurityKeyIndex of(KeycloakSession session, RealmModel realm, SecretKeySpec lookupKey) {
        if (lookupKey != null) {
            return of(realm.getId(), lookupKey);
        }
        // The active key comes first; the realm makes one where it has none. The others have been active before: keys
        // that were issued then must be found as well.
        KeyWrapper active = session.keys().getActiveKey(realm, KeyUse.SIG, Algorithm.HS512);
        Stream<KeyWrapper> others = session.keys()
                .getKeysStream(realm, KeyUse.SIG, Algorithm.HS512)
                .filter(key -> !key.getKid().equals(active.getKid()));
        return new SecurityKeyIndex(
                realm.getId(),
                Stream.concat(Stream.of(active), others)
                        .map(key -> derive(key.getSecretKey()))
                        .toList());
    }

    static SecurityKeyIndex of(String realmId, SecretKeySpec lookupKey) {
        return new SecurityKeyIndex(realmId, List.of(lookupKey));
    }

    /** The key that the server's option {@code lookup-key} stands for. */
    static SecretKeySpec lookupKey(String configured) {
        return new SecretKeySpec(
                hmac(
                        new SecretKeySpec(configured.getBytes(StandardCharsets.UTF_8), ALGORITHM),
                        "keycloak-pbx security key: lookup"),
                ALGORITHM);
    }

    /** The code's hash. It needs no key: a code is 128 random bits. */
    static String codeHash(String realmId, String keyCode) {
        SecretKeySpec label =
                new SecretKeySpec("keycloak-pbx security key: code".getBytes(StandardCharsets.UTF_8), ALGORITHM);
        return HexFormat.of().formatHex(hmac(label, realmId, keyCode));
    }

    /** The hashes of purpose and value: today's first, then those of earlier realm keys. */
    List<String> valueHashes(String purpose, String value) {
        return hashes("value", realmId, purpose, value);
    }

    /** The hashes of a user: today's first, then those of earlier realm keys. */
    List<String> userHashes(String userId) {
        return hashes("user", realmId, userId);
    }

    private List<String> hashes(String... parts) {
        return keys.stream()
                .map(key -> HexFormat.of().formatHex(hmac(key, parts)))
                .toList();
    }

    private static SecretKeySpec derive(SecretKey key) {
        return new SecretKeySpec(hmac(key, "keycloak-pbx security key: lookup"), ALGORITHM);
    }

    private static byte[] hmac(SecretKey key, String... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                // With its length before each part, no two lists of parts give the same input.
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                mac.update(bytes);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
