package io.keycloakpbx.restriction;

import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.grants.ciba.clientpolicy.context.BackchannelTokenResponseContext;
import org.keycloak.protocol.oidc.grants.device.clientpolicy.context.DeviceTokenRequestContext;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.idm.ClientPolicyExecutorConfigurationRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyContext;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.context.ClientPolicyClientSessionContext;
import org.keycloak.services.clientpolicy.context.ImplicitHybridTokenResponse;
import org.keycloak.services.clientpolicy.context.JWTAuthorizationGrantContext;
import org.keycloak.services.clientpolicy.context.ResourceOwnerPasswordCredentialsResponseContext;
import org.keycloak.services.clientpolicy.context.TokenExchangeRequestContext;
import org.keycloak.services.clientpolicy.context.TokenIntrospectContext;
import org.keycloak.services.clientpolicy.context.TokenRefreshContext;
import org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProvider;
import org.keycloak.util.TokenUtil;

/**
 * Looks at the client's address whenever a session is used: for tokens by each grant, for userinfo, and by a resource
 * server. What holds for the user is asked at that moment.
 */
@ReliesOn({
    "org.keycloak.services.clientpolicy.context: what each event of client policies tells",
    "org.keycloak.protocol.oidc.endpoints.TokenIntrospectionEndpoint: takes the token that policies leave in the form"
})
final class SessionAddressExecutor
        implements ClientPolicyExecutorProvider<ClientPolicyExecutorConfigurationRepresentation> {

    private static final String TOKEN = "token";

    /** What is no token of anybody. */
    private static final String NO_TOKEN = "none";

    private final KeycloakSession session;

    SessionAddressExecutor(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public String getProviderId() {
        return SessionAddressExecutorFactory.ID;
    }

    @Override
    public void executeOnEvent(ClientPolicyContext context) throws ClientPolicyException {
        switch (context.getEvent()) {
            case TOKEN_REQUEST -> checkGrant(userSession(context));
            case DEVICE_TOKEN_REQUEST ->
                checkGrant(online(((DeviceTokenRequestContext) context)
                        .getDeviceCodeModel()
                        .getUserSessionId()));
            case TOKEN_REFRESH ->
                checkToken(
                        ((TokenRefreshContext) context).getParams().getFirst(OAuth2Constants.REFRESH_TOKEN),
                        EventType.REFRESH_TOKEN);
            case TOKEN_EXCHANGE_REQUEST ->
                checkToken(
                        ((TokenExchangeRequestContext) context)
                                .getTokenExchangeContext()
                                .getParams()
                                .getSubjectToken(),
                        EventType.TOKEN_EXCHANGE);
            case IDENTITY_BROKERING_API -> checkGrant(session.getContext().getUserSession());
            case USERINFO_REQUEST -> checkUserinfo(userSession(context));
            case TOKEN_INTROSPECT -> checkIntrospection(((TokenIntrospectContext) context).getParams());
            // Sessions that begin here, at the client's address.
            case SERVICE_ACCOUNT_TOKEN_REQUEST -> checkUser(userOf(userSession(context)));
            case RESOURCE_OWNER_PASSWORD_CREDENTIALS_RESPONSE ->
                checkUser(
                        userOf(((ResourceOwnerPasswordCredentialsResponseContext) context).getClientSessionContext()));
            case BACKCHANNEL_TOKEN_RESPONSE ->
                checkUser(userOf(((BackchannelTokenResponseContext) context).getClientSessionContext()));
            case IMPLICIT_HYBRID_TOKEN_RESPONSE ->
                checkUser(userOf(((ImplicitHybridTokenResponse) context).getClientSessionContext()));
            case JWT_AUTHORIZATION_GRANT -> checkUser(userOf((JWTAuthorizationGrantContext) context));
            default -> {
                // No use of a session.
            }
        }
    }

    private static UserSessionModel userSession(ClientPolicyContext context) {
        var clientSession = ((ClientPolicyClientSessionContext) context).getClientSession();
        return clientSession == null ? null : clientSession.getUserSession();
    }

    private static UserModel userOf(UserSessionModel userSession) {
        return userSession == null ? null : userSession.getUser();
    }

    private static UserModel userOf(ClientSessionContext context) {
        return userOf(context.getClientSession().getUserSession());
    }

    private UserModel userOf(JWTAuthorizationGrantContext context) {
        return session.users()
                .getUserByFederatedIdentity(
                        realm(),
                        new FederatedIdentityModel(
                                context.getIdentityProviderAlias(),
                                context.getAuthorizationGrantContext().getSubject(),
                                null));
    }

    private RealmModel realm() {
        return session.getContext().getRealm();
    }

    private String address() {
        return session.getContext().getConnection().getRemoteHost();
    }

    private SignInRestriction restriction(UserModel user) {
        // Whose user is gone is refused by Keycloak.
        return user == null
                ? SignInRestriction.NONE
                : SignInRestrictionProvider.of(session).restriction(user);
    }

    private void checkUser(UserModel user) throws ClientPolicyException {
        // Whose user is gone is refused by Keycloak.
        SessionRefusal refusal = user == null ? null : SessionRefusal.ofSignIn(session, user);
        if (refusal != null) {
            throw refused(refusal);
        }
    }

    private void checkGrant(UserSessionModel userSession) throws ClientPolicyException {
        SessionRefusal refusal = refusal(userSession);
        if (refusal != null) {
            throw refused(refusal);
        }
    }

    private void checkUserinfo(UserSessionModel userSession) throws ClientPolicyException {
        SessionRefusal refusal = refusal(userSession);
        if (refusal != null) {
            throw new ClientPolicyException(
                    OAuthErrorException.INVALID_TOKEN, refusal.words(), Response.Status.UNAUTHORIZED);
        }
    }

    private SessionRefusal refusal(UserSessionModel userSession) {
        SignInRestriction restriction = restriction(userOf(userSession));
        return restriction.isNone() ? null : restriction.refusal(userSession.getIpAddress(), address());
    }

    /** Before the token is used, so that it is none the less good where it belongs. */
    private void checkToken(String encoded, EventType type) throws ClientPolicyException {
        UsedToken used = used(encoded);
        if (used == null) {
            return;
        }
        SessionRefusal refusal = used.userSession == null
                ? used.restriction.whyNot(address())
                : used.restriction.refusal(used.userSession.getIpAddress(), address());
        if (refusal != null) {
            record(type, used, refusal);
            throw refused(refusal);
        }
    }

    /** The caller is a resource server, not the user: what counts is the address of the session, and the time. */
    private void checkIntrospection(MultivaluedMap<String, String> form) {
        UsedToken used = used(form.getFirst(TOKEN));
        SessionRefusal refusal = used == null || used.userSession == null
                ? null
                : used.restriction.whyNot(used.userSession.getIpAddress());
        if (refusal != null) {
            record(EventType.INTROSPECT_TOKEN, used, refusal);
            // Keycloak's answer to it is {"active":false}, which RFC 7662 has for tokens that are no longer good.
            form.putSingle(TOKEN, NO_TOKEN);
        }
    }

    /** A token of somebody who is restricted; null for all others, and for what is no token of the realm. */
    private UsedToken used(String encoded) {
        AccessToken token = session.tokens().decode(encoded, AccessToken.class);
        if (token == null) {
            return null;
        }
        UserModel user = token.getSubject() == null ? null : session.users().getUserById(realm(), token.getSubject());
        if (user != null && restriction(user).isNone()) {
            return null;
        }
        UserSessionModel userSession = userSession(token);
        UserModel found = user == null ? userOf(userSession) : user;
        SignInRestriction restriction = restriction(found);
        return restriction.isNone() ? null : new UsedToken(found, userSession, restriction);
    }

    private UserSessionModel userSession(AccessToken token) {
        String id = token.getSessionId();
        if (id == null) {
            return null;
        }
        UserSessionModel online = TokenUtil.TOKEN_TYPE_OFFLINE.equals(token.getType()) ? null : online(id);
        return online == null ? session.sessions().getOfflineUserSession(realm(), id) : online;
    }

    private UserSessionModel online(String id) {
        return session.sessions().getUserSession(realm(), id);
    }

    private static ClientPolicyException refused(SessionRefusal refusal) {
        return new ClientPolicyException(
                OAuthErrorException.INVALID_GRANT, refusal.words(), Response.Status.BAD_REQUEST);
    }

    /** Keycloak's own event of the refusal does not know yet whose token it is. */
    private void record(EventType type, UsedToken used, SessionRefusal refusal) {
        EventBuilder event = new EventBuilder(
                        realm(), session, session.getContext().getConnection())
                .event(type)
                .client(session.getContext().getClient())
                .user(used.user)
                .detail(Details.USERNAME, used.user.getUsername())
                .detail(Details.REASON, refusal.reason());
        if (used.userSession != null) {
            event.session(used.userSession);
        }
        event.error(Errors.ACCESS_DENIED);
    }

    private record UsedToken(UserModel user, UserSessionModel userSession, SignInRestriction restriction) {}
}
