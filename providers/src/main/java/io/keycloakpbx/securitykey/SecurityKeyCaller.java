package io.keycloakpbx.securitykey;

import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.keycloak.ReliesOn;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/** Who calls the security key resource: a client or a user by an access token of the realm. */
@ReliesOn("org.keycloak.services.managers.AuthenticationManager: what a verified access token says")
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
     * The caller of the current request, who has a role of {@link SecurityKeyRights#ROLES_CLIENT}; others are refused by
     * 401 or 403.
     */
    static SecurityKeyCaller require(KeycloakSession session, RealmEndpoint endpoint, String role) {
        RealmModel realm = session.getContext().getRealm();
        SecurityKeyCaller caller = new SecurityKeyCaller(session, realm, endpoint.requireCaller());
        if (!caller.rights.has(role)) {
            throw SecurityKeyErrors.RENDERER.thrown(
                    Refusal.lacksRole(role + " of the client " + SecurityKeyRights.ROLES_CLIENT));
        }
        return caller;
    }

    String clientId() {
        return auth.client().getClientId();
    }

    String userId() {
        return auth.user().getId();
    }

    String username() {
        return auth.user().getUsername();
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
