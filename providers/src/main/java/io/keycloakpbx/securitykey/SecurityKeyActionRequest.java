package io.keycloakpbx.securitykey;

import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.keycloak.PasswordState;
import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.ws.rs.WebApplicationException;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.utils.RedirectUtils;

/**
 * The action that a caller wants a key to open.
 *
 * @param name the member {@code action}
 * @param userName the member {@code value}
 * @param clientId the member {@code clientId}, or null
 * @param redirectUri the member {@code redirectUri}, or null
 */
@ReliesOn("org.keycloak.protocol.oidc.utils.RedirectUtils: which redirect URIs a client has registered")
record SecurityKeyActionRequest(String name, String userName, String clientId, String redirectUri) {

    /**
     * The action, for the user that it names.
     *
     * @throws WebApplicationException 400 where the realm has no such action, user, client or redirect URI, 403 where the
     *     purpose does not allow the action or the user may be an administrator whom the caller does not manage
     */
    SecurityKeyAction resolve(KeycloakSession session, SecurityKeyCaller caller, SecurityKeyPurpose purpose) {
        RealmModel realm = session.getContext().getRealm();
        if (!SecurityKeyUse.isKnown(realm, name)) {
            throw invalid("action", "The realm has no such action.");
        }
        if (!purpose.allows(name)) {
            throw forbidden("action", "Keys of this purpose must not open this action.");
        }
        UserModel user = session.users().getUserByUsername(realm, userName);
        if (user == null || !user.isEnabled() || user.getServiceAccountClientLink() != null) {
            throw invalid("value", "The realm has no enabled user of this name.");
        }
        if (!caller.rights().mayOpen(user)) {
            throw forbidden(
                    "value",
                    "You do not have access to this user: keys for administrators need the role manage-users of"
                            + " realm-management, or a permission.");
        }
        return new SecurityKeyAction(
                name, user.getId(), clientId, verifiedRedirectUri(session, realm), PasswordState.of(user));
    }

    private String verifiedRedirectUri(KeycloakSession session, RealmModel realm) {
        if (clientId == null && redirectUri == null) {
            return null;
        }
        if (clientId == null || redirectUri == null) {
            throw invalid(
                    clientId == null ? "clientId" : "redirectUri", "clientId and redirectUri must be given together.");
        }
        ClientModel client = realm.getClientByClientId(clientId);
        if (client == null || !client.isEnabled() || client.isBearerOnly()) {
            throw invalid("clientId", "The realm has no such client.");
        }
        String verified = RedirectUtils.verifyRedirectUri(session, redirectUri, client);
        if (verified == null) {
            throw invalid("redirectUri", "The redirect URI is not registered at the client.");
        }
        return verified;
    }

    private static WebApplicationException invalid(String field, String text) {
        return SecurityKeyErrors.RENDERER.thrown(Refusal.invalid(field, text));
    }

    private static WebApplicationException forbidden(String field, String text) {
        return SecurityKeyErrors.RENDERER.thrown(SecurityKeyErrors.forbidden(field, text));
    }
}
