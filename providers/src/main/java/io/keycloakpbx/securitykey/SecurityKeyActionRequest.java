package io.keycloakpbx.securitykey;

import jakarta.ws.rs.core.Response;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.utils.RedirectUtils;
import org.keycloak.services.ErrorResponseException;

/**
 * The action that a caller wants a key to open.
 *
 * @param name the member {@code action}
 * @param userName the member {@code value}
 * @param clientId the member {@code clientId}, or null
 * @param redirectUri the member {@code redirectUri}, or null
 */
record SecurityKeyActionRequest(String name, String userName, String clientId, String redirectUri) {

    /**
     * The action, for the user that it names.
     *
     * @throws ErrorResponseException 400 where the realm has no such action, user, client or redirect URI, 403 where the
     *     purpose does not allow the action or the user is an administrator and the caller does not manage users
     */
    SecurityKeyAction resolve(KeycloakSession session, SecurityKeyCaller caller, SecurityKeyPurpose purpose) {
        RealmModel realm = session.getContext().getRealm();
        if (!isKnown(realm)) {
            throw invalid("action", "The realm has no such action.");
        }
        if (!purpose.allows(name)) {
            throw new ErrorResponseException(
                    SecurityKeyErrors.forbidden("action", "Keys of this purpose must not open this action."));
        }
        UserModel user = session.users().getUserByUsername(realm, userName);
        if (user == null || !user.isEnabled() || user.getServiceAccountClientLink() != null) {
            throw invalid("value", "The realm has no enabled user of this name.");
        }
        // A key opens an account. Who could not do that to an administrator otherwise must not do it by a key.
        if (isAdministrator(user) && !caller.managesUsers()) {
            throw new ErrorResponseException(
                    SecurityKeyErrors.forbidden("value", "You do not have access to this user."));
        }
        return new SecurityKeyAction(name, user.getId(), clientId, verifiedRedirectUri(session, realm));
    }

    private boolean isKnown(RealmModel realm) {
        if (name.equals(SecurityKeyAction.SIGN_IN)) {
            return true;
        }
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(name);
        return action != null && action.isEnabled();
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

    private static boolean isAdministrator(UserModel user) {
        return user.getRoleMappingsStream().anyMatch(AdminRoles::isAdminRoleOrComposite)
                || user.getGroupsStream().anyMatch(AdminRoles::groupHasAdminRoles);
    }

    private static ErrorResponseException invalid(String field, String message) {
        Response response = SecurityKeyErrors.invalidRequest(field, message);
        return new ErrorResponseException(response);
    }
}
