package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.TooManyException;
import java.util.Collection;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/**
 * What an administrator may do with tenants from the administration realm. Keycloak's own check goes through twenty roles of
 * each realm of the server, and reads those that its cache has not, so the usual caller is answered without it.
 */
@ReliesOn("org.keycloak.services.resources.admin.fgap.AdminPermissions: the evaluator of another realm for the same"
        + " administrator")
public final class TenantsAccess {

    private final KeycloakSession session;
    private final AdminAuth caller;
    private final FullAdministrator full;

    /** @param caller who asks; callers of other realms than the administration realm may do nothing here */
    public TenantsAccess(KeycloakSession session, AdminAuth caller) {
        this.session = session;
        this.caller = caller;
        this.full = new FullAdministrator(session, caller);
    }

    /** Whether the caller may view a realm: of the administration realm, that is whether all tenants are listed. */
    public boolean mayView(RealmModel realm) {
        return isOfSystemLevel()
                && (full.mayView(realm) || evaluator(realm).realm().canViewRealm());
    }

    /** Whether the caller may manage a realm, and the tenant that it is. */
    public boolean mayManage(RealmModel realm) {
        return isOfSystemLevel()
                && (full.mayManage(realm) || evaluator(realm).realm().canManageRealm());
    }

    /**
     * Those of some realms, by their ids, whose events the caller may view; one query answers for all of them. None where the
     * caller has the roles of more realms one by one than a query can name.
     */
    Set<String> viewingEvents(Collection<String> realmIds) {
        if (!isOfSystemLevel() || realmIds.isEmpty()) {
            return Set.of();
        }
        try {
            return RealmsInView.ofEvents(session, caller).among(realmIds);
        } catch (TooManyException e) {
            return Set.of();
        }
    }

    /** Whether the caller may make tenants. */
    public boolean mayCreate() {
        return isOfSystemLevel() && TenantCreation.isAllowed(session, caller);
    }

    private boolean isOfSystemLevel() {
        return Tenant.isSystemLevel(caller.getRealm());
    }

    private AdminPermissionEvaluator evaluator(RealmModel realm) {
        return AdminPermissions.evaluator(session, realm, caller);
    }
}
