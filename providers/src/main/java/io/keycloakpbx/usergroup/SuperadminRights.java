package io.keycloakpbx.usergroup;

import java.util.stream.Stream;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.utils.RoleUtils;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * Who may change {@code superadmin} of a group or user, besides managing it: who could give the role {@code Admin}, and each
 * role that it contains, as well. To manage groups alone is not enough to make an administrator.
 *
 * <p>Where fine-grained permissions are on, Keycloak lets only {@code realm-admin} map roles of the administration. Here who
 * manages users and has such a role may go on giving it, as without fine-grained permissions: else the tenant's own
 * administrators could not make others.
 */
final class SuperadminRights {

    private SuperadminRights() {}

    /** Whether the caller may change it. Where there is no such role nobody can, and the change itself is refused. */
    static boolean mayChange(AdminPermissionEvaluator auth, RealmModel realm) {
        RoleModel admin = realm.getRole(Administrators.ROLE);
        return admin == null
                || RoleUtils.expandCompositeRolesStream(Stream.of(admin))
                        .allMatch(role -> auth.roles().canMapRole(role) || has(auth, role));
    }

    private static boolean has(AdminPermissionEvaluator auth, RoleModel role) {
        return auth.hasOneAdminRole(AdminRoles.MANAGE_USERS)
                && auth.adminAuth().getUser().hasRole(role);
    }
}
