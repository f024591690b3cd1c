package io.keycloakpbx.securitykey;

import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/** Who calls the security key resource: a client or a user by an access token of the realm. */
final class SecurityKeyCaller {

    /** The client whose roles allow the use of security keys. */
    static final String ROLES_CLIENT = "pbx-integration";

    static final String ISSUE = "issue-security-keys";
    static final String VALIDATE = "validate-security-keys";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AuthResult auth;

    private SecurityKeyCaller(KeycloakSession session, RealmModel realm, AuthResult auth) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
    }

    /**
     * The caller of the current request, who has a role of {@link #ROLES_CLIENT}.
     *
     * @throws ErrorResponseException 403 where the realm is disabled, needs TLS or the role is missing, 401 without a
     *     valid token
     */
    static SecurityKeyCaller require(KeycloakSession session, String role) {
        RealmModel realm = session.getContext().getRealm();
        if (!realm.isEnabled()) {
            throw new ErrorResponseException("access_denied", "Realm not enabled", Response.Status.FORBIDDEN);
        }
        boolean https =
                "https".equals(session.getContext().getUri().getBaseUri().getScheme());
        if (!https && realm.getSslRequired().isRequired(session.getContext().getConnection())) {
            throw new ErrorResponseException("invalid_request", "HTTPS required", Response.Status.FORBIDDEN);
        }
        SecurityKeyCaller caller = new SecurityKeyCaller(session, realm, authenticate(session));
        Cors.builder().auth().checkAllowedOrigins(caller.auth.token()).add();
        if (!caller.hasClientRole(ROLES_CLIENT, role)) {
            throw new ErrorResponseException(SecurityKeyErrors.forbidden());
        }
        return caller;
    }

    private static AuthResult authenticate(KeycloakSession session) {
        AuthResult auth;
        try {
            auth = new AppAuthManager.BearerTokenAuthenticator(session).authenticate();
        } catch (NotAuthorizedException e) {
            auth = null;
        }
        if (auth == null) {
            throw new ErrorResponseException(SecurityKeyErrors.unauthorized());
        }
        return auth;
    }

    String clientId() {
        return auth.token().getIssuedFor();
    }

    ClientModel client() {
        return auth.client();
    }

    String userId() {
        return auth.user().getId();
    }

    String sessionId() {
        return auth.token().getSessionId();
    }

    /** What calls are counted by. */
    String rateKey() {
        return realm.getId() + '/' + clientId() + '/' + userId();
    }

    /** Whether the token holds a role of the realm, written as Keycloak does: {@code role} or {@code client.role}. */
    boolean hasRole(String name) {
        RoleModel role = KeycloakModelUtils.getRoleFromString(session, realm, name);
        if (role == null) {
            return false;
        }
        if (role.getContainer() instanceof ClientModel client) {
            return hasClientRole(client.getClientId(), role.getName());
        }
        AccessToken.Access access = auth.token().getRealmAccess();
        return access != null && access.isUserInRole(role.getName());
    }

    /** Whether the token lets its holder manage users by the admin API as well. */
    boolean managesUsers() {
        return hasClientRole(Constants.REALM_MANAGEMENT_CLIENT_ID, "manage-users");
    }

    private boolean hasClientRole(String clientId, String role) {
        AccessToken.Access access = auth.token().getResourceAccess(clientId);
        return access != null && access.isUserInRole(role);
    }
}
