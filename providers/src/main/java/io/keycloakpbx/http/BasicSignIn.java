package io.keycloakpbx.http;

import io.keycloakpbx.keycloak.FormRequest;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.ClientConnection;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.http.HttpRequest;
import org.keycloak.http.HttpResponse;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

/**
 * Signs in the user of Basic credentials for one request, by Keycloak's password grant and hence the realm's direct grant
 * flow: brute-force detection, required actions, second factors and events apply. Each call is a transaction of its own,
 * because the request's has not begun yet.
 */
final class BasicSignIn {

    /** The realm attribute that allows Basic where it is {@code true}. */
    static final String ALLOWED = "pbx.basicAuth";

    private static final String CLIENT = "pbx-rest";

    private final KeycloakSessionFactory factory;
    private final HttpRequest request;
    private final HttpResponse response;
    private final ClientConnection connection;

    /** Takes what it needs of the request's session, which is not to be used by another thread. */
    BasicSignIn(KeycloakSession session) {
        factory = session.getKeycloakSessionFactory();
        request = session.getContext().getHttpRequest();
        response = session.getContext().getHttpResponse();
        connection = session.getContext().getConnection();
    }

    /** Signs in; null where the realm does not allow Basic or the flow does not let the user in. */
    AccessTokenResponse signIn(String realmName, BasicCredentials credentials) {
        try (SignInTurn turn = SignInTurn.take(realmName, credentials.username())) {
            return signInNow(realmName, credentials);
        }
    }

    private AccessTokenResponse signInNow(String realmName, BasicCredentials credentials) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
            RealmModel realm = session.realms().getRealmByName(realmName);
            if (realm == null
                    || !realm.isEnabled()
                    || !Boolean.parseBoolean(realm.getAttribute(ALLOWED))
                    || lacksTls(realm)) {
                return null;
            }
            ClientModel client = realm.getClientByClientId(CLIENT);
            return client == null || !client.isEnabled() ? null : grant(session, realm, client, credentials);
        });
    }

    /** Ends the session that {@link #signIn} began. */
    void signOut(String realmName, String sessionId) {
        KeycloakModelUtils.runJobInTransaction(factory, session -> {
            RealmModel realm = session.realms().getRealmByName(realmName);
            if (realm == null) {
                return;
            }
            session.getContext().setRealm(realm);
            UserSessionModel userSession = session.sessions().getUserSession(realm, sessionId);
            if (userSession != null) {
                session.sessions().removeUserSession(realm, userSession);
            }
        });
    }

    private boolean lacksTls(RealmModel realm) {
        return !"https".equals(request.getUri().getBaseUri().getScheme())
                && realm.getSslRequired().isRequired(connection);
    }

    private AccessTokenResponse grant(
            KeycloakSession session, RealmModel realm, ClientModel client, BasicCredentials credentials) {
        MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
        form.putSingle(OAuth2Constants.GRANT_TYPE, OAuth2Constants.PASSWORD);
        form.putSingle(OAuth2Constants.USERNAME, credentials.username());
        form.putSingle(OAuth2Constants.PASSWORD, credentials.password());
        session.getContext().setHttpRequest(new FormRequest(request, form));
        session.getContext().setHttpResponse(response);
        session.getContext().setConnection(connection);
        session.getContext().setRealm(realm);
        session.getContext().setClient(client);
        OAuth2GrantType grant = session.getProvider(OAuth2GrantType.class, OAuth2Constants.PASSWORD);
        EventBuilder event = new EventBuilder(realm, session, connection)
                .event(grant.getEventType())
                .client(client)
                .detail(Details.GRANT_TYPE, OAuth2Constants.PASSWORD);
        OAuth2GrantType.Context context = new OAuth2GrantType.Context(
                session,
                OIDCAdvancedConfigWrapper.fromClientModel(client),
                Map.of(),
                form,
                event,
                Cors.builder(),
                new TokenManager());
        try (Response answer = grant.process(context)) {
            return answer.getEntity() instanceof AccessTokenResponse tokens ? tokens : null;
        } catch (CorsErrorResponseException e) {
            session.getTransactionManager().setRollbackOnly();
            return null;
        }
    }
}
