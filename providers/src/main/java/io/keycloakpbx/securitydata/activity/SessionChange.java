package io.keycloakpbx.securitydata.activity;

import io.keycloakpbx.securitydata.activity.SessionNote.Life;

/**
 * What the notes of one session come to. Times are milliseconds since 1970, 0 for never.
 *
 * @param started when a user signed in; 0 where the session was there before these notes
 * @param used when it was used last
 * @param refreshes how often its token was refreshed
 * @param refreshed when that was last
 * @param parentId the session of who acts for the user, or null
 * @param round how many times the change has waited for its session to be written
 */
record SessionChange(
        String realmId,
        String sessionId,
        String userId,
        String clientId,
        String address,
        String userName,
        long started,
        long used,
        Life life,
        int refreshes,
        long refreshed,
        long closed,
        String parentId,
        int round) {

    /** The change of a note, which is about one session. */
    static SessionChange of(SessionNote note) {
        boolean begins = note.kind() == SessionNote.Kind.LOGGED_ON;
        boolean refreshes = note.kind() == SessionNote.Kind.REFRESHED;
        boolean ends = note.kind() == SessionNote.Kind.CLOSED;
        return new SessionChange(
                note.realmId(),
                note.sessionId(),
                note.userId(),
                note.clientId(),
                note.address(),
                note.userName(),
                begins ? note.time() : 0,
                ends ? 0 : note.time(),
                note.life(),
                refreshes ? 1 : 0,
                refreshes ? note.time() : 0,
                ends ? note.time() : 0,
                note.parentId(),
                0);
    }

    /** This change and a later one of the same session. */
    SessionChange and(SessionChange later) {
        SessionChange first = started == 0 && later.started > 0 ? later : this;
        return new SessionChange(
                realmId,
                sessionId,
                first.userId,
                first.clientId,
                first.address,
                first.userName,
                first.started,
                Math.max(used, later.used),
                later.life == null ? life : later.life,
                refreshes + later.refreshes,
                Math.max(refreshed, later.refreshed),
                closed == 0 ? later.closed : closed,
                first.parentId,
                Math.max(round, later.round));
    }

    /** The same, one round later. */
    SessionChange again() {
        return new SessionChange(
                realmId, sessionId, userId, clientId, address, userName, started, used, life, refreshes, refreshed,
                closed, parentId, round + 1);
    }

    /** When the session ends unless it is used again; 0 where that does not change. */
    long ends(long began) {
        return life == null ? 0 : life.ends(began, used);
    }
}
