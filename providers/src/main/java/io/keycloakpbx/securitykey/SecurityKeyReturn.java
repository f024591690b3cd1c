package io.keycloakpbx.securitykey;

import io.keycloakpbx.keycloak.ReliesOn;
import java.net.URI;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.utils.RedirectUtils;
import org.keycloak.services.Urls;
import org.keycloak.services.resources.RealmsResource;

/**
 * The way back from a sign-in by a key. Keycloak adds parameters of its protocol to the address it sends a browser to, for
 * a response that was asked for. Nobody has asked for one here, and an application that takes the address it was opened
 * with as its redirect URI, as the account console does, would be refused for them. So the browser comes here first, and
 * goes on without.
 */
@ReliesOn("org.keycloak.services.Urls: the paths of realm resources and of the account console")
record SecurityKeyReturn(String clientId, String redirectUri) {

    static final String PATH = "return";

    /** The address that brings the browser back. */
    URI address(KeycloakSession session, RealmModel realm) {
        var address = Urls.realmBase(session.getContext().getUri().getBaseUri())
                .path(RealmsResource.class, "resolveRealmExtension")
                .path(PATH);
        if (redirectUri != null) {
            address.queryParam(OIDCLoginProtocol.CLIENT_ID_PARAM, "{client}")
                    .queryParam(OIDCLoginProtocol.REDIRECT_URI_PARAM, "{uri}");
            return address.build(realm.getName(), SecurityKeyResourceProviderFactory.ID, clientId, redirectUri);
        }
        return address.build(realm.getName(), SecurityKeyResourceProviderFactory.ID);
    }

    /** Where the browser goes on to: an address that is registered at the client, or the account console. */
    URI target(KeycloakSession session, RealmModel realm) {
        ClientModel client = clientId == null ? null : realm.getClientByClientId(clientId);
        String verified = client == null || !client.isEnabled() || redirectUri == null
                ? null
                : RedirectUtils.verifyRedirectUri(session, redirectUri, client);
        return verified == null
                ? Urls.accountBase(session.getContext().getUri().getBaseUri())
                        .path("/")
                        .build(realm.getName())
                : URI.create(verified);
    }
}
