package io.keycloakpbx.keycloak;

import org.keycloak.models.AdminRoles;
import org.keycloak.models.RealmModel;
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
                || FineGrained.mayPermit(realm, auth)
                        && auth.groups().canList()
                        && ShownUsers.holdsOne(
                                realm, auth.adminAuth().getUser(), AdminRoles.QUERY_GROUPS, AdminRoles.QUERY_USERS)
                        && !ShownUsers.holdsOne(
                                realm, auth.adminAuth().getUser(), AdminRoles.MANAGE_USERS, AdminRoles.VIEW_USERS);
    }
}
