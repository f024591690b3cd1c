package io.keycloakpbx.tenant;

import io.keycloakpbx.http.AdminRealmResource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts the overview of a tenant at {@code /admin/realms/{realm}/pbx-summary}; a realm that is no tenant has none. */
public final class TenantSummaryResourceProviderFactory implements AdminRealmResource {

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new TenantSummaryResource(session, realm, auth);
    }

    @Override
    public String getId() {
        return TenantSummaryResource.ID;
    }
}
