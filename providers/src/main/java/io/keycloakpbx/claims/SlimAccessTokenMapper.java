package io.keycloakpbx.claims;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.ClientModel;
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

    /** The session's note that the access token that is being made is a slim one. */
    private static final String SLIM = SlimAccessTokenMapper.class.getName();

    /** Enough for every token that is alive to have its own; Keycloak's 128 bits take 20 characters more. */
    private static final int ID_BYTES = 12;

    @Override
    public AccessToken transformAccessToken(
            AccessToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        session.setAttribute(Constants.USE_LIGHTWEIGHT_ACCESS_TOKEN_ENABLED, true);
        session.setAttribute(SLIM, true);
        token.id(shorter(token.getId()));
        token.setScope(withoutDefaults(
                token.getScope(), clientSession.getClientSession().getClient()));
        return token;
    }

    /** What is in front of the colon tells Keycloak the kinds of session, token and grant. */
    private static String shorter(String id) {
        return id.substring(0, id.indexOf(':') + 1)
                + SecretGenerator.getInstance().generateBase64SecureId(ID_BYTES);
    }

    /** Tells whether the access token that is being made is to be a slim one. */
    static boolean isSlim(KeycloakSession session) {
        return Boolean.TRUE.equals(session.getAttribute(SLIM));
    }

    /** The client's own scopes are meant whether a token names them or not. */
    private static String withoutDefaults(String scope, ClientModel client) {
        if (scope == null) {
            return null;
        }
        Set<String> defaults = client.getClientScopes(true).keySet();
        return Stream.of(scope.split(" "))
                .filter(name -> !defaults.contains(name))
                .collect(Collectors.joining(" "));
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
