package io.keycloakpbx.securitydata.activity;

import java.util.ArrayList;
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
 * @param wide notes about all sessions of a user, or about all users of a realm, in their order
 */
record NotedChanges(
        SortedMap<String, SessionChange> sessions, SortedMap<String, UserChange> users, List<SessionNote> wide) {

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
        NotedChanges changes = new NotedChanges(new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
        before.forEach(changes::add);
        notes.forEach(changes::add);
        return changes;
    }

    private void add(SessionChange change) {
        sessions.merge(change.sessionId(), change, SessionChange::and);
    }

    private void add(SessionNote note) {
        if (note.sessionId() != null) {
            add(SessionChange.of(note));
        }
        if (note.kind() == SessionNote.Kind.CLOSED_ALL || note.userId() == null && note.sessionId() == null) {
            wide.add(note);
        } else if (note.userId() != null && OF_USERS.contains(note.kind())) {
            users.merge(note.userId(), UserChange.of(note), UserChange::and);
        }
    }
}
