package io.keycloakpbx.sts;

import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.w3c.dom.Element;

/**
 * Makes access tokens of the sessions that security tokens for this server's own web services stand for. What was issued for another
 * relying party is shown to that one, which is not to act here as its user.
 */
final class SessionTokens implements SecurityTokenProvider {

    /** How long such an access token lives, in seconds: as long as a request may take. */
    static final int LIFESPAN = 60;

    private final KeycloakSession session;

    SessionTokens(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Optional<String> accessToken(RealmModel realm, String token) {
        Optional<TokenSession> found = new SimpleWebTokens(session, realm).verify(token);
        return accessToken(found.or(() -> SamlTokens.verify(session, realm, token)));
    }

    @Override
    public Optional<String> accessToken(RealmModel realm, Element assertion) {
        return accessToken(SamlTokens.verify(session, realm, assertion));
    }

    private static Optional<String> accessToken(Optional<TokenSession> found) {
        return found.filter(of -> of.party().uri().equals(SwtLogin.APPLIES_TO)).map(of -> of.ownAccessToken(LIFESPAN));
    }

    @Override
    public Optional<SimpleWebTokenKey> key(RealmModel realm, ClientModel client) {
        return new SimpleWebTokens(session, realm).key(client);
    }

    @Override
    public void close() {}
}
