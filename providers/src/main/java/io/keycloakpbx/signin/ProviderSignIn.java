package io.keycloakpbx.signin;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.keycloak.OAuth2Constants;
import org.keycloak.constants.AdapterConstants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.OIDCLoginProtocolService;
import org.keycloak.urls.UrlType;

/**
 * Begins a sign-in with an identity provider of a tenant: an authorization code flow of Keycloak's that goes to the
 * provider at once and ends at a registered callback address.
 */
final class ProviderSignIn {

    /**
     * What a caller asks for.
     *
     * @param state returned to the callback address as it is, null for none
     * @param codeChallenge RFC 7636, method S256, null for none
     */
    record Request(String alias, String domain, String callbackUrl, String state, String codeChallenge) {}

    /** The longest alias of an identity provider, in characters. */
    static final int MAX_ALIAS_LENGTH = 255;

    static final int MAX_STATE_LENGTH = 1_000;

    static final int MAX_CHALLENGE_LENGTH = 128;

    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final KeycloakSession session;
    private final TenantSelection tenants;

    ProviderSignIn(KeycloakSession session) {
        this.session = session;
        this.tenants = new TenantSelection(session);
    }

    /** 200 with the address that a client has to open. */
    Response address(Request request) {
        return begin(request, url -> Response.ok(Map.of("url", url.toString())).build());
    }

    /** 302 to that address. Without a callback address it is the only one that the sign-in client has registered. */
    Response redirect(Request request) {
        String callbackUrl = request.callbackUrl() == null
                ? onlyCallback(tenants.ofDomain(request.domain()))
                : request.callbackUrl();
        return begin(
                new Request(request.alias(), request.domain(), callbackUrl, request.state(), request.codeChallenge()),
                url -> Response.status(Response.Status.FOUND).location(url).build());
    }

    private Response begin(Request request, Function<URI, Response> answer) {
        RealmModel realm = tenants.ofDomain(request.domain());
        ClientModel client = tenants.serves(realm) && request.callbackUrl() != null
                ? CallbackUrl.client(realm, request.callbackUrl())
                : null;
        // An unknown or suspended tenant has registered nothing.
        if (client == null || !client.isStandardFlowEnabled()) {
            return SignInError.unregisteredCallback();
        }
        session.getContext().setRealm(realm);
        IdentityProviderModel provider = session.identityProviders().getByAlias(request.alias());
        if (provider == null || !provider.isEnabled() || Boolean.TRUE.equals(provider.isLinkOnly())) {
            return SignInError.invalidField("provider", "the tenant has no identity provider with this name");
        }
        String challenge = request.codeChallenge();
        if (challenge == null && usesPkce(client)) {
            return SignInError.invalidField(
                    "code_challenge", "code_challenge is required: the app with this callback_url uses PKCE");
        }
        if (challenge != null && !CHALLENGE.matcher(challenge).matches()) {
            return SignInError.invalidField("code_challenge", "code_challenge must be one of the method S256");
        }
        return answer.apply(url(realm, client, request));
    }

    /** The tenant template's client policy asks it of public clients. */
    private static boolean usesPkce(ClientModel client) {
        return client.isPublicClient()
                || OIDCAdvancedConfigWrapper.fromClientModel(client).getPkceCodeChallengeMethod() != null;
    }

    private URI url(RealmModel realm, ClientModel client, Request request) {
        UriBuilder url = OIDCLoginProtocolService.authUrl(
                        session.getContext().getUri(UrlType.FRONTEND).getBaseUriBuilder())
                .queryParam(OAuth2Constants.RESPONSE_TYPE, OAuth2Constants.CODE)
                .queryParam(OAuth2Constants.CLIENT_ID, "{client}")
                .queryParam(OAuth2Constants.REDIRECT_URI, "{callback}")
                .queryParam(OAuth2Constants.SCOPE, SignIn.SCOPE)
                .queryParam(AdapterConstants.KC_IDP_HINT, "{alias}");
        Map<String, Object> values = new HashMap<>(Map.of(
                "realm", realm.getName(),
                "client", client.getClientId(),
                "callback", request.callbackUrl(),
                "alias", request.alias()));
        if (request.state() != null) {
            url.queryParam(OAuth2Constants.STATE, "{state}");
            values.put("state", request.state());
        }
        if (request.codeChallenge() != null) {
            url.queryParam("code_challenge", request.codeChallenge()).queryParam("code_challenge_method", "S256");
        }
        return url.buildFromMap(values);
    }

    private static String onlyCallback(RealmModel realm) {
        ClientModel client = realm == null ? null : realm.getClientByClientId(SignIn.CLIENT_ID);
        List<String> safe = client == null
                ? List.of()
                : client.getRedirectUris().stream().filter(CallbackUrl::isSafe).toList();
        return safe.size() == 1 ? safe.get(0) : null;
    }
}
