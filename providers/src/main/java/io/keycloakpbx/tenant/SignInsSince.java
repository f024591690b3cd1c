package io.keycloakpbx.tenant;

import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.time.Instant;
import org.keycloak.common.util.Time;

/** From when on sign-ins are counted, as a caller says it: the beginning of a day by the caller's clock. */
final class SignInsSince {

    /** A day, wherever on earth it begins, and whatever the caller's clock says: events of longer are not counted. */
    private static final Duration LONGEST = Duration.ofDays(2);

    private SignInsSince() {}

    static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }

    /**
     * The moment, two days ago where it is earlier.
     *
     * @param member the parameter that says it
     * @param asked its value, in milliseconds since 1970
     * @throws WebApplicationException if it is no such number
     */
    static Instant of(String member, String asked) {
        try {
            Instant from = Instant.ofEpochMilli(Long.parseLong(asked));
            Instant earliest = now().minus(LONGEST);
            return from.isBefore(earliest) ? earliest : from;
        } catch (NumberFormatException e) {
            throw RefusalRenderer.ADMIN.thrown(Refusal.invalid(member, member + " must be milliseconds since 1970"));
        }
    }
}
