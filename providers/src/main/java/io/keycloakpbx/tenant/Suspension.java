package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.ReliesOn;
import java.util.concurrent.TimeUnit;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What a suspension is besides a disabled realm, which only keeps people from signing in: the tenant's sessions end, and
 * no token of before opens anything, then or after the tenant is resumed.
 */
@ReliesOn({
    "org.keycloak.models.UserSessionProvider: removeUserSessions(realm) ends all sessions of a realm on every node",
    "org.keycloak.services.managers.AuthenticationManager: a bearer token issued before the realm's not-before is refused,"
            + " one of that very second is taken"
})
final class Suspension {

    private final KeycloakSession session;
    private final RealmModel realm;

    Suspension(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** After the tenant was suspended. A token of this very second must not be taken either. */
    void begin() {
        endSessions(Time.currentTime() + 1);
    }

    /** Before the tenant serves again: what a sign-in has made that was under way when the suspension began goes too. */
    void end() {
        awaitNewTokens();
        endSessions(Time.currentTime());
    }

    private void endSessions(int notBefore) {
        realm.setNotBefore(Math.max(realm.getNotBefore(), notBefore));
        session.sessions().removeUserSessions(realm);
    }

    /** Who suspends and resumes within one second waits for its end: tokens of that second would never be taken. */
    private void awaitNewTokens() {
        long ahead = TimeUnit.SECONDS.toMillis(realm.getNotBefore()) - Time.currentTimeMillis();
        if (ahead > 0 && ahead <= TimeUnit.SECONDS.toMillis(1)) {
            try {
                Thread.sleep(ahead);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
