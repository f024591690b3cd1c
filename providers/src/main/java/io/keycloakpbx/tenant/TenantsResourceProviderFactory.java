package io.keycloakpbx.tenant;

import io.keycloakpbx.http.AdminRealmResource;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.keycloak.AdministrationRealm;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts the tenants at {@code /admin/realms/master/tenants}; other realms have none. */
public final class TenantsResourceProviderFactory implements AdminRealmResource {

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        if (!Tenant.isSystemLevel(realm)) {
            throw RefusalRenderer.ADMIN.thrown(Refusal.of(
                    Response.Status.NOT_FOUND, "Tenants are administered in the realm " + AdministrationRealm.NAME));
        }
        return new TenantsResource(session, auth, adminEvent);
    }

    @Override
    public String getId() {
        return "tenants";
    }
}
