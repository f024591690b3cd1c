package io.keycloakpbx.usergroup;

import io.keycloakpbx.tenant.TenantProvider;
import org.keycloak.models.GroupModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/**
 * The group {@code administrators} of a tenant: whoever is in it administers the tenant. It is the group at the top level that
 * has this name and the role; it keeps both.
 */
final class Administrators {

    static final String GROUP = "administrators";
    static final String ROLE = TenantProvider.ADMINISTRATOR_ROLE;

    private Administrators() {}

    /** Whether a group is that of the administrators. */
    static boolean is(RealmModel realm, GroupModel group) {
        RoleModel role = realm.getRole(ROLE);
        return role != null
                && group.getType() == GroupModel.Type.REALM
                && group.getParentId() == null
                && GROUP.equals(group.getName())
                && group.hasDirectRole(role);
    }
}
