package io.keycloakpbx.keycloak;

import io.keycloakpbx.store.OutboxProvider;
import java.util.List;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * Signs users out of everything. Sessions and tokens end with the session's transaction; the apps are told after it,
 * through the outbox.
 */
@ReliesOn(
        "org.keycloak.services.managers.AuthenticationManager: Keycloak's own single sign-out, whose requests are recorded"
                + " instead of sent")
public final class SignOut {

    private SignOut() {}

    /**
     * Ends all sessions of a user and makes every token that was issued until now invalid, offline tokens too. Each session
     * is a LOGOUT event.
     *
     * @param reason why, for the events
     */
    public static void everywhere(KeycloakSession session, RealmModel realm, UserModel user, String reason) {
        ContextRealm.run(session, realm, () -> {
            session.users().setNotBeforeForUser(realm, user, Time.currentTime());
            List<UserSessionModel> userSessions =
                    session.sessions().getUserSessionsStream(realm, user).toList();
            if (userSessions.isEmpty()) {
                return;
            }
            OutboxProvider outbox = session.getProvider(OutboxProvider.class);
            RecordingSession recording = new RecordingSession(
                    session,
                    request -> outbox.put(
                            realm, RecordedRequestDeliveryFactory.ID, request.destination(), request.toJson()));
            userSessions.forEach(userSession -> end(recording, session, realm, user, userSession, reason));
        });
    }

    private static void end(
            RecordingSession recording,
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            UserSessionModel userSession,
            String reason) {
        KeycloakContext context = session.getContext();
        String id = userSession.getId();
        recording.run(recorded -> AuthenticationManager.backchannelLogout(
                recorded,
                realm,
                userSession,
                context.getUri(),
                context.getConnection(),
                context.getRequestHeaders(),
                true));
        new EventBuilder(realm, session, context.getConnection())
                .event(EventType.LOGOUT)
                .user(user)
                .session(id)
                .detail(Details.USERNAME, user.getUsername())
                .detail(Details.REASON, reason)
                .success();
    }
}
