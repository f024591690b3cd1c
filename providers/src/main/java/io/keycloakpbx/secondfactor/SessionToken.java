package io.keycloakpbx.secondfactor;

import io.keycloakpbx.crypto.KeyedHash;
import io.keycloakpbx.keycloak.PasswordState;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.common.util.Time;
import org.keycloak.crypto.JavaAlgorithm;
import org.keycloak.jose.jws.crypto.HashUtils;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * What somebody holds between two steps of a sign-in: a reference, good for {@value #LIFESPAN_SECONDS} seconds, whose
 * meaning only the server knows. It is bound to a realm, a client, a user, the user's password and e-mail address as they
 * were, and a purpose, is good for nothing once the realm's not-before is later, and only one caller at a time can hold
 * it: whoever takes it has removed it from the store, on every node. Of the tokens for a new password only a user's last
 * one is good.
 */
public final class SessionToken {

    public enum Purpose {
        SECOND_FACTOR,
        /** The code that a browser sign-in has mailed. */
        EMAIL_CODE,
        PASSWORD_RESET
    }

    public static final int LIFESPAN_SECONDS = 600;
    public static final int MAX_ATTEMPTS = 5;

    /**
     * Note of a user session, {@code true} where the session token that has begun it was given for a password. One for a
     * security key says nothing about a password.
     */
    public static final String PASSWORD_SHOWN = "pbx.passwordShown";

    /** The longest token that is looked at, in characters: a realm id, a period and the random part. */
    public static final int MAX_LENGTH = 160;

    private static final int RANDOM_BYTES = 32;
    private static final String USER = "user";
    private static final String EXPIRY = "expiry";
    private static final String ATTEMPTS = "attempts";
    private static final String CODE = "code";
    private static final String PASSWORD = "password";
    private static final String EMAIL = "email";
    /** There where the first factor was a password. */
    private static final String SHOWN = "shown";
    /** In the note of a user's last token for a new password: its key. */
    private static final String LAST = "last";

    private final KeycloakSession session;
    private final String key;
    private final String token;
    private final Map<String, String> notes;
    private boolean givenBack;

    private SessionToken(KeycloakSession session, String key, String token, Map<String, String> notes) {
        this.session = session;
        this.key = key;
        this.token = token;
        this.notes = notes;
    }

    /** Makes a token for a user who has come so far in signing in to a client. */
    static String issue(
            KeycloakSession session, RealmModel realm, Purpose purpose, UserModel user, ClientModel client) {
        return issue(session, realm, purpose, user, client, null, false);
    }

    /** Makes a token for the second factor of a user who has shown the first one: a password, or something else. */
    static String issueForSecondFactor(
            KeycloakSession session, RealmModel realm, UserModel user, ClientModel client, boolean passwordShown) {
        return issue(session, realm, Purpose.SECOND_FACTOR, user, client, null, passwordShown);
    }

    /** Makes a token with the code that its holder has to know; no code is accepted where it is null. */
    static String issue(
            KeycloakSession session,
            RealmModel realm,
            Purpose purpose,
            UserModel user,
            ClientModel client,
            String code) {
        return issue(session, realm, purpose, user, client, code, false);
    }

    private static String issue(
            KeycloakSession session,
            RealmModel realm,
            Purpose purpose,
            UserModel user,
            ClientModel client,
            String code,
            boolean passwordShown) {
        // The realm's id is in it because the master realm's base URL has only the token to tell the tenant by.
        String token = realm.getId() + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(SecretGenerator.getInstance().randomBytes(RANDOM_BYTES));
        Map<String, String> notes = new HashMap<>();
        notes.put(USER, user.getId());
        notes.put(EXPIRY, Integer.toString(Time.currentTime() + LIFESPAN_SECONDS));
        notes.put(ATTEMPTS, "0");
        notes.put(PASSWORD, PasswordState.of(user));
        notes.put(EMAIL, email(user));
        if (code != null) {
            notes.put(CODE, digest(token, code));
        }
        if (passwordShown) {
            notes.put(SHOWN, PASSWORD);
        }
        String key = key(realm, client, purpose, token);
        session.singleUseObjects().put(key, LIFESPAN_SECONDS, notes);
        if (purpose == Purpose.PASSWORD_RESET) {
            session.singleUseObjects().put(lastKey(realm, user), LIFESPAN_SECONDS, Map.of(LAST, key));
        }
        return token;
    }

    /** The realm id that a token begins with, not verified. */
    public static String realmId(String token) {
        int end = token.lastIndexOf('.');
        return end < 0 ? "" : token.substring(0, end);
    }

    /** Whose token it is, without taking it; null where {@link #take} would not give it. */
    static String userId(KeycloakSession session, RealmModel realm, Purpose purpose, String token, ClientModel client) {
        if (token.length() > MAX_LENGTH) {
            return null;
        }
        String key = key(realm, client, purpose, token);
        Map<String, String> notes = session.singleUseObjects().get(key);
        return notes != null && isGood(session, realm, purpose, key, notes) ? notes.get(USER) : null;
    }

    /**
     * Takes a token out of the store, or returns null where it is unknown, expired, used up, held by another caller, or
     * overtaken by a change of the user.
     */
    static SessionToken take(
            KeycloakSession session, RealmModel realm, Purpose purpose, String token, ClientModel client) {
        if (token.length() > MAX_LENGTH) {
            return null;
        }
        String key = key(realm, client, purpose, token);
        // In a transaction of its own, as it may be put back in one: what holds a row would wait for itself.
        Map<String, String> notes = KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                own -> own.singleUseObjects().remove(key));
        return notes != null && isGood(session, realm, purpose, key, notes)
                ? new SessionToken(session, key, token, notes)
                : null;
    }

    private static boolean isGood(
            KeycloakSession session, RealmModel realm, Purpose purpose, String key, Map<String, String> notes) {
        UserModel user = isExpired(notes) ? null : session.users().getUserById(realm, notes.get(USER));
        return user != null
                && issuedAt(notes) >= realm.getNotBefore()
                && PasswordState.isStill(user, notes.get(PASSWORD))
                && email(user).equals(notes.get(EMAIL))
                && (purpose != Purpose.PASSWORD_RESET || isLast(session, realm, user, key));
    }

    /** The {@linkplain PasswordState state} of the password that the user had when the token was made. */
    public String passwordState() {
        return notes.get(PASSWORD);
    }

    private static boolean isLast(KeycloakSession session, RealmModel realm, UserModel user, String key) {
        Map<String, String> last = session.singleUseObjects().get(lastKey(realm, user));
        return last != null && key.equals(last.get(LAST));
    }

    private static String lastKey(RealmModel realm, UserModel user) {
        return "pbx.lastPasswordReset." + realm.getId() + "." + user.getId();
    }

    private static String email(UserModel user) {
        return user.getEmail() == null ? "" : user.getEmail();
    }

    public String userId() {
        return notes.get(USER);
    }

    /** Whether the first factor was a password. */
    boolean isPasswordShown() {
        return PASSWORD.equals(notes.get(SHOWN));
    }

    public int remainingSeconds() {
        return Integer.parseInt(notes.get(EXPIRY)) - Time.currentTime();
    }

    /** Whether this is the code that belongs to the token. */
    public boolean accepts(String code) {
        return KeyedHash.equal(notes.get(CODE), digest(token, code));
    }

    /** Puts the token back after a failed attempt, unless it was the last one; tells whether there are more. */
    public boolean giveBack() {
        int attempts = Integer.parseInt(notes.get(ATTEMPTS)) + 1;
        Map<String, String> changed = new HashMap<>(notes);
        changed.put(ATTEMPTS, Integer.toString(attempts));
        return attempts < MAX_ATTEMPTS && store(session, changed);
    }

    /**
     * Puts the token back with a code in the place of an earlier one. It is there when this returns, and not with the transaction that
     * is under way: the code is about to be sent. The attempts stay counted.
     */
    public void giveBackWithCode(String code) {
        Map<String, String> changed = new HashMap<>(notes);
        changed.put(CODE, digest(token, code));
        KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), own -> store(own, changed));
        givenBack = true;
    }

    /** Puts the token back for a code that was not sent, unless that has been done: then none is accepted. */
    public void giveBackWithoutCode() {
        if (!givenBack) {
            Map<String, String> changed = new HashMap<>(notes);
            changed.remove(CODE);
            store(session, changed);
        }
    }

    private boolean store(KeycloakSession in, Map<String, String> changed) {
        int remaining = remainingSeconds();
        if (remaining <= 0) {
            return false;
        }
        in.singleUseObjects().put(key, remaining, changed);
        return true;
    }

    private static int issuedAt(Map<String, String> notes) {
        return Integer.parseInt(notes.get(EXPIRY)) - LIFESPAN_SECONDS;
    }

    private static boolean isExpired(Map<String, String> notes) {
        return Integer.parseInt(notes.get(EXPIRY)) <= Time.currentTime();
    }

    /** Keyed with the token, which the store does not hold: who can read the store cannot try all codes. */
    private static String digest(String token, String code) {
        return KeyedHash.under(token).base64(code);
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
