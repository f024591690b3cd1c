package io.keycloakpbx.role;

import io.keycloakpbx.tenant.Tenant;
import java.util.stream.Stream;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.RoleModel;
import org.keycloak.models.utils.RoleUtils;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * Who may give a role, or take it away, besides managing whom it is given to: who could give it, and each role that it contains,
 * in Keycloak as well. Reserved base roles are given by people of the system level only.
 *
 * <p>Where fine-grained permissions are on, Keycloak lets only {@code realm-admin} map roles of the administration. Here who
 * manages users and has such a role may go on giving it, as without fine-grained permissions: else the tenant's own
 * administrators could not make others.
 */
public final class GrantRights {

    private GrantRights() {}

    /** Whether the caller may give a role. */
    public static boolean mayGrant(AdminPermissionEvaluator auth, RoleModel role) {
        return RoleUtils.expandCompositeRolesStream(Stream.of(role))
                .allMatch(one -> (auth.roles().canMapRole(one) || has(auth, one)) && !isOutOfReach(auth, one));
    }

    private static boolean has(AdminPermissionEvaluator auth, RoleModel role) {
        return auth.hasOneAdminRole(AdminRoles.MANAGE_USERS)
                && auth.adminAuth().getUser().hasRole(role);
    }

    private static boolean isOutOfReach(AdminPermissionEvaluator auth, RoleModel role) {
        return BaseRole.of(role).filter(BaseRole::isReserved).isPresent()
                && !Tenant.isSystemLevel(auth.adminAuth().getRealm());
    }
}
