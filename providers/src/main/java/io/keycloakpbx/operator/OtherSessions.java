package io.keycloakpbx.operator;

import io.keycloakpbx.keycloak.SignOut;
import io.keycloakpbx.tenant.TenantEvent;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The sessions of a user besides one. */
final class OtherSessions {

    private OtherSessions() {}

    /**
     * Ends them, offline ones included, with Keycloak's single sign-out, in the realm of the session's context.
     *
     * @param kept the id of the one that goes on
     * @param reason for the events
     */
    static void end(KeycloakSession session, RealmModel realm, UserModel user, String kept, String reason) {
        session.sessions()
                .getUserSessionsStream(realm, user)
                .filter(other -> !other.getId().equals(kept))
                .toList()
                .forEach(other -> {
                    String id = other.getId();
                    SignOut.from(session, other);
                    TenantEvent.of(session, realm, EventType.LOGOUT)
                            .user(user)
                            .session(id)
                            .detail(Details.USERNAME, user.getUsername())
                            .detail(Details.REASON, reason)
                            .success();
                });
        session.sessions()
                .getOfflineUserSessionsStream(realm, user)
                .filter(other -> !other.getId().equals(kept))
                .toList()
                .forEach(other -> session.sessions().removeOfflineUserSession(realm, other));
    }
}
