package io.keycloakpbx.usergroup;

import io.keycloakpbx.role.GrantRights;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * Who may change {@code superadmin} of a group or user, besides managing it: who may give the role {@code Admin}. To manage
 * groups alone is not enough to make an administrator.
 */
final class SuperadminRights {

    private SuperadminRights() {}

    /** Whether the caller may change it. Where there is no such role nobody can, and the change itself is refused. */
    static boolean mayChange(AdminPermissionEvaluator auth, RealmModel realm) {
        RoleModel admin = realm.getRole(Administrators.ROLE);
        return admin == null || GrantRights.mayGrant(auth, admin);
    }
}
