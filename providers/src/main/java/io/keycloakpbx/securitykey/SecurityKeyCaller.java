package io.keycloakpbx.securitykey;

import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/** Who calls the security key resource: a client or a user by an access token of the realm. */
final class SecurityKeyCaller {

    private final RealmModel realm;
    private final AuthResult auth;
    private final SecurityKeyRights rights;

    private SecurityKeyCaller(KeycloakSession session, RealmModel realm, AuthResult auth) {
        this.realm = realm;
        this.auth = auth;
        this.rights = SecurityKeyRights.of(session, realm, auth);
    }

    /**
     * The caller of the current request, who has a role of {@link SecurityKeyRights#ROLES_CLIENT}.
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
        if (!caller.rights.has(role)) {
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
        return auth.client().getClientId();
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

    /** What the caller may do, which the token's claims do not decide. */
    SecurityKeyRights rights() {
        return rights;
    }
}
