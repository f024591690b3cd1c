package io.keycloakpbx.sts;

import io.keycloakpbx.securitydata.RelyingParty;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * The session of Keycloak's that a security token stands for, valid now. Who has a token is said by the session, never by the
 * token.
 */
final class TokenSession {

    private TokenSession() {}

    /**
     * The session, if all of it is valid: user session and client session, enabled user and client, not-before of realm, client
     * and user, sign-in restrictions, the list of addresses.
     *
     * @param party what the token is for, as the realm has it now
     * @param issued when the token was issued, in seconds since 1970
     */
    static Optional<TokenSession> find(
            KeycloakSession session, RealmModel realm, RelyingParty party, String sessionId, int issued) {
        throw new UnsupportedOperationException();
    }

    RelyingParty party() {
        throw new UnsupportedOperationException();
    }

    UserModel user() {
        throw new UnsupportedOperationException();
    }

    UserSessionModel userSession() {
        throw new UnsupportedOperationException();
    }

    /** Who signed in for the user ({@code actAs}), the name of the realm, a backslash, the user name; null where nobody did. */
    String actor() {
        throw new UnsupportedOperationException();
    }

    /**
     * How long a token may live that is issued now: no longer than asked for, than the client says
     * ({@code pbx.tokenLifespan}, 28,800 seconds by default), than idle and maximum of the sessions leave.
     *
     * @param requested in seconds, 0 for as long as possible
     */
    int lifespan(int requested) {
        throw new UnsupportedOperationException();
    }

    /** An access token of the client's, as the token endpoint makes it, which lives at most so many seconds. */
    String accessToken(int seconds) {
        throw new UnsupportedOperationException();
    }

    /** Notes that the session is used, as a refresh does, with its event. */
    void refresh() {
        throw new UnsupportedOperationException();
    }

    /** Ends the session, as a sign-out does, with its event; apps are told after the commit. */
    void end() {
        throw new UnsupportedOperationException();
    }
}
