package io.keycloakpbx.securitydata.activity;

/**
 * What the notes of one user come to. Times are milliseconds since 1970, 0 for never.
 *
 * @param lockedUntil {@link #UNCHANGED}, or until when the user is locked out; 0 ends a lock
 * @param createdBy whoever has made the user, null for nobody
 * @param modifiedBy whoever was the last to change the user
 */
record UserChange(
        String realmId,
        String userId,
        long lastLogOn,
        long lastFailedLogOn,
        long lastLockout,
        long lockedUntil,
        String createdBy,
        long modifiedAt,
        String modifiedBy) {

    static final long UNCHANGED = -1;

    /** The change of a note, which is about one user. */
    static UserChange of(SessionNote note) {
        boolean loggedOn = note.kind() == SessionNote.Kind.LOGGED_ON;
        boolean failed = note.kind() == SessionNote.Kind.FAILED;
        boolean locked = note.kind() == SessionNote.Kind.LOCKED;
        boolean unlocked = loggedOn || note.kind() == SessionNote.Kind.UNLOCKED;
        boolean created = note.kind() == SessionNote.Kind.CREATED;
        boolean modified = note.kind() == SessionNote.Kind.MODIFIED;
        return new UserChange(
                note.realmId(),
                note.userId(),
                loggedOn ? note.time() : 0,
                failed ? note.time() : 0,
                locked ? note.time() : 0,
                locked ? note.lockedUntil() : unlocked ? 0 : UNCHANGED,
                created ? note.userName() : null,
                modified ? note.time() : 0,
                modified ? note.userName() : null);
    }

    /** This change and a later one of the same user. */
    UserChange and(UserChange later) {
        boolean modifiedLater = later.modifiedAt >= modifiedAt && later.modifiedAt > 0;
        return new UserChange(
                realmId,
                userId,
                Math.max(lastLogOn, later.lastLogOn),
                Math.max(lastFailedLogOn, later.lastFailedLogOn),
                Math.max(lastLockout, later.lastLockout),
                later.lockedUntil == UNCHANGED ? lockedUntil : later.lockedUntil,
                createdBy == null ? later.createdBy : createdBy,
                Math.max(modifiedAt, later.modifiedAt),
                modifiedLater ? later.modifiedBy : modifiedBy);
    }
}
