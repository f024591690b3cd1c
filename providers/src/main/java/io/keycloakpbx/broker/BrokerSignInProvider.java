package io.keycloakpbx.broker;

import java.net.URI;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/** Sign-in with an identity provider of a tenant. */
public interface BrokerSignInProvider extends Provider {

    /** The provider of a session. */
    static BrokerSignInProvider of(KeycloakSession session) {
        return session.getProvider(BrokerSignInProvider.class);
    }

    /**
     * Begins a sign-in.
     *
     * @param client whose redirect URI the callback address is
     * @return the address to open in a browser
     * @throws BrokerSignInException if the tenant or the client does not allow it
     */
    URI begin(RealmModel realm, ClientModel client, BrokerSignInRequest request) throws BrokerSignInException;
}
