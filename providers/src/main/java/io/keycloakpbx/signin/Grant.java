package io.keycloakpbx.signin;

import io.keycloakpbx.keycloak.FormRequest;
import io.keycloakpbx.secondfactor.SecondFactorChallenge;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.util.DPoPUtil;

/**
 * Runs one of Keycloak's own OAuth 2.0 grants for a realm and client, with a form made here in place of the request's
 * body. The grant runs the realm's flow, writes the events and makes the tokens.
 */
final class Grant {

    /**
     * What came of it: tokens, a challenge for the second factor, or an OAuth 2.0 error.
     *
     * @param userId the user who signed in, where there are tokens
     */
    record Result(
            AccessTokenResponse tokens,
            SecondFactorChallenge challenge,
            String error,
            String errorDescription,
            String userId) {

        @Override
        public String toString() {
            return "Result[error=" + error + ", errorDescription=" + errorDescription + "]";
        }
    }

    private final KeycloakSession session;
    private final RealmModel realm;
    private final ClientModel client;
    private final MultivaluedMap<String, String> form = new MultivaluedHashMap<>();

    Grant(KeycloakSession session, RealmModel realm, ClientModel client, String grantType) {
        this.session = session;
        this.realm = realm;
        this.client = client;
        form.putSingle(OAuth2Constants.GRANT_TYPE, grantType);
    }

    Grant parameter(String name, String value) {
        form.putSingle(name, value);
        return this;
    }

    Result run() {
        session.getContext().setRealm(realm);
        session.getContext().setClient(client);
        OAuth2GrantType grant = session.getProvider(OAuth2GrantType.class, form.getFirst(OAuth2Constants.GRANT_TYPE));
        EventBuilder event = new EventBuilder(
                        realm, session, session.getContext().getConnection())
                .event(grant.getEventType())
                .client(client)
                .detail(Details.GRANT_TYPE, form.getFirst(OAuth2Constants.GRANT_TYPE));
        Cors cors = Cors.builder().auth().allowedMethods("POST").checkAllowedOrigins(session, client);
        OIDCAdvancedConfigWrapper config = OIDCAdvancedConfigWrapper.fromClientModel(client);
        try {
            // The token endpoint does this before it calls a grant.
            DPoPUtil.handleDPoPHeader(session, event, cors, config);
            try (Response response = grant.process(new FormContext(session, config, form, event, cors))) {
                return result(response, event);
            }
        } catch (CorsErrorResponseException e) {
            cors.add();
            // As at the token endpoint, what the grant has done stands: a refresh token that comes twice ends its
            // session.
            return new Result(null, null, e.getMessage(), e.getErrorDescription(), null);
        }
    }

    /** How Keycloak's password grant says that the credentials were right but required actions are pending. */
    static final String ACCOUNT_NOT_SET_UP = "Account is not fully set up";

    private static Result result(Response response, EventBuilder event) {
        Object entity = response.getEntity();
        if (entity instanceof AccessTokenResponse tokens) {
            return new Result(tokens, null, null, null, event.getEvent().getUserId());
        }
        if (entity instanceof SecondFactorChallenge challenge) {
            return new Result(null, challenge, null, null, null);
        }
        return entity instanceof OAuth2ErrorRepresentation error
                ? new Result(null, null, error.getError(), error.getErrorDescription(), null)
                : new Result(null, null, "invalid_grant", null, null);
    }

    /** The context of a grant whose form is not the body of the request. */
    private static final class FormContext extends OAuth2GrantType.Context {

        FormContext(
                KeycloakSession session,
                OIDCAdvancedConfigWrapper config,
                MultivaluedMap<String, String> form,
                EventBuilder event,
                Cors cors) {
            super(session, config, Map.of(), form, event, cors, new TokenManager());
            this.request = new FormRequest(this.request, form);
        }
    }
}
