package io.keycloakpbx.securitykey;

import io.keycloakpbx.keycloak.ReliesOn;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.common.Profile;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.RoleUtils;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.services.managers.RealmManager;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/**
 * What an account may do with keys by a client, as the model has it now: a role that is withdrawn stops at once, whatever
 * an access token still says. It is asked when a key is issued, and again when what the key opens is opened.
 */
@ReliesOn({
    "org.keycloak.services.resources.admin.fgap.AdminPermissions: what an account may do by the model, without a token",
    "org.keycloak.protocol.oidc.TokenManager: the client scopes that a token's scope names",
    "org.keycloak.services.managers.RealmManager: the client whose roles administrate a realm"
})
final class SecurityKeyRights {

    /** The client whose roles allow the use of security keys. */
    static final String ROLES_CLIENT = "pbx-integration";

    static final String ISSUE = "issue-security-keys";
    static final String VALIDATE = "validate-security-keys";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel account;
    private final ClientModel client;
    private final Set<ClientScopeModel> scopes;

    private SecurityKeyRights(
            KeycloakSession session,
            RealmModel realm,
            UserModel account,
            ClientModel client,
            Stream<ClientScopeModel> scopes) {
        this.session = session;
        this.realm = realm;
        this.account = account;
        this.client = client;
        this.scopes = scopes.collect(Collectors.toSet());
    }

    /** The rights of who brings an access token of the realm, within the token's scope. */
    static SecurityKeyRights of(KeycloakSession session, RealmModel realm, AuthResult auth) {
        return new SecurityKeyRights(
                session,
                realm,
                auth.user(),
                auth.client(),
                TokenManager.getRequestedClientScopes(session, auth.token().getScope(), auth.client(), auth.user()));
    }

    /** The rights of who asked for a key; empty where the user or the client are gone or disabled. */
    static Optional<SecurityKeyRights> ofIssuer(
            KeycloakSession session, RealmModel realm, String clientId, String userId) {
        if (clientId == null || userId == null) {
            return Optional.empty();
        }
        ClientModel client = realm.getClientByClientId(clientId);
        UserModel user = session.users().getUserById(realm, userId);
        if (client == null || !client.isEnabled() || user == null || !user.isEnabled()) {
            return Optional.empty();
        }
        return Optional.of(new SecurityKeyRights(
                session,
                realm,
                user,
                client,
                Stream.concat(
                        client.getClientScopes(true).values().stream(),
                        client.getClientScopes(false).values().stream())));
    }

    /** Whether the account has a role of {@link #ROLES_CLIENT}. */
    boolean has(String role) {
        ClientModel roles = realm.getClientByClientId(ROLES_CLIENT);
        return roles != null && has(roles.getRole(role));
    }

    /** Whether the account has a role of the realm, written as Keycloak does: {@code role} or {@code client.role}. */
    boolean hasRole(String name) {
        return has(KeycloakModelUtils.getRoleFromString(session, realm, name));
    }

    /**
     * Whether the account may have keys that open another account. Who could not do that to an administrator otherwise
     * must not do it by a key; and where the realm gives administrators' rights by permissions instead of roles, anybody
     * may be one.
     */
    boolean mayOpen(UserModel user) {
        return !isAdministrator(user) && !areFineGrained(session, realm) || mayManage(user);
    }

    private boolean has(RoleModel role) {
        return role != null && account.hasRole(role) && isInScope(role);
    }

    private boolean isInScope(RoleModel role) {
        return client.hasScope(role)
                || scopes.stream().anyMatch(scope -> RoleUtils.hasRole(scope.getScopeMappingsStream(), role));
    }

    private boolean mayManage(UserModel user) {
        ClientModel administration = realm.getClientByClientId(new RealmManager(session).getRealmAdminClientId(realm));
        RoleModel manageUsers = administration == null ? null : administration.getRole(AdminRoles.MANAGE_USERS);
        // The evaluator knows no scope: a right by role that the client was not meant to use is none here.
        if (manageUsers == null || account.hasRole(manageUsers) && !isInScope(manageUsers)) {
            return false;
        }
        return AdminPermissions.evaluator(session, realm, realm, account)
                .users()
                .canManage(user);
    }

    private static boolean isAdministrator(UserModel user) {
        return user.getRoleMappingsStream().anyMatch(AdminRoles::isAdminRoleOrComposite)
                || user.getGroupsStream().anyMatch(AdminRoles::groupHasAdminRoles);
    }

    /** Whether a realm gives administrators' rights by permissions, too, which may be for single users. */
    static boolean areFineGrained(KeycloakSession session, RealmModel realm) {
        return realm.isAdminPermissionsEnabled()
                || Profile.isFeatureEnabled(Profile.Feature.ADMIN_FINE_GRAINED_AUTHZ)
                        && AdminPermissions.management(session, realm).realmResourceServer() != null;
    }
}
