package io.keycloakpbx.extension;

import io.keycloakpbx.http.AdminRealmResource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts {@link TenantExtensionsResource} at {@code /admin/realms/{realm}/extensions}. */
public final class TenantExtensionsResourceProviderFactory implements AdminRealmResource {

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new TenantExtensionsResource(session, realm, auth);
    }

    @Override
    public String getId() {
        return "extensions";
    }
}
