package io.keycloakpbx.securitydata.activity;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What notes come to, one change for each session and each user. Those are in the order of their ids, in which all nodes
 * write them: so they never wait for one another in a circle.
 *
 * @param wide the latest note of its kind about all sessions of a user, or about all users of a realm. Each costs a
 *     statement, so it is one for each of them, however often an administrator asks for the same
 */
record NotedChanges(
        SortedMap<String, SessionChange> sessions,
        SortedMap<String, UserChange> users,
        SortedMap<String, SessionNote> wide) {

    private static final Set<SessionNote.Kind> OF_USERS = EnumSet.of(
            SessionNote.Kind.LOGGED_ON,
            SessionNote.Kind.FAILED,
            SessionNote.Kind.LOCKED,
            SessionNote.Kind.UNLOCKED,
            SessionNote.Kind.CREATED,
            SessionNote.Kind.MODIFIED);

    /**
     * Merges notes.
     *
     * @param before changes of sessions that are still to be written
     * @param notes what has happened since, in its order
     */
    static NotedChanges of(Collection<SessionChange> before, List<SessionNote> notes) {
        NotedChanges changes = none();
        before.forEach(changes::add);
        notes.forEach(changes::add);
        return changes;
    }

    /** No changes yet. */
    static NotedChanges none() {
        return new NotedChanges(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    /** Parts as a whole again; no two of them are about the same. */
    static NotedChanges whole(Collection<NotedChanges> parts) {
        NotedChanges whole = none();
        parts.forEach(part -> {
            whole.sessions.putAll(part.sessions);
            whole.users.putAll(part.users);
            whole.wide.putAll(part.wide);
        });
        return whole;
    }

    private void add(SessionChange change) {
        sessions.merge(change.sessionId(), change, SessionChange::and);
    }

    private void add(SessionNote note) {
        if (note.sessionId() != null) {
            add(SessionChange.of(note));
        }
        if (note.kind() == SessionNote.Kind.CLOSED_ALL || note.userId() == null && note.sessionId() == null) {
            String about = note.kind() + " " + note.realmId() + " " + (note.userId() == null ? "" : note.userId());
            wide.merge(about, note, (one, other) -> one.time() > other.time() ? one : other);
        } else if (note.userId() != null && OF_USERS.contains(note.kind())) {
            users.merge(note.userId(), UserChange.of(note), UserChange::and);
        }
    }
}
