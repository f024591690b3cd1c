package io.keycloakpbx.securitydata.activity;

import io.keycloakpbx.securitydata.Administrator;
import java.util.Optional;
import java.util.Set;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What administrators' changes of users and sessions come to. */
final class AdminEventNote {

    private static final String USERS = "users";
    private static final String SESSIONS = "sessions";
    private static final String LOCKS = "attack-detection/brute-force/users";

    /** Below a user, and no change of the user. */
    private static final Set<String> NO_CHANGE = Set.of(
            "impersonation",
            "send-verify-email",
            "execute-actions-email",
            "reset-password-email",
            "verify-security-answers",
            "authorization-code");

    private AdminEventNote() {}

    /** The note of an event, where there is anything to write down. */
    static Optional<SessionNote> of(KeycloakSession session, RealmModel realm, AdminEvent event) {
        // The profile's path is below that of users, and it is none.
        if (event.getResourcePath() == null
                || event.getError() != null
                || event.getResourceType() == ResourceType.USER_PROFILE) {
            return Optional.empty();
        }
        return Optional.ofNullable(note(session, realm, event, event.getResourcePath()));
    }

    private static SessionNote note(KeycloakSession session, RealmModel realm, AdminEvent event, String path) {
        String[] parts = path.split("/");
        if (path.startsWith(LOCKS)) {
            String user = path.length() > LOCKS.length() + 1 ? path.substring(LOCKS.length() + 1) : null;
            return event.getOperationType() == OperationType.DELETE
                    ? SessionNote.unlocked(realm.getId(), user, event.getTime())
                    : null;
        }
        if ("logout-all".equals(path)) {
            return SessionNote.closedAll(realm.getId(), null, event.getTime());
        }
        if (parts.length == 2 && SESSIONS.equals(parts[0])) {
            return closed(realm, event, null, parts[1]);
        }
        return parts.length > 1 && USERS.equals(parts[0]) ? ofUser(session, realm, event, parts) : null;
    }

    private static SessionNote closed(RealmModel realm, AdminEvent event, String userId, String sessionId) {
        boolean offline = event.getRepresentation() != null
                && event.getRepresentation().replace(" ", "").contains("\"offline\":true");
        return event.getOperationType() == OperationType.DELETE && !offline
                ? SessionNote.closed(realm.getId(), userId, sessionId, event.getTime())
                : null;
    }

    private static SessionNote ofUser(KeycloakSession session, RealmModel realm, AdminEvent event, String[] parts) {
        String userId = parts[1];
        boolean itself = parts.length == 2;
        if (!itself && "logout".equals(parts[2])) {
            return SessionNote.closedAll(realm.getId(), userId, event.getTime());
        }
        if (parts.length == 4 && SESSIONS.equals(parts[2])) {
            return closed(realm, event, userId, parts[3]);
        }
        if (!itself && NO_CHANGE.contains(parts[2]) || itself && event.getOperationType() == OperationType.DELETE) {
            return null;
        }
        String by = Administrator.nameOf(session, realm, event.getAuthDetails());
        return itself && event.getOperationType() == OperationType.CREATE
                ? SessionNote.created(realm.getId(), userId, event.getTime(), by)
                : SessionNote.modified(realm.getId(), userId, event.getTime(), by);
    }
}
