package io.keycloakpbx.keycloak;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.TreeMap;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.util.DPoPUtil;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Runs one of Keycloak's own OAuth 2.0 grants for a realm and client, with a form made here in place of the request's
 * body. The grant runs the realm's flow, writes the events and makes the tokens. The session is bound to the realm and the
 * client while it runs.
 */
@ReliesOn({
    "org.keycloak.protocol.oidc.grants.OAuth2GrantType: the grants of the token endpoint, called as it calls them",
    "org.keycloak.services.util.DPoPUtil: the token endpoint reads proofs before it calls a grant",
    "org.keycloak.protocol.oidc.grants.ResourceOwnerPasswordCredentialsGrantType: once the flow has been passed it throws"
            + " invalid_grant for nothing but pending required actions, and leaves the user in the authentication session"
})
public final class Grant {

    /** What has come of a grant. */
    public sealed interface Outcome permits Tokens, Pending, Answered, Refused {}

    /**
     * The user is signed in.
     *
     * @param response the tokens
     * @param userId whose they are
     */
    public record Tokens(AccessTokenResponse response, String userId) implements Outcome {

        @Override
        public String toString() {
            return "Tokens[userId=" + userId + "]";
        }
    }

    /**
     * The credentials were right, but there are required actions before the user may have tokens.
     *
     * @param user who has shown them
     */
    public record Pending(UserModel user) implements Outcome {}

    /**
     * A step of the realm's flow has ended the grant with an answer of its own, which is no OAuth 2.0 error.
     *
     * @param entity the answer, such as the challenge for a second factor
     */
    public record Answered(Object entity) implements Outcome {}

    /**
     * There are no tokens.
     *
     * @param error of OAuth 2.0
     * @param description in words, or null
     */
    public record Refused(String error, String description) implements Outcome {}

    private final KeycloakSession session;
    private final RealmModel realm;
    private final ClientModel client;
    private final MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
    private final Map<String, String> details = new TreeMap<>();

    /** A grant of one of the types that Keycloak has. */
    public Grant(KeycloakSession session, RealmModel realm, ClientModel client, String grantType) {
        this.session = session;
        this.realm = realm;
        this.client = client;
        form.putSingle(OAuth2Constants.GRANT_TYPE, grantType);
    }

    /** Adds a parameter to the form. */
    public Grant parameter(String name, String value) {
        form.putSingle(name, value);
        return this;
    }

    /** Adds a detail to the event that the grant writes. */
    public Grant detail(String name, String value) {
        details.put(name, value);
        return this;
    }

    /**
     * Runs the grant. What it has done stands, also where it refuses: a refresh token that comes twice ends its session.
     *
     * @throws jakarta.ws.rs.ForbiddenException if the request is of a web origin that the client does not allow; then
     *     nothing has been done
     */
    public Outcome run() {
        return ContextRealm.call(session, realm, () -> {
            session.getContext().setClient(client);
            return process();
        });
    }

    private Outcome process() {
        OAuth2GrantType grant = session.getProvider(OAuth2GrantType.class, form.getFirst(OAuth2Constants.GRANT_TYPE));
        EventBuilder event = new EventBuilder(
                        realm, session, session.getContext().getConnection())
                .event(grant.getEventType())
                .client(client)
                .detail(Details.GRANT_TYPE, form.getFirst(OAuth2Constants.GRANT_TYPE));
        details.forEach(event::detail);
        Cors cors = Cors.builder().auth().allowedMethods("POST").checkAllowedOrigins(session, client);
        OIDCAdvancedConfigWrapper config = OIDCAdvancedConfigWrapper.fromClientModel(client);
        try {
            readProof(event, cors, config);
            try (Response response = grant.process(new FormContext(session, config, form, event, cors))) {
                return outcome(response, event);
            }
        } catch (CorsErrorResponseException e) {
            cors.add();
            UserModel user = OAuthErrorException.INVALID_GRANT.equals(e.getMessage()) ? pendingUser() : null;
            return user == null ? new Refused(e.getMessage(), e.getErrorDescription()) : new Pending(user);
        }
    }

    /** Who has passed the flow and has required actions; null for nobody. A flow that is not passed throws nothing. */
    private UserModel pendingUser() {
        AuthenticationSessionModel authentication = session.getContext().getAuthenticationSession();
        UserModel user = authentication == null ? null : authentication.getAuthenticatedUser();
        return user != null
                        && (user.getRequiredActionsStream().findAny().isPresent()
                                || !authentication.getRequiredActions().isEmpty())
                ? user
                : null;
    }

    /** The token endpoint does this before it calls a grant. It stumbles over proofs that are JSON but nothing else. */
    private void readProof(EventBuilder event, Cors cors, OIDCAdvancedConfigWrapper config) {
        try {
            DPoPUtil.handleDPoPHeader(session, event, cors, config);
        } catch (NullPointerException | IllegalArgumentException | IllegalStateException | ClassCastException e) {
            event.error(Errors.INVALID_DPOP_PROOF);
            throw new CorsErrorResponseException(
                    cors, OAuthErrorException.INVALID_REQUEST, "DPoP proof is malformed", Response.Status.BAD_REQUEST);
        }
    }

    private static Outcome outcome(Response response, EventBuilder event) {
        Object entity = response.getEntity();
        if (entity instanceof AccessTokenResponse tokens) {
            return new Tokens(tokens, event.getEvent().getUserId());
        }
        if (entity instanceof OAuth2ErrorRepresentation error) {
            return new Refused(error.getError(), error.getErrorDescription());
        }
        return entity == null ? new Refused(OAuthErrorException.INVALID_GRANT, null) : new Answered(entity);
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
