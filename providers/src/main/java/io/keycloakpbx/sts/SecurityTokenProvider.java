package io.keycloakpbx.sts;

import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;
import org.w3c.dom.Element;

/** CostGuard's security tokens, as those see them who are sent one. */
public interface SecurityTokenProvider extends Provider {

    /** The provider of a session. */
    static SecurityTokenProvider of(KeycloakSession session) {
        return session.getProvider(SecurityTokenProvider.class);
    }

    /**
     * The access token for the session that a security token stands for, which lives a minute; none where the security token
     * is not valid, or no longer, or was issued for something else than the web services of this server. The session is bound to the
     * realm.
     *
     * @param token a simple web token, or an assertion in Base64
     */
    Optional<String> accessToken(RealmModel realm, String token);

    /**
     * The same for an assertion.
     *
     * @param assertion as it was sent, an element of a document
     */
    Optional<String> accessToken(RealmModel realm, Element assertion);

    /**
     * The key by which simple web tokens for a client are signed now, for those who verify them.
     *
     * @return none where the client has not opted in
     */
    Optional<SimpleWebTokenKey> key(RealmModel realm, ClientModel client);
}
