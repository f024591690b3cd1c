package io.keycloakpbx.broker;

import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.Frontend;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.StorableText;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.keycloak.OAuth2Constants;
import org.keycloak.constants.AdapterConstants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;

/** An authorization code flow of Keycloak's that goes to the provider at once. */
@ReliesOn("org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper:"
        + " whether a client uses PKCE; the path of the authorization endpoint")
final class AuthorizationCodeBrokerSignInProvider implements BrokerSignInProvider {

    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final KeycloakSession session;

    AuthorizationCodeBrokerSignInProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public URI begin(RealmModel realm, ClientModel client, BrokerSignInRequest request) throws BrokerSignInException {
        IdentityProviderModel provider = ContextRealm.call(
                session, realm, () -> session.identityProviders().getByAlias(StorableText.id(request.alias())));
        if (provider == null || !provider.isEnabled() || Boolean.TRUE.equals(provider.isLinkOnly())) {
            throw new BrokerSignInException("provider", "the tenant has no identity provider with this name");
        }
        String challenge = request.codeChallenge();
        if (challenge == null && usesPkce(client)) {
            throw new BrokerSignInException(
                    "code_challenge", "code_challenge is required: the app with this callback_url uses PKCE");
        }
        if (challenge != null && !CHALLENGE.matcher(challenge).matches()) {
            throw new BrokerSignInException("code_challenge", "code_challenge must be one of the method S256");
        }
        return url(realm, client, request);
    }

    /** The tenant template's client policy asks it of public clients. */
    private static boolean usesPkce(ClientModel client) {
        return client.isPublicClient()
                || OIDCAdvancedConfigWrapper.fromClientModel(client).getPkceCodeChallengeMethod() != null;
    }

    private URI url(RealmModel realm, ClientModel client, BrokerSignInRequest request) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(OAuth2Constants.RESPONSE_TYPE, OAuth2Constants.CODE);
        parameters.put(OAuth2Constants.CLIENT_ID, client.getClientId());
        parameters.put(OAuth2Constants.REDIRECT_URI, request.callbackUrl());
        parameters.put(OAuth2Constants.SCOPE, request.scope());
        parameters.put(AdapterConstants.KC_IDP_HINT, request.alias());
        if (request.state() != null) {
            parameters.put(OAuth2Constants.STATE, request.state());
        }
        if (request.codeChallenge() != null) {
            parameters.put("code_challenge", request.codeChallenge());
            parameters.put("code_challenge_method", "S256");
        }
        String query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return URI.create(Frontend.of(session, realm) + "realms/" + encoded(realm.getName())
                + "/protocol/openid-connect/auth?" + query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {}
}
