package io.keycloakpbx.securitykey;

import io.keycloakpbx.crypto.KeyedHash;
import io.keycloakpbx.crypto.SealedContent;
import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.ReliesOn;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The keyed hashes by which keys are found again without being readable: of purpose and value, and of the user. Values
 * are often easy to guess, so the hashes need a secret. It is the server's {@code lookup-key} where there is one, and
 * derived from the realm's HS512 keys otherwise. All hashes are 64 hex digits and differ between realms. Whom a key is for is
 * sealed under the same secret besides, so that administrators see it.
 */
@ReliesOn("org.keycloak.keys.DefaultKeyManager: makes a missing key in the realm of the session's context")
final class SecurityKeyIndex {

    private static final Logger LOG = Logger.getLogger(SecurityKeyIndex.class);
    private static final String LABEL = "keycloak-pbx security key: lookup";
    private static final KeyedHash CODES = KeyedHash.under("keycloak-pbx security key: code");

    private final String realmId;
    private final List<KeyedHash> hashes;

    /** One for each of the hashes, made once: a list opens hundreds. */
    private final List<SealedContent> seals;

    private SecurityKeyIndex(String realmId, List<KeyedHash> hashes) {
        this.realmId = realmId;
        this.hashes = hashes;
        this.seals = hashes.stream()
                .map(hash -> SealedContent.under(hash.of("user seal", realmId)))
                .toList();
    }

    /** The hashes for a new key: the realm gets an HS512 key where it has none. */
    static SecurityKeyIndex ofNew(KeycloakSession session, RealmModel realm, KeyedHash lookupKey) {
        if (lookupKey != null) {
            return of(realm.getId(), lookupKey);
        }
        KeyWrapper active = ContextRealm.call(
                session, realm, () -> session.keys().getActiveKey(realm, KeyUse.SIG, Algorithm.HS512));
        // The others have been active before: keys that were issued then must be found as well.
        return of(realm, Stream.concat(Stream.of(active), keys(session, realm).filter(key -> !key.getKid()
                .equals(active.getKid()))));
    }

    /** The hashes that keys may have been stored under. None where the realm has no HS512 key: it has issued nothing. */
    static SecurityKeyIndex ofStored(KeycloakSession session, RealmModel realm, KeyedHash lookupKey) {
        return lookupKey == null ? of(realm, keys(session, realm)) : of(realm.getId(), lookupKey);
    }

    static SecurityKeyIndex of(String realmId, KeyedHash lookupKey) {
        return new SecurityKeyIndex(realmId, List.of(lookupKey));
    }

    private static SecurityKeyIndex of(RealmModel realm, Stream<KeyWrapper> keys) {
        return new SecurityKeyIndex(
                realm.getId(),
                keys.map(key -> KeyedHash.under(key.getSecretKey()).derive(LABEL))
                        .toList());
    }

    private static Stream<KeyWrapper> keys(KeycloakSession session, RealmModel realm) {
        return session.keys().getKeysStream(realm, KeyUse.SIG, Algorithm.HS512);
    }

    /** The key that the server's option {@code lookup-key} stands for. */
    static KeyedHash lookupKey(String configured) {
        return KeyedHash.under(configured).derive(LABEL);
    }

    /** The code's hash. It needs no key: a code is 128 random bits. */
    static String codeHash(String realmId, String keyCode) {
        return CODES.hex(realmId, keyCode);
    }

    /** The hashes of purpose and value: today's first, then those of earlier realm keys. */
    List<String> valueHashes(String purpose, String value) {
        return hashes("value", realmId, purpose, value);
    }

    /** The hashes of a user: today's first, then those of earlier realm keys. */
    List<String> userHashes(String userId) {
        return hashes("user", realmId, userId);
    }

    /** The id of a user, to be read again by whoever has the same keys. */
    String seal(String userId, String codeHash) {
        return seals.get(0).seal(userId, codeHash);
    }

    /** The id of a user in what {@link #seal} has made, or null where no key of now opens it. */
    String open(String seal, String codeHash) {
        for (SealedContent opening : seals) {
            try {
                return opening.open(seal, codeHash);
            } catch (GeneralSecurityException e) {
                LOG.tracef("The seal of %s is of another key", codeHash);
            }
        }
        return null;
    }

    private List<String> hashes(String... parts) {
        return hashes.stream().map(hash -> hash.hex(parts)).toList();
    }
}
