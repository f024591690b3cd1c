package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import org.jboss.logging.Logger;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.services.resources.admin.AdminAuth;

/**
 * Answers for the usual caller without a walk through the roles of all realms: who holds the administration realm's role
 * {@code admin} itself, through a client that may use it, has each role that is directly in it. A no says nothing:
 * Keycloak's own check decides then.
 */
@ReliesOn(
        "org.keycloak.models.jpa.entities.CompositeRoleEntity: which roles are in a role; where the query fails, nobody is"
                + " a full administrator here")
final class FullAdministrator {

    private static final Logger LOG = Logger.getLogger(FullAdministrator.class);

    private final KeycloakSession session;
    private final RoleModel admin;

    FullAdministrator(KeycloakSession session, AdminAuth caller) {
        this.session = session;
        this.admin = adminHeldBy(caller);
    }

    private static RoleModel adminHeldBy(AdminAuth caller) {
        RealmModel realm = caller.getRealm();
        RoleModel role = Tenant.isSystemLevel(realm) ? realm.getRole(AdminRoles.ADMIN) : null;
        boolean held = role != null
                && caller.getUser() != null
                && caller.getClient() != null
                && caller.getUser().getRealmRoleMappingsStream().anyMatch(role::equals)
                && caller.getClient().hasScope(role);
        return held ? role : null;
    }

    /** The role {@code admin}, where the caller holds it; otherwise null. */
    RoleModel role() {
        return admin;
    }

    /** Whether the caller surely may make realms. */
    boolean mayCreateRealms() {
        return admin != null && hasDirectly(((RealmModel) admin.getContainer()).getRole(AdminRoles.CREATE_REALM));
    }

    /** Whether the caller surely may manage a realm. */
    boolean mayManage(RealmModel realm) {
        ClientModel management = admin == null ? null : realm.getMasterAdminClient();
        return management != null && hasDirectly(management.getRole(AdminRoles.MANAGE_REALM));
    }

    /** Whether the caller surely may view a realm. */
    boolean mayView(RealmModel realm) {
        ClientModel management = admin == null ? null : realm.getMasterAdminClient();
        return management != null
                && (hasDirectly(management.getRole(AdminRoles.VIEW_REALM))
                        || hasDirectly(management.getRole(AdminRoles.MANAGE_REALM)));
    }

    private boolean hasDirectly(RoleModel role) {
        if (role == null) {
            return false;
        }
        try {
            return Database.entities(session)
                            .createQuery(
                                    "select count(c) from CompositeRoleEntity c"
                                            + " where c.parentRole.id = :admin and c.childRole.id = :role",
                                    Long.class)
                            .setParameter("admin", admin.getId())
                            .setParameter("role", role.getId())
                            .getSingleResult()
                    > 0;
        } catch (IllegalArgumentException e) {
            LOG.debug("Keycloak keeps composite roles in another way now", e);
            return false;
        }
    }
}
