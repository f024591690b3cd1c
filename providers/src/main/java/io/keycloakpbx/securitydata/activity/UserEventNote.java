package io.keycloakpbx.securitydata.activity;

import io.keycloakpbx.securitydata.RelyingPartyProvider;
import io.keycloakpbx.securitydata.activity.SessionNote.Life;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.util.TokenUtil;

/** What events of users come to. It asks nothing of the database: sign-ins wait for it. */
final class UserEventNote {

    private static final Set<EventType> CHANGES_OF_ACCOUNT = EnumSet.of(
            EventType.UPDATE_PROFILE, EventType.UPDATE_EMAIL, EventType.UPDATE_CREDENTIAL, EventType.REMOVE_CREDENTIAL);

    private static final Set<EventType> WANTED = EnumSet.copyOf(CHANGES_OF_ACCOUNT);

    static {
        WANTED.addAll(EnumSet.of(
                EventType.LOGIN,
                EventType.CLIENT_LOGIN,
                EventType.REFRESH_TOKEN,
                EventType.LOGOUT,
                EventType.USER_SESSION_DELETED,
                EventType.LOGIN_ERROR,
                EventType.USER_DISABLED_BY_TEMPORARY_LOCKOUT,
                EventType.USER_DISABLED_BY_PERMANENT_LOCKOUT,
                EventType.REGISTER));
    }

    private UserEventNote() {}

    /** Whether events of the kind are written down at all. */
    static boolean isWanted(EventType type) {
        return WANTED.contains(type);
    }

    /** The note of an event, where there is anything to write down. */
    static Optional<SessionNote> of(KeycloakSession session, RealmModel realm, Event event) {
        if (event.getType() == EventType.LOGOUT || event.getType() == EventType.USER_SESSION_DELETED) {
            return Optional.ofNullable(event.getSessionId())
                    .map(ended -> SessionNote.closed(realm.getId(), event.getUserId(), ended, event.getTime()));
        }
        if (event.getUserId() == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(ofUser(session, realm, event));
    }

    private static SessionNote ofUser(KeycloakSession session, RealmModel realm, Event event) {
        String userId = event.getUserId();
        return switch (event.getType()) {
            case LOGIN ->
                loggedOn(
                        realm,
                        event,
                        event.getSessionId(),
                        Life.of(realm, "true".equals(detail(event, Details.REMEMBER_ME))));
            // A session that ends with the request has no token to refresh.
            case CLIENT_LOGIN ->
                loggedOn(
                        realm,
                        event,
                        detail(event, Details.REFRESH_TOKEN_ID) == null ? null : event.getSessionId(),
                        Life.of(realm, false));
            case REFRESH_TOKEN -> refreshed(session, realm, event);
            case LOGIN_ERROR -> SessionNote.failed(realm.getId(), userId, event.getTime());
            case USER_DISABLED_BY_TEMPORARY_LOCKOUT ->
                SessionNote.locked(realm.getId(), userId, event.getTime(), lockedUntil(event));
            // The account says that it is locked.
            case USER_DISABLED_BY_PERMANENT_LOCKOUT -> SessionNote.locked(realm.getId(), userId, event.getTime(), 0);
            case REGISTER -> SessionNote.created(realm.getId(), userId, event.getTime(), name(session, realm, userId));
            default ->
                CHANGES_OF_ACCOUNT.contains(event.getType())
                        ? SessionNote.modified(realm.getId(), userId, event.getTime(), name(session, realm, userId))
                        : null;
        };
    }

    private static SessionNote loggedOn(RealmModel realm, Event event, String sessionId, Life life) {
        return SessionNote.loggedOn(
                realm.getId(),
                event.getUserId(),
                sessionId,
                event.getTime(),
                event.getClientId(),
                event.getIpAddress(),
                detail(event, Details.USERNAME),
                life,
                detail(event, RelyingPartyProvider.ACTOR_SESSION));
    }

    /** Offline tokens outlive their session: it is no use of it. */
    private static SessionNote refreshed(KeycloakSession session, RealmModel realm, Event event) {
        if (event.getSessionId() == null
                || TokenUtil.TOKEN_TYPE_OFFLINE.equals(detail(event, Details.REFRESH_TOKEN_TYPE))) {
            return null;
        }
        boolean remembered = false;
        if (realm.isRememberMe()) {
            // The request has loaded it.
            UserSessionModel used = session.sessions().getUserSession(realm, event.getSessionId());
            remembered = used != null && used.isRememberMe();
        }
        return SessionNote.refreshed(
                realm.getId(), event.getUserId(), event.getSessionId(), event.getTime(), Life.of(realm, remembered));
    }

    /** The event has the time of the server's own zone. */
    private static long lockedUntil(Event event) {
        try {
            return LocalDateTime.parse(detail(event, Details.NOT_BEFORE))
                    .atZone(ZoneId.systemDefault())
                    .toInstant()
                    .toEpochMilli();
        } catch (DateTimeException | NullPointerException e) {
            return 0;
        }
    }

    private static String name(KeycloakSession session, RealmModel realm, String userId) {
        UserModel user = session.users().getUserById(realm, userId);
        return user == null ? null : user.getUsername();
    }

    private static String detail(Event event, String name) {
        return event.getDetails() == null ? null : event.getDetails().get(name);
    }
}
