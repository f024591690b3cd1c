package io.keycloakpbx.tenant;

import io.keycloakpbx.http.AdminRealmResource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts a tenant's own settings at {@code /admin/realms/{realm}/tenant}; a realm that is no tenant has none. */
public final class TenantResourceProviderFactory implements AdminRealmResource {

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new TenantResource(session, realm, auth, adminEvent);
    }

    @Override
    public String getId() {
        return TenantResource.ID;
    }
}
