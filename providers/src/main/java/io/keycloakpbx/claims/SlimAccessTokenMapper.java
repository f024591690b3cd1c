package io.keycloakpbx.claims;

import java.util.List;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.AccessToken;

/**
 * Makes the access token of whoever asks for its client scope one of Keycloak's lightweight tokens, so that a SIP request
 * that carries it stays below 1,300 bytes (RFC 3261 section 18.1.1). Keycloak switches lightweight tokens on by client or
 * by client policy; neither knows the scope when a token is refreshed.
 */
public final class SlimAccessTokenMapper extends AbstractOIDCProtocolMapper implements OIDCAccessTokenMapper {

    @Override
    public AccessToken transformAccessToken(
            AccessToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        session.setAttribute(Constants.USE_LIGHTWEIGHT_ACCESS_TOKEN_ENABLED, true);
        return token;
    }

    /** Before all others: each mapper looks at the switch for itself. */
    @Override
    public int getPriority() {
        return -100;
    }

    @Override
    public String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public String getId() {
        return "pbx-slim-access-token-mapper";
    }

    @Override
    public String getDisplayType() {
        return "PBX slim access token";
    }

    @Override
    public String getHelpText() {
        return "Makes the access token a lightweight one when its client scope is requested, also on refresh.";
    }
}
