package io.keycloakpbx.tenant;

import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.function.Function;
import org.keycloak.common.ClientConnection;
import org.keycloak.common.Profile;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.session.UserSessionPersisterProvider;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.services.resources.admin.AdminAuth;

/**
 * Who has begun a bulk run. It goes on for longer than the token lives, which was looked at when it began. Before each tenant,
 * everything but the token's age is looked at again: user, client, session and right are still what the token stands for.
 */
@ReliesOn(
        "org.keycloak.services.managers.AuthenticationManager: whether what a token stands for is still there, whatever its"
                + " age")
final class BulkCaller {

    private final KeycloakSessionFactory server;
    private final String realmId;
    private final HttpRequest request;
    private final ClientConnection connection;
    private final String token;

    /** In the thread of the request, which alone has it. */
    BulkCaller(KeycloakSession session, AdminAuth caller) {
        KeycloakContext context = session.getContext();
        server = session.getKeycloakSessionFactory();
        realmId = caller.getRealm().getId();
        request = context.getHttpRequest();
        connection = context.getConnection();
        String authorization = request.getHttpHeaders().getHeaderString(HttpHeaders.AUTHORIZATION);
        token = authorization.substring(authorization.lastIndexOf(' ') + 1);
    }

    /** Does something in a session and a transaction of its own, bound to the administration realm and to the request. */
    <T> T inSession(Function<KeycloakSession, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(server, own -> {
            KeycloakContext context = own.getContext();
            context.setRealm(own.realms().getRealm(realmId));
            context.setHttpRequest(request);
            context.setConnection(connection);
            return work.apply(own);
        });
    }

    /**
     * The caller, if it still may make tenants.
     *
     * @param own a session of {@link #inSession}
     * @throws BulkStoppedException if it may not
     */
    AdminAuth require(KeycloakSession own) {
        KeycloakContext context = own.getContext();
        RealmModel realm = context.getRealm();
        AuthResult now = AuthenticationManager.verifyIdentityToken(
                own,
                realm,
                context.getUri(),
                connection,
                false,
                true,
                null,
                false,
                token,
                request.getHttpHeaders(),
                verifier -> {});
        if (now == null || now.token().getIat() < realm.getNotBefore() || !isKept(own, realm, now.session())) {
            throw new BulkStoppedException("Your session has ended; sign in and send the lines that are left");
        }
        AdminAuth caller = new AdminAuth(realm, now.token(), now.user(), now.client());
        if (!TenantCreation.isAllowed(own, caller)) {
            throw new BulkStoppedException(
                    Refusal.lacksRole(AdminRoles.CREATE_REALM).text());
        }
        return caller;
    }

    /**
     * Whether the database has the session of a token. Who looks at a session while it ends can have Keycloak take it back into
     * its cache, where it stays; and a run looks many times a second.
     */
    private static boolean isKept(KeycloakSession own, RealmModel realm, UserSessionModel held) {
        return held == null
                || held.getPersistenceState() == UserSessionModel.SessionPersistenceState.TRANSIENT
                || !held.isOffline() && !Profile.isFeatureEnabled(Profile.Feature.PERSISTENT_USER_SESSIONS)
                || own.getProvider(UserSessionPersisterProvider.class)
                                .loadUserSession(realm, held.getId(), held.isOffline())
                        != null;
    }
}
