package io.keycloakpbx.usergroup;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.keycloak.FineGrained;
import io.keycloakpbx.keycloak.ShownGroups;
import io.keycloakpbx.keycloak.ShownUsers;
import io.keycloakpbx.tenant.GroupAccess;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * Who may view and change what groups and users say of permissions: the same for clients of sipXcom and for the admin console.
 *
 * @param realm whose groups and users they are
 * @param access what the caller may do, with the shape of the resource's refusals
 */
record UserGroupAccess(RealmModel realm, Access access) {

    AdminPermissionEvaluator auth() {
        return access.auth();
    }

    GroupAccess groups() {
        return new GroupAccess(auth(), realm, access.refusals());
    }

    /** For lists of groups, likewise. */
    void requireViewListedGroups() {
        access.require(ShownGroups.areNarrowed(realm, auth()), AdminRoles.VIEW_USERS);
    }

    /** For lists of users, which show whom the caller may view where Keycloak narrows them down. */
    void requireViewListedUsers() {
        access.require(ShownUsers.areNarrowed(realm, auth()), AdminRoles.VIEW_USERS);
    }

    /** For single users, who are checked when they are known. */
    void requireViewSomeUsers() {
        access.require(FineGrained.mayViewSomeUsers(realm, auth()), AdminRoles.VIEW_USERS);
    }

    /** For what concerns single users: those who can manage none are refused, the user is checked when it is known. */
    void requireManageSomeUsers() {
        access.require(FineGrained.mayManageSomeUsers(realm, auth()), AdminRoles.MANAGE_USERS);
    }

    /** Whether the caller may know that there is the user: one who may neither be viewed nor managed is as one who is not. */
    boolean isKnown(UserModel user) {
        return auth().users().canView(user) || auth().users().canManage(user);
    }
}
