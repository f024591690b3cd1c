package io.keycloakpbx.keycloak;

import java.util.stream.Stream;
import org.keycloak.authorization.fgap.AdminPermissionsSchema;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Which groups the caller of a request is shown in lists, by Keycloak's fine-grained permissions. */
public final class ShownGroups {

    private ShownGroups() {}

    /**
     * Whether Keycloak narrows lists of groups down for a caller who may have them, or need not. As with {@link ShownUsers}, it
     * does for the realm's own administrators who may look for groups or users by a role that they have now, and who have none
     * for all users: to others who have fine-grained permissions it would show every group.
     */
    public static boolean areNarrowed(RealmModel realm, AdminPermissionEvaluator auth) {
        return ShownUsers.areAll(realm, auth)
                || AdminPermissionsSchema.SCHEMA.isAdminPermissionsEnabled(realm)
                        && auth.adminAuth().getRealm().getId().equals(realm.getId())
                        && auth.groups().canList()
                        && holdsOne(realm, auth, AdminRoles.QUERY_GROUPS, AdminRoles.QUERY_USERS)
                        && !holdsOne(realm, auth, AdminRoles.MANAGE_USERS, AdminRoles.VIEW_USERS);
    }

    /** Whatever the token says and the client may speak of: as Keycloak asks. */
    private static boolean holdsOne(RealmModel realm, AdminPermissionEvaluator auth, String... names) {
        ClientModel management = realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID);
        return management != null
                && Stream.of(names).anyMatch(name -> {
                    RoleModel role = management.getRole(name);
                    return role != null && auth.adminAuth().getUser().hasRole(role);
                });
    }
}
