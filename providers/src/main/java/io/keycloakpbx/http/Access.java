package io.keycloakpbx.http;

import org.keycloak.models.AdminRoles;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * What an administrator may do, asked of Keycloak's permission evaluator. A refusal names the role that would do, which
 * Keycloak's own does not.
 *
 * @param auth the evaluator of the request
 * @param refusals the shape of the resource's refusals
 */
public record Access(AdminPermissionEvaluator auth, RefusalRenderer refusals) {

    public void requireViewUsers() {
        require(auth.users().canView(), AdminRoles.VIEW_USERS);
    }

    public void requireManageUsers() {
        require(auth.users().canManage(), AdminRoles.MANAGE_USERS);
    }

    public void requireView(UserModel user) {
        require(auth.users().canView(user), AdminRoles.VIEW_USERS);
    }

    public void requireManage(UserModel user) {
        require(auth.users().canManage(user), AdminRoles.MANAGE_USERS);
    }

    public void requireViewRealm() {
        require(auth.realm().canViewRealm(), AdminRoles.VIEW_REALM);
    }

    public void requireManageRealm() {
        require(auth.realm().canManageRealm(), AdminRoles.MANAGE_REALM);
    }

    public void requireViewEvents() {
        require(auth.realm().canViewEvents(), AdminRoles.VIEW_EVENTS);
    }

    public void requireViewClients() {
        require(auth.clients().canView(), AdminRoles.VIEW_CLIENTS);
    }

    public void requireViewIdentityProviders() {
        require(auth.realm().canViewIdentityProviders(), AdminRoles.VIEW_IDENTITY_PROVIDERS);
    }

    /** Refuses where something is not allowed. */
    public void require(boolean allowed, String role) {
        if (!allowed) {
            throw refusals.thrown(Refusal.lacksRole(role));
        }
    }
}
