package io.keycloakpbx.keycloak;

import io.keycloakpbx.store.OutboxProvider;
import java.util.List;
import java.util.function.Supplier;
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
 * Signs users out, of one session or of everything. Sessions and tokens end with the session's transaction; the apps are
 * told after it, through the outbox.
 */
@ReliesOn("org.keycloak.services.managers.AuthenticationManager: Keycloak's own single sign-out, whose requests are"
        + " recorded instead of sent")
public final class SignOut {

    private SignOut() {}

    /**
     * Ends all sessions of a user and makes every token that was issued until now invalid, offline tokens too. Each session
     * is a LOGOUT event.
     *
     * @param event begins the event of a session, with what the caller knows and this room does not
     */
    public static void everywhere(
            KeycloakSession session, RealmModel realm, UserModel user, Supplier<EventBuilder> event) {
        ContextRealm.run(session, realm, () -> {
            session.users().setNotBeforeForUser(realm, user, Time.currentTime());
            List<UserSessionModel> userSessions =
                    session.sessions().getUserSessionsStream(realm, user).toList();
            if (userSessions.isEmpty()) {
                return;
            }
            RecordingSession recording = recording(session, realm);
            userSessions.forEach(userSession -> {
                String id = userSession.getId();
                end(recording, session, realm, userSession);
                event.get()
                        .event(EventType.LOGOUT)
                        .user(user)
                        .session(id)
                        .detail(Details.USERNAME, user.getUsername())
                        .success();
            });
        });
    }

    /**
     * Ends one session of a user, in the realm of the session's context. The event is the caller's to write, who knows the
     * client that has asked for it.
     */
    public static void from(KeycloakSession session, UserSessionModel userSession) {
        RealmModel realm = session.getContext().getRealm();
        end(recording(session, realm), session, realm, userSession);
    }

    private static RecordingSession recording(KeycloakSession session, RealmModel realm) {
        OutboxProvider outbox = session.getProvider(OutboxProvider.class);
        return new RecordingSession(
                session,
                request ->
                        outbox.put(realm, RecordedRequestDeliveryFactory.ID, request.destination(), request.toJson()));
    }

    private static void end(
            RecordingSession recording, KeycloakSession session, RealmModel realm, UserSessionModel userSession) {
        KeycloakContext context = session.getContext();
        recording.run(recorded -> AuthenticationManager.backchannelLogout(
                recorded,
                realm,
                userSession,
                context.getUri(),
                context.getConnection(),
                context.getRequestHeaders(),
                true));
    }
}
