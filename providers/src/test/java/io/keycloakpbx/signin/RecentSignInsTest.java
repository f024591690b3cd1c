package io.keycloakpbx.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tenant.SignInFinding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;

class RecentSignInsTest {

    @Test
    void addressesAreThoseOfEventsThenOfSessionsEachOnce() {
        RecentSignIns recent = new RecentSignIns(
                List.of(
                        event(EventType.LOGIN_ERROR, "192.0.2.2", "x", Map.of()),
                        event(EventType.LOGIN, "192.0.2.1", null, null),
                        event(EventType.LOGIN, "192.0.2.2", null, null),
                        event(EventType.LOGIN, null, null, null)),
                List.of("192.0.2.3", "192.0.2.1"));
        assertThat(recent.addresses()).containsExactly("192.0.2.2", "192.0.2.1", "192.0.2.3");
    }

    @Test
    void theLastFailureIsToldWhateverCameAfterIt() {
        RecentSignIns recent = new RecentSignIns(
                List.of(
                        event(EventType.LOGIN, "192.0.2.1", null, null),
                        event(EventType.LOGIN_ERROR, "192.0.2.2", "access_denied", Map.of("reason", "account_expired")),
                        event(EventType.LOGIN_ERROR, "192.0.2.3", "invalid_user_credentials", null)),
                List.of());
        assertThat(recent.lastError())
                .contains(SignInFinding.info("pbxWhyLastErrorReason")
                        .with("time", "2001-03-01T08:00:00Z")
                        .with("error", "access_denied")
                        .with("reason", "account_expired")
                        .with("address", "192.0.2.2"));
    }

    @Test
    void whoHasNotFailedHasNone() {
        assertThat(new RecentSignIns(List.of(event(EventType.LOGIN, "192.0.2.1", null, null)), List.of()).lastError())
                .isEmpty();
        assertThat(new RecentSignIns(List.of(), List.of()).addresses()).isEmpty();
    }

    private static Event event(EventType type, String address, String error, Map<String, String> details) {
        Event event = new Event();
        event.setTime(983_433_600_000L);
        event.setType(type);
        event.setIpAddress(address);
        event.setError(error);
        event.setDetails(details);
        return event;
    }
}
