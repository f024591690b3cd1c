package io.keycloakpbx.signin;

import io.keycloakpbx.tenant.SignInFinding;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventStoreProvider;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * What has become of a user's last sign-ins.
 *
 * @param events the newest first, at most {@value #MOST}; none where nobody keeps or may see them
 * @param sessions addresses of sessions that go on, at most {@value #MOST}
 */
record RecentSignIns(List<Event> events, List<String> sessions) {

    private static final int MOST = 20;
    private static final String UNKNOWN = "unknown";

    RecentSignIns {
        events = List.copyOf(events);
        sessions = List.copyOf(sessions);
    }

    /** Two queries, by indexes of the user's id. */
    static RecentSignIns of(KeycloakSession session, RealmModel realm, UserModel user, boolean withEvents) {
        EventStoreProvider store = withEvents ? session.getProvider(EventStoreProvider.class) : null;
        return new RecentSignIns(
                store == null
                        ? List.of()
                        : store.createQuery()
                                .realm(realm.getId())
                                .user(user.getId())
                                .type(EventType.LOGIN, EventType.LOGIN_ERROR)
                                .maxResults(MOST)
                                .getResultStream()
                                .toList(),
                session.sessions()
                        .getUserSessionsStream(realm, user)
                        .limit(MOST)
                        .map(UserSessionModel::getIpAddress)
                        .filter(Objects::nonNull)
                        .toList());
    }

    /** Where they came from, the last one first. */
    List<String> addresses() {
        return Stream.concat(events.stream().map(Event::getIpAddress).filter(Objects::nonNull), sessions.stream())
                .distinct()
                .toList();
    }

    /** The last one that failed, whatever has come after it. */
    Optional<SignInFinding> lastError() {
        return events.stream()
                .filter(event -> event.getType() == EventType.LOGIN_ERROR)
                .findFirst()
                .map(RecentSignIns::told);
    }

    private static SignInFinding told(Event event) {
        String reason = event.getDetails() == null ? null : event.getDetails().get(Details.REASON);
        return SignInFinding.info(reason == null ? "pbxWhyLastError" : "pbxWhyLastErrorReason")
                .with("time", Instant.ofEpochMilli(event.getTime()).toString())
                .with("error", Objects.requireNonNullElse(event.getError(), UNKNOWN))
                .with("reason", reason)
                .with("address", Objects.requireNonNullElse(event.getIpAddress(), UNKNOWN));
    }
}
