package io.keycloakpbx.securitykey;

import io.keycloakpbx.http.AdminRealmResource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts {@link SecurityKeyAdminResource} at {@code /admin/realms/{realm}/security-keys}. */
public final class SecurityKeyAdminResourceProviderFactory implements AdminRealmResource {

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new SecurityKeyAdminResource(session, realm, auth, adminEvent);
    }

    @Override
    public String getId() {
        return "security-keys";
    }
}
