package io.keycloakpbx.tenant;

import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * What the caller may see and change of a tenant's settings.
 *
 * @param mayChange the tenant's own settings; whoever has the role {@code Admin} there may, or may manage the realm
 * @param mayView whether the caller may see them at all
 * @param changesManaged whether each {@link ManagedSetting} is the caller's to change, too
 * @param viewsManaged whether they are told: they may name networks of the operator
 * @param viewsApps whether redirect URIs are told, which are those of a client
 */
public record SettingsAccess(
        boolean mayChange, boolean mayView, boolean changesManaged, boolean viewsManaged, boolean viewsApps) {

    /** That of the caller, in a realm. */
    public static SettingsAccess of(AdminPermissionEvaluator auth, RealmModel realm) {
        boolean managesRealm = auth.realm().canManageRealm();
        boolean viewsRealm = managesRealm || auth.realm().canViewRealm();
        boolean mayChange = isAdministrator(auth, realm) || managesRealm;
        return new SettingsAccess(
                mayChange,
                mayChange || viewsRealm,
                managesRealm,
                viewsRealm,
                mayChange || auth.clients().canView());
    }

    /**
     * Whether the caller is the tenant's own administrator.
     *
     * <p>Keycloak has no permission for the settings of a tenant alone, so the role itself is asked for, as Keycloak asks for its
     * own: the user has it, and the client may use it.
     */
    static boolean isAdministrator(AdminPermissionEvaluator auth, RealmModel realm) {
        return auth.adminAuth().getRealm().equals(realm)
                && auth.adminAuth().hasRealmRole(TenantProvider.ADMINISTRATOR_ROLE);
    }
}
