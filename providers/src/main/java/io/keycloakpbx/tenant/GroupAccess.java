package io.keycloakpbx.tenant;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.keycloak.FineGrained;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.GroupModel;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * What an administrator may do with the groups of a realm, by roles and by fine-grained permissions. Lists of groups leave out
 * by themselves what the latter do not show; single groups are asked about here when they are known.
 *
 * @param auth the evaluator of the request
 * @param realm whose groups they are
 * @param refusals the shape of the resource's refusals
 */
public record GroupAccess(AdminPermissionEvaluator auth, RealmModel realm, RefusalRenderer refusals) {

    /** Whether the caller may view a group, which one is not known yet. */
    public boolean mayViewSome() {
        return auth.groups().canView() || mayBePermittedSome();
    }

    private boolean mayBePermittedSome() {
        return FineGrained.mayPermit(realm, auth) && auth.groups().canList();
    }

    /** For single groups before they are known. */
    public void requireViewSome() {
        require(mayViewSome(), AdminRoles.VIEW_USERS);
    }

    /** For what concerns all groups, such as a new one. */
    public void requireManageAll() {
        require(auth.groups().canManage(), AdminRoles.MANAGE_USERS);
    }

    /** For what concerns single groups: those who can manage none are refused, the group is checked when it is known. */
    public void requireManageSome() {
        require(auth.groups().canManage() || mayBePermittedSome(), AdminRoles.MANAGE_USERS);
    }

    public void requireView(GroupModel group) {
        require(auth.groups().canView(group), AdminRoles.VIEW_USERS);
    }

    public void requireManage(GroupModel group) {
        require(auth.groups().canManage(group), AdminRoles.MANAGE_USERS);
    }

    /** Whether the caller may know that there is the group: one that may neither be viewed nor managed is as one that is not. */
    public boolean isKnown(GroupModel group) {
        return auth.groups().canView(group) || auth.groups().canManage(group);
    }

    /** Whether one group may be permitted and another not: with roles it is the same of all. */
    public boolean differs() {
        return FineGrained.areOn(realm) && !auth.hasOneAdminRole(AdminRoles.MANAGE_USERS);
    }

    private void require(boolean allowed, String role) {
        new Access(auth, refusals).require(allowed, role);
    }
}
