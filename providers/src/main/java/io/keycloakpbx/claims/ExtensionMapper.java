package io.keycloakpbx.claims;

import io.keycloakpbx.extension.ExtensionProvider;
import io.keycloakpbx.extension.OwnedExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.protocol.oidc.mappers.TokenIntrospectionTokenMapper;
import org.keycloak.protocol.oidc.mappers.UserInfoTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;

/**
 * Puts the extensions that a user manages into its tokens: {@value #EXTENSION} is the number of the default or only
 * one, {@value #EXTENSIONS} a list of all, each with {@code extension} and {@code server}. A user without extensions
 * gets neither, a slim access token the first only.
 */
public final class ExtensionMapper extends AbstractOIDCProtocolMapper
        implements OIDCAccessTokenMapper, OIDCIDTokenMapper, UserInfoTokenMapper, TokenIntrospectionTokenMapper {

    static final String ID = "pbx-extension-mapper";
    static final String EXTENSION = "extension";
    static final String EXTENSIONS = "extensions";

    private static final List<ProviderConfigProperty> CONFIG = new ArrayList<>();

    static {
        OIDCAttributeMapperHelper.addIncludeInTokensConfig(CONFIG, ExtensionMapper.class);
    }

    /** Of a slim token, which has to fit into a SIP request, the list would take too much. */
    @Override
    public AccessToken transformAccessToken(
            AccessToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        if (!getShouldUseLightweightToken(session)) {
            return super.transformAccessToken(token, mapper, session, userSession, clientSession);
        }
        if (OIDCAttributeMapperHelper.includeInLightweightAccessToken(mapper)) {
            setExtension(token, owned(session, userSession));
        }
        return token;
    }

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel mapper,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext clientSession) {
        List<OwnedExtension> owned = owned(session, userSession);
        if (owned.isEmpty()) {
            return;
        }
        setExtension(token, owned);
        token.getOtherClaims()
                .put(
                        EXTENSIONS,
                        owned.stream()
                                .map(extension ->
                                        Map.of("extension", extension.number(), "server", extension.serverName()))
                                .toList());
    }

    private static void setExtension(IDToken token, List<OwnedExtension> owned) {
        owned.stream()
                .filter(extension -> extension.isDefault() || owned.size() == 1)
                .findFirst()
                .ifPresent(extension -> token.getOtherClaims().put(EXTENSION, extension.number()));
    }

    /** One request issues up to two tokens with these claims, and one query serves both. */
    @SuppressWarnings("unchecked")
    private static List<OwnedExtension> owned(KeycloakSession session, UserSessionModel userSession) {
        String userId = userSession.getUser().getId();
        String key = ID + "." + userId;
        List<OwnedExtension> owned = session.getAttribute(key, List.class);
        if (owned == null) {
            owned = session.getProvider(ExtensionProvider.class).ownedExtensions(userSession.getRealm(), userId);
            session.setAttribute(key, owned);
        }
        return owned;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return CONFIG;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public String getDisplayType() {
        return "PBX extensions";
    }

    @Override
    public String getHelpText() {
        return "Adds the claims \"extension\" (the default or only extension that the user manages) and \"extensions\""
                + " (all of them, with the names of their servers).";
    }
}
