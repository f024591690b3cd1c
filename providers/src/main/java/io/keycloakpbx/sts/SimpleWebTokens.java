package io.keycloakpbx.sts;

import io.keycloakpbx.crypto.KeyedHash;
import io.keycloakpbx.http.TokenRealm;
import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.securitydata.RelyingPartyProvider;
import io.keycloakpbx.store.StorableText;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.common.util.Time;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The simple web tokens of a realm, for clients that have opted in. Each client has a key of its own, made of the realm's HS512 key,
 * by which others verify tokens. Whoever can verify could sign as well, so the realm itself takes a token only if it holds a proof
 * besides, under a key that it gives to nobody. Keys that are no longer active still verify, until they are disabled or removed.
 */
@ReliesOn("org.keycloak.keys.DefaultKeyManager: makes a missing key in the realm of the session's context")
final class SimpleWebTokens {

    /** The attribute of a client that has opted in, {@code true}. */
    static final String OPT_IN = "pbx.swt";

    private static final String LABEL = "swt";
    private static final String PROOF_LABEL = "swt-proof";
    private static final int KEY_ID_LENGTH = 8;

    private final KeycloakSession session;
    private final RealmModel realm;

    SimpleWebTokens(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Whether a client has opted in. */
    static boolean isFor(ClientModel client) {
        return Boolean.parseBoolean(client.getAttribute(OPT_IN));
    }

    /**
     * A key of a client, and how tokens name it.
     *
     * @param secret which others are given, too
     * @param proofs under the key of the realm's own proofs
     */
    private record Key(String id, byte[] secret, KeyedHash proofs) {

        String sign(String text) {
            return Base64.getEncoder().encodeToString(KeyedHash.under(secret).ofText(text));
        }

        /** That the realm has made a token of these claims. */
        String proof(Map<String, String> claims) {
            return proofs.base64(claims.entrySet().stream()
                    .filter(claim -> !SimpleWebToken.PROOF.equals(claim.getKey()))
                    .flatMap(claim -> Stream.of(claim.getKey(), claim.getValue()))
                    .toArray(String[]::new));
        }

        boolean hasSigned(SimpleWebToken token) {
            boolean signed = KeyedHash.equal(sign(token.signed()), token.signature());
            boolean proved = KeyedHash.equal(proof(token.claims()), token.claim(SimpleWebToken.PROOF));
            return signed && proved;
        }

        /** Without the secrets. */
        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }

    /** The token of a session whose client has opted in. It lives as long as the session lets it. */
    String issue(TokenSession of) {
        Key key = activeKey(of.party().client());
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put(SimpleWebToken.ISSUER, of.issuer());
        claims.put(SimpleWebToken.AUDIENCE, of.party().uri());
        claims.put(SimpleWebToken.EXPIRES_ON, Integer.toString(Time.currentTime() + of.lifespan(0)));
        claims.put(SimpleWebToken.ENVIRONMENT, of.party().environment());
        claims.put(SimpleWebToken.USERNAME, of.username());
        claims.put(
                SimpleWebToken.PERMISSIONS,
                permissions(RelyingPartyProvider.of(session).permissions(realm, of.party(), of.user())));
        claims.put(SimpleWebToken.CLIENT_ID, of.party().client().getClientId());
        if (of.actor() != null) {
            claims.put(SimpleWebToken.ACTOR, of.actor());
        }
        claims.put(SimpleWebToken.SESSION_ID, of.userSession().getId());
        claims.put(SimpleWebToken.KEY_ID, key.id());
        String token = write(claims, key);
        if (token.length() > SimpleWebToken.MAX_LENGTH) {
            // Some of them would look like all.
            claims.remove(SimpleWebToken.PERMISSIONS);
            token = write(claims, key);
        }
        return token;
    }

    /** A name with a comma in it would look like several, of which one may be that of another permission. */
    static String permissions(List<String> names) {
        return names.stream().filter(name -> name.indexOf(',') < 0).collect(Collectors.joining(","));
    }

    private static String write(Map<String, String> claims, Key key) {
        claims.put(SimpleWebToken.PROOF, key.proof(claims));
        return SimpleWebToken.write(claims, key::sign);
    }

    /** The realm whose token a text may be, by its own word; not verified. */
    static Optional<String> realmName(String text) {
        return SimpleWebToken.parse(text)
                .map(token -> token.claim(SimpleWebToken.ISSUER))
                .flatMap(TokenRealm::name);
    }

    /** A token of the realm whose signature is right and that has not expired; whether it is still good its session says. */
    Optional<SimpleWebToken> signed(String text) {
        return SimpleWebToken.parse(text).filter(token -> isSigned(token) && !hasExpired(token));
    }

    /** The session that a token stands for; none where the token is not valid, or no longer. */
    Optional<TokenSession> verify(String text) {
        return signed(text).flatMap(token -> client(token)
                .flatMap(client -> RelyingPartyProvider.of(session)
                        .find(
                                realm,
                                client.getId(),
                                token.claim(SimpleWebToken.AUDIENCE),
                                token.claim(SimpleWebToken.ENVIRONMENT)))
                .flatMap(party -> TokenSession.find(session, realm, party, token.claim(SimpleWebToken.SESSION_ID)))
                .filter(found -> token.claim(SimpleWebToken.ISSUER).equals(found.issuer()))
                .filter(TokenSession::isAdmitted));
    }

    /** For how many seconds a token is good yet, whatever becomes of its session. */
    static long secondsLeft(String text) {
        return SimpleWebToken.parse(text)
                .map(token -> expiresOn(token) - Time.currentTime())
                .orElse(0L);
    }

    /** The key of a client, for those who verify tokens; none where the client has not opted in. */
    Optional<SimpleWebTokenKey> key(ClientModel client) {
        return Optional.of(client)
                .filter(SimpleWebTokens::isFor)
                .map(this::activeKey)
                .map(key -> new SimpleWebTokenKey(key.id(), Base64.getEncoder().encodeToString(key.secret())));
    }

    private boolean isSigned(SimpleWebToken token) {
        return client(token)
                .filter(client -> keys().map(key -> key(key, client))
                        .filter(key -> key.id().equals(token.claim(SimpleWebToken.KEY_ID)))
                        .anyMatch(key -> key.hasSigned(token)))
                .isPresent();
    }

    private Optional<ClientModel> client(SimpleWebToken token) {
        return Optional.ofNullable(realm.getClientByClientId(StorableText.id(token.claim(SimpleWebToken.CLIENT_ID))))
                .filter(SimpleWebTokens::isFor);
    }

    private static boolean hasExpired(SimpleWebToken token) {
        return expiresOn(token) <= Time.currentTime();
    }

    private static long expiresOn(SimpleWebToken token) {
        try {
            return Long.parseLong(token.claim(SimpleWebToken.EXPIRES_ON));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private Stream<KeyWrapper> keys() {
        return session.keys().getKeysStream(realm, KeyUse.SIG, Algorithm.HS512);
    }

    /** A realm that has none gets one, as it does for Keycloak's own tokens. */
    private Key activeKey(ClientModel client) {
        KeyWrapper active = keys().filter(key -> key.getStatus().isActive())
                .findFirst()
                .orElseGet(() -> ContextRealm.call(
                        session, realm, () -> session.keys().getActiveKey(realm, KeyUse.SIG, Algorithm.HS512)));
        return key(active, client);
    }

    private Key key(KeyWrapper key, ClientModel client) {
        String kid = key.getKid();
        KeyedHash secret = KeyedHash.under(key.getSecretKey());
        return new Key(
                kid.substring(0, Math.min(kid.length(), KEY_ID_LENGTH)),
                secret.of(LABEL, realm.getId(), client.getId()),
                secret.derive(PROOF_LABEL, realm.getId(), client.getId()));
    }
}
