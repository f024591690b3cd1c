package io.keycloakpbx.securitykey;

import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.keycloak.PasswordState;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.tenant.OwnPassword;
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
 * @param clientId the member {@code clientId}, or null
 * @param redirectUri the member {@code redirectUri}, or null
 * @param refusals the shape of refusals
 */
@ReliesOn("org.keycloak.protocol.oidc.utils.RedirectUtils: which redirect URIs a client has registered")
record SecurityKeyActionRequest(String name, String clientId, String redirectUri, RefusalRenderer refusals) {

    /**
     * The action, for the user that a caller names.
     *
     * @param userName the member {@code value}
     * @throws WebApplicationException 400 where the realm has no such action, user, client or redirect URI, 403 where the
     *     purpose does not allow the action or the user may be an administrator whom the caller does not manage
     */
    SecurityKeyAction resolve(
            KeycloakSession session, SecurityKeyCaller caller, SecurityKeyPurpose purpose, String userName) {
        RealmModel realm = session.getContext().getRealm();
        requireAllowed(realm, purpose);
        UserModel user = session.users().getUserByUsername(realm, userName);
        if (!isOpenedByKeys(user)) {
            throw invalid("value", "The realm has no enabled user of this name.");
        }
        if (!caller.rights().mayOpen(user)) {
            throw forbidden(
                    "value",
                    "You do not have access to this user: keys for administrators need the role manage-users of"
                            + " realm-management, or a permission.");
        }
        return action(session, realm, user);
    }

    /**
     * The action, for a user whom the caller manages.
     *
     * @throws WebApplicationException 400 where the realm has no such action, client or redirect URI, the user is disabled or may not
     *     choose a password, 403 where the purpose does not allow the action
     */
    SecurityKeyAction resolve(KeycloakSession session, SecurityKeyPurpose purpose, UserModel user) {
        RealmModel realm = session.getContext().getRealm();
        requireAllowed(realm, purpose);
        if (!isOpenedByKeys(user)) {
            throw invalid("user", "The user is disabled, or a service account.");
        }
        if (name.equals(UserModel.RequiredAction.UPDATE_PASSWORD.name()) && !OwnPassword.maySet(user)) {
            throw invalid("action", "The user may not choose a password.");
        }
        return action(session, realm, user);
    }

    private void requireAllowed(RealmModel realm, SecurityKeyPurpose purpose) {
        if (!SecurityKeyUse.isKnown(realm, name)) {
            throw invalid("action", "The realm has no such action.");
        }
        if (!purpose.allows(name)) {
            throw forbidden("action", "Keys of this purpose must not open this action.");
        }
    }

    private static boolean isOpenedByKeys(UserModel user) {
        return user != null && user.isEnabled() && user.getServiceAccountClientLink() == null;
    }

    private SecurityKeyAction action(KeycloakSession session, RealmModel realm, UserModel user) {
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

    private WebApplicationException invalid(String field, String text) {
        return refusals.thrown(Refusal.invalid(field, text));
    }

    private WebApplicationException forbidden(String field, String text) {
        return refusals.thrown(SecurityKeyErrors.forbidden(field, text));
    }
}
