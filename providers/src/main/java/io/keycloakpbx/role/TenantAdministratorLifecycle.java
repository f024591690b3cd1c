package io.keycloakpbx.role;

import io.keycloakpbx.store.Database;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantAttributes;
import io.keycloakpbx.tenant.TenantLifecycle;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/**
 * Makes who has the role {@code Admin} the tenant's administrator: the role contains Keycloak's own admin roles for what
 * such a person does. Tenants of earlier versions get them at start-up.
 *
 * <p>Not among them is what would open flows, client policies, keys or the realm itself ({@code manage-realm}), clients, and
 * the removal of events. The tenant's own settings have a resource of their own, which asks for {@code Admin} itself.
 */
final class TenantAdministratorLifecycle implements TenantLifecycle {

    private static final List<String> ADMIN_ROLES = List.of(
            AdminRoles.MANAGE_USERS,
            AdminRoles.VIEW_USERS,
            AdminRoles.QUERY_USERS,
            AdminRoles.QUERY_GROUPS,
            AdminRoles.MANAGE_IDENTITY_PROVIDERS,
            AdminRoles.VIEW_IDENTITY_PROVIDERS,
            AdminRoles.VIEW_EVENTS);

    private static final Logger LOG = Logger.getLogger(TenantAdministratorLifecycle.class);

    private final KeycloakSession session;

    TenantAdministratorLifecycle(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void became(Tenant tenant, Arrival arrival) {
        RealmModel realm = tenant.realm();
        RoleModel admin = realm.getRole(BuiltInRole.ADMIN.roleName());
        ClientModel management = realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID);
        if (admin == null || management == null) {
            return;
        }
        Set<RoleModel> contained = admin.getCompositesStream().collect(Collectors.toSet());
        List<RoleModel> missing = ADMIN_ROLES.stream()
                .map(management::getRole)
                .filter(Objects::nonNull)
                .filter(role -> !contained.contains(role))
                .toList();
        missing.forEach(admin::addCompositeRole);
        if (!missing.isEmpty()) {
            keepOutOfApps(realm, admin);
        }
        if (arrival == Arrival.START_UP && !missing.isEmpty()) {
            LOG.warnf(
                    "Tenant %s: whoever has the role %s administers it from now on", realm.getName(), admin.getName());
        }
    }

    @Override
    public void upgraded(Tenant tenant) {
        became(tenant, Arrival.START_UP);
    }

    /**
     * An app that may use some roles only must not come to administer because {@code Admin} is among them: it was a name when
     * somebody put it there. Who is one, the claim {@code pbx_role} tells.
     */
    private static void keepOutOfApps(RealmModel realm, RoleModel admin) {
        realm.getClientsStream()
                .filter(client -> !client.isFullScopeAllowed())
                .filter(client -> client.getScopeMappingsStream().anyMatch(admin::equals))
                .toList()
                .forEach(client -> {
                    client.deleteScopeMapping(admin);
                    LOG.warnf(
                            "Tenant %s: tokens of client %s no longer have the role %s, as it administers the tenant;"
                                    + " the claim pbx_role still tells it",
                            realm.getName(), client.getClientId(), admin.getName());
                });
    }

    @Override
    public Collection<String> behind() {
        return Database.entities(session)
                .createQuery(
                        "select r.realmId from RoleEntity r where r.clientRole = false and r.name = :admin"
                                + " and exists (select a.value from RealmAttributeEntity a"
                                + " where a.realm.id = r.realmId and a.name = :domain)"
                                + " and (select count(c.childRole.id) from CompositeRoleEntity c"
                                + " where c.parentRole.id = r.id and c.childRole.clientRole = true"
                                + " and c.childRole.name in :roles) < :all",
                        String.class)
                .setParameter("admin", BuiltInRole.ADMIN.roleName())
                .setParameter("domain", TenantAttributes.SIP_DOMAIN)
                .setParameter("roles", ADMIN_ROLES)
                .setParameter("all", (long) ADMIN_ROLES.size())
                .getResultList();
    }
}
