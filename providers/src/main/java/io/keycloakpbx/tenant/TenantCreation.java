package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.ReliesOn;
import java.util.Arrays;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/**
 * What goes with the making and the removing of a tenant, whichever resource is asked: who may, what who makes it may do there,
 * and the admin events.
 */
@ReliesOn("org.keycloak.services.resources.admin.fgap.AdminPermissions: who may make realms")
public final class TenantCreation {

    private final String creatorId;

    /** Whether who makes a tenant may manage it without more. */
    private final boolean managesAll;

    private final AdminEventBuilder event;

    /**
     * Looks at the creator now: in the session that makes the tenant there shall be nothing of the creator's many roles.
     *
     * @param event of the administration realm, still to be sent
     */
    public TenantCreation(AdminAuth creator, AdminEventBuilder event) {
        this.creatorId = creator.getUser().getId();
        this.managesAll = creator.hasRealmRole(AdminRoles.ADMIN);
        this.event = event.resource(TenantsResource.RESOURCE_TYPE);
    }

    /** Whether somebody may make realms. */
    public static boolean isAllowed(KeycloakSession session, AdminAuth creator) {
        return new FullAdministrator(session, creator).mayCreateRealms()
                || AdminPermissions.realms(session, creator).canCreateRealm();
    }

    /**
     * Done in the session that makes the tenant.
     *
     * @param administrator the user name of its first administrator, or null
     */
    public void created(KeycloakSession own, RealmModel realm, String administrator) {
        grantToCreator(own, realm);
        TenantRepresentation tenant = TenantProvider.of(own).getTenant(realm);
        event.clone(own)
                .detail("administrator", administrator)
                .operation(OperationType.CREATE)
                .resourcePath("tenants", tenant.sipDomain())
                .representation(tenant)
                .success();
    }

    /** Done in the session that removes the tenant. */
    public void removed(KeycloakSession own, TenantRepresentation tenant) {
        event.clone(own)
                .operation(OperationType.DELETE)
                .resourcePath("tenants", tenant.sipDomain())
                .success();
    }

    /** Who may create realms but is no full administrator may manage the realms that it created, as in Keycloak. */
    private void grantToCreator(KeycloakSession own, RealmModel realm) {
        if (!managesAll) {
            ClientModel management = realm.getMasterAdminClient();
            UserModel user = own.users().getUserById(management.getRealm(), creatorId);
            Arrays.stream(AdminRoles.ALL_REALM_ROLES).map(management::getRole).forEach(user::grantRole);
        }
    }
}
