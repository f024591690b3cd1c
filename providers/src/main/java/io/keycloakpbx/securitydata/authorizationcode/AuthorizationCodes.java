package io.keycloakpbx.securitydata.authorizationcode;

import io.keycloakpbx.crypto.KeyedHash;
import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.store.Database;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.common.util.Time;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The codes that are waiting for their users, one a user, in the table {@code PBX_AUTHORIZATION_CODE}. What is counted, and what
 * is used up, is committed before anything follows from it: row counts decide who was first.
 */
public final class AuthorizationCodes {

    /** The longest life of a code, in seconds. */
    public static final int MAX_SECONDS = 600;

    /** How often a code may be tried. */
    static final int ATTEMPTS = 5;

    /** Codes are numbers of eight digits. */
    private static final int LEAST = 10_000_000;

    private static final int COUNT = 90_000_000;

    private static final String LABEL = "keycloak-pbx authorization code";
    private static final String USER = "user";
    private static final String REALM = "realm";

    private final KeycloakSession session;
    private final RealmModel realm;

    /** The codes of a realm. */
    public AuthorizationCodes(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /**
     * Makes a code for a user of Keycloak's own database, whom the caller has locked. It takes the place of one before.
     *
     * @param expiresAt when it ends
     * @return its eight digits, which are kept nowhere
     */
    public int issue(UserModel user, Instant expiresAt) {
        int code = LEAST + SecretGenerator.nextInt(COUNT);
        KeyWrapper key = ContextRealm.call(
                session, realm, () -> session.keys().getActiveKey(realm, KeyUse.SIG, Algorithm.HS512));
        Database.entities(session)
                .createQuery("insert into AuthorizationCodeEntity (userId, realmId, codeHash, expiresAt, attempts)"
                        + " values (:user, :realm, :hash, :expiresAt, 0)"
                        + " on conflict (userId) do update set realmId = :realm, codeHash = :hash,"
                        + " expiresAt = :expiresAt, attempts = 0")
                .setParameter(USER, user.getId())
                .setParameter(REALM, realm.getId())
                .setParameter("hash", hash(key, user.getId(), Integer.toString(code)))
                .setParameter("expiresAt", expiresAt.toEpochMilli())
                .executeUpdate();
        return code;
    }

    /** Whether a user has a code that can be tried. */
    boolean isPending(UserModel user) {
        return Database.entities(session)
                        .createQuery(
                                "select count(c) from AuthorizationCodeEntity c where c.userId = :user"
                                        + " and c.realmId = :realm and c.attempts < :most and c.expiresAt > :now",
                                Long.class)
                        .setParameter(USER, user.getId())
                        .setParameter(REALM, realm.getId())
                        .setParameter("most", ATTEMPTS)
                        .setParameter("now", Time.currentTimeMillis())
                        .getSingleResult()
                == 1;
    }

    /** What has come of a code that was tried. */
    enum Redeemed {
        /** It is the user's, who has it no more. */
        RIGHT,
        WRONG,
        /** The user has none, or none that can be tried any more. */
        NONE
    }

    /** Tries a code. */
    Redeemed redeem(UserModel user, String code) {
        String userId = user.getId();
        String realmId = realm.getId();
        String kept = KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(), own -> attempt(Database.entities(own), realmId, userId));
        if (kept == null) {
            return Redeemed.NONE;
        }
        boolean right = false;
        // A code from before the realm's key was replaced is as good. Every key is looked at.
        for (String hash : keys().map(key -> hash(key, userId, code)).toList()) {
            right |= KeyedHash.equal(hash, kept);
        }
        if (!right) {
            return Redeemed.WRONG;
        }
        // Who comes second finds none.
        return KeycloakModelUtils.runJobInTransactionWithResult(
                        session.getKeycloakSessionFactory(), own -> use(Database.entities(own), userId, kept))
                ? Redeemed.RIGHT
                : Redeemed.NONE;
    }

    private Stream<KeyWrapper> keys() {
        return session.keys().getKeysStream(realm, KeyUse.SIG, Algorithm.HS512);
    }

    /** The hash of a code that may be tried once more; null where there is none. */
    private static String attempt(EntityManager em, String realmId, String userId) {
        int claimed = em.createQuery("update AuthorizationCodeEntity c set c.attempts = c.attempts + 1"
                        + " where c.userId = :user and c.realmId = :realm and c.attempts < :most"
                        + " and c.expiresAt > :now")
                .setParameter(USER, userId)
                .setParameter(REALM, realmId)
                .setParameter("most", ATTEMPTS)
                .setParameter("now", Time.currentTimeMillis())
                .executeUpdate();
        return claimed == 0
                ? null
                : em.createQuery(
                                "select c.codeHash from AuthorizationCodeEntity c where c.userId = :user", String.class)
                        .setParameter(USER, userId)
                        .getResultStream()
                        .findFirst()
                        .orElse(null);
    }

    /** Of two that have the right code, one removes it. */
    private static boolean use(EntityManager em, String userId, String hash) {
        return em.createQuery("delete from AuthorizationCodeEntity c where c.userId = :user and c.codeHash = :hash")
                        .setParameter(USER, userId)
                        .setParameter("hash", hash)
                        .executeUpdate()
                == 1;
    }

    private String hash(KeyWrapper key, String userId, String code) {
        return KeyedHash.under(key.getSecretKey()).derive(LABEL).hex(realm.getId(), userId, code);
    }

    /** Removes one batch of expired codes; true where there may be more. */
    static boolean removeExpired(KeycloakSession session, int now, int most, IntConsumer removed) {
        EntityManager em = Database.entities(session);
        List<String> expired = em.createQuery(
                        "select c.userId from AuthorizationCodeEntity c where c.expiresAt <= :now order by c.expiresAt",
                        String.class)
                .setParameter("now", Time.toMillis(now))
                .setMaxResults(most)
                .getResultList();
        if (expired.isEmpty()) {
            return false;
        }
        // One that was made anew meanwhile stays.
        removed.accept(
                em.createQuery("delete from AuthorizationCodeEntity c where c.userId in :users and c.expiresAt <= :now")
                        .setParameter("users", expired)
                        .setParameter("now", Time.toMillis(now))
                        .executeUpdate());
        return expired.size() == most;
    }
}
