package io.keycloakpbx.securitydata.activity;

import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.SessionExpirationUtils;

/**
 * What has happened, to be written down later.
 *
 * @param userId null where all users of the realm are meant
 * @param sessionId null where it is not about one session
 * @param time in milliseconds since 1970
 * @param clientId the client's name in the realm
 * @param address the user's IP address
 * @param userName of the user, or of whoever has changed the user
 * @param lockedUntil in milliseconds since 1970; 0 unless it is about a lock
 * @param life how long the session lives; null unless it was used
 * @param parentId the session of who acts for the user, or null
 */
record SessionNote(
        Kind kind,
        String realmId,
        String userId,
        String sessionId,
        long time,
        String clientId,
        String address,
        String userName,
        long lockedUntil,
        Life life,
        String parentId) {

    /** What kinds of things happen. */
    enum Kind {
        LOGGED_ON,
        REFRESHED,
        CLOSED,
        CLOSED_ALL,
        FAILED,
        LOCKED,
        UNLOCKED,
        CREATED,
        MODIFIED
    }

    /**
     * How long sessions live.
     *
     * @param max in milliseconds, from their beginning
     * @param idle in milliseconds, unless they are used
     */
    record Life(long max, long idle) {

        /**
         * What a realm says of its sessions.
         *
         * @param remembered whether the user is remembered
         */
        static Life of(RealmModel realm, boolean remembered) {
            return new Life(
                    SessionExpirationUtils.calculateUserSessionMaxLifespanTimestamp(false, remembered, 0, realm),
                    SessionExpirationUtils.calculateUserSessionIdleTimestamp(false, remembered, 0, realm));
        }

        /** When a session ends that began at a time, and is not used any more after another. */
        long ends(long began, long used) {
            return Math.min(began + max, used + idle);
        }
    }

    private static SessionNote of(Kind kind, String realmId, String userId, String sessionId, long time) {
        return new SessionNote(kind, realmId, userId, sessionId, time, null, null, null, 0, null, null);
    }

    /** A sign-in; the session is null where it does not last. */
    static SessionNote loggedOn(
            String realmId,
            String userId,
            String sessionId,
            long time,
            String clientId,
            String address,
            String userName,
            Life life,
            String parentId) {
        return new SessionNote(
                Kind.LOGGED_ON, realmId, userId, sessionId, time, clientId, address, userName, 0, life, parentId);
    }

    static SessionNote refreshed(String realmId, String userId, String sessionId, long time, Life life) {
        return new SessionNote(Kind.REFRESHED, realmId, userId, sessionId, time, null, null, null, 0, life, null);
    }

    static SessionNote closed(String realmId, String userId, String sessionId, long time) {
        return of(Kind.CLOSED, realmId, userId, sessionId, time);
    }

    /** All sessions of a user, or of the realm where the user is null. */
    static SessionNote closedAll(String realmId, String userId, long time) {
        return of(Kind.CLOSED_ALL, realmId, userId, null, time);
    }

    static SessionNote failed(String realmId, String userId, long time) {
        return of(Kind.FAILED, realmId, userId, null, time);
    }

    static SessionNote locked(String realmId, String userId, long time, long until) {
        return new SessionNote(Kind.LOCKED, realmId, userId, null, time, null, null, null, until, null, null);
    }

    /** A user, or all of the realm where the user is null. */
    static SessionNote unlocked(String realmId, String userId, long time) {
        return of(Kind.UNLOCKED, realmId, userId, null, time);
    }

    static SessionNote created(String realmId, String userId, long time, String by) {
        return new SessionNote(Kind.CREATED, realmId, userId, null, time, null, null, by, 0, null, null);
    }

    static SessionNote modified(String realmId, String userId, long time, String by) {
        return new SessionNote(Kind.MODIFIED, realmId, userId, null, time, null, null, by, 0, null, null);
    }
}
