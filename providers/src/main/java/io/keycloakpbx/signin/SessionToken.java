package io.keycloakpbx.signin;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.common.util.Time;
import org.keycloak.crypto.JavaAlgorithm;
import org.keycloak.jose.jws.crypto.HashUtils;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * What somebody holds between two steps of a sign-in: a reference, good for {@value #LIFESPAN_SECONDS} seconds, whose
 * meaning only the server knows. It is bound to a realm, a client, a user and a purpose, and only one caller at a time
 * can hold it: whoever takes it has removed it from the store, on every node.
 */
final class SessionToken {

    enum Purpose {
        SECOND_FACTOR,
        PASSWORD_RESET
    }

    static final int LIFESPAN_SECONDS = 600;
    static final int MAX_ATTEMPTS = 5;

    /** The longest token that is looked at, in characters: a realm id, a period and the random part. */
    static final int MAX_LENGTH = 160;

    private static final int RANDOM_BYTES = 32;
    private static final String USER = "user";
    private static final String EXPIRY = "expiry";
    private static final String ATTEMPTS = "attempts";

    private final KeycloakSession session;
    private final String key;
    private final Map<String, String> notes;

    private SessionToken(KeycloakSession session, String key, Map<String, String> notes) {
        this.session = session;
        this.key = key;
        this.notes = notes;
    }

    /** Makes a token for a user who has come so far in signing in to a client. */
    static String issue(
            KeycloakSession session, RealmModel realm, Purpose purpose, UserModel user, ClientModel client) {
        // The realm's id is in it because the master realm's base URL has only the token to tell the tenant by.
        String token = realm.getId() + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(SecretGenerator.getInstance().randomBytes(RANDOM_BYTES));
        session.singleUseObjects()
                .put(
                        key(realm, client, purpose, token),
                        LIFESPAN_SECONDS,
                        Map.of(
                                USER, user.getId(),
                                EXPIRY, Integer.toString(Time.currentTime() + LIFESPAN_SECONDS),
                                ATTEMPTS, "0"));
        return token;
    }

    /** The realm id that a token begins with, not verified. */
    static String realmId(String token) {
        int end = token.lastIndexOf('.');
        return end < 0 ? "" : token.substring(0, end);
    }

    /** Takes a token out of the store, or returns null where it is unknown, expired, used up or held by another caller. */
    static SessionToken take(
            KeycloakSession session, RealmModel realm, Purpose purpose, String token, ClientModel client) {
        if (token.length() > MAX_LENGTH) {
            return null;
        }
        String key = key(realm, client, purpose, token);
        Map<String, String> notes = session.singleUseObjects().remove(key);
        return notes == null || Integer.parseInt(notes.get(EXPIRY)) <= Time.currentTime()
                ? null
                : new SessionToken(session, key, notes);
    }

    String userId() {
        return notes.get(USER);
    }

    /** Puts the token back after a failed attempt, unless it was the last one. */
    void giveBack() {
        int attempts = Integer.parseInt(notes.get(ATTEMPTS)) + 1;
        int remaining = Integer.parseInt(notes.get(EXPIRY)) - Time.currentTime();
        if (attempts < MAX_ATTEMPTS && remaining > 0) {
            session.singleUseObjects()
                    .put(
                            key,
                            remaining,
                            Map.of(
                                    USER, notes.get(USER),
                                    EXPIRY, notes.get(EXPIRY),
                                    ATTEMPTS, Integer.toString(attempts)));
        }
    }

    /** The store holds a hash: who can read it cannot finish anybody's sign-in. */
    private static String key(RealmModel realm, ClientModel client, Purpose purpose, String token) {
        byte[] hash = HashUtils.hash(JavaAlgorithm.SHA256, token.getBytes(StandardCharsets.UTF_8));
        return "pbx." + purpose + "." + realm.getId() + "." + client.getId() + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    @Override
    public String toString() {
        return "SessionToken[]";
    }
}
