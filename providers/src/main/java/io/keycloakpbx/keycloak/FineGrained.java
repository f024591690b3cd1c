package io.keycloakpbx.keycloak;

import org.keycloak.authorization.fgap.AdminPermissionsSchema;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Keycloak's fine-grained permissions, by which a realm's own administrators may view and manage single users and groups. */
public final class FineGrained {

    private FineGrained() {}

    /** Whether a realm has them. */
    public static boolean areOn(RealmModel realm) {
        return AdminPermissionsSchema.SCHEMA.isAdminPermissionsEnabled(realm);
    }

    /**
     * Whether they may give a caller something in a realm: that has them, and is the caller's own. To those of master no permission
     * of another realm says anything, and Keycloak does not narrow its lists down for them.
     */
    public static boolean mayPermit(RealmModel realm, AdminPermissionEvaluator auth) {
        return areOn(realm) && auth.adminAuth().getRealm().getId().equals(realm.getId());
    }

    /** Whether a caller may view users, be it single ones, who are asked about when they are known. */
    public static boolean mayViewSomeUsers(RealmModel realm, AdminPermissionEvaluator auth) {
        // Most callers can view all, which is the question that takes less.
        return auth.users().canView() || mayPermit(realm, auth) && auth.users().canQuery();
    }

    /** Whether a caller may manage users, be it single ones, who are asked about when they are known. */
    public static boolean mayManageSomeUsers(RealmModel realm, AdminPermissionEvaluator auth) {
        return auth.users().canManage()
                || mayPermit(realm, auth) && auth.users().canQuery();
    }

    /** Whether a caller may manage all users, and no permission takes single ones or groups from that. */
    public static boolean managesAllUsers(RealmModel realm, AdminPermissionEvaluator auth) {
        return areOn(realm)
                ? auth.hasOneAdminRole(AdminRoles.MANAGE_USERS)
                : auth.users().canManage();
    }
}
