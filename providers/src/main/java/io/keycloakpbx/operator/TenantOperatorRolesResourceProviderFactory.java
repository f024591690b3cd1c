package io.keycloakpbx.operator;

import io.keycloakpbx.http.AdminRealmResource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts {@link TenantOperatorRolesResource} at {@code /admin/realms/{realm}/pbx-operator-roles}. */
public final class TenantOperatorRolesResourceProviderFactory implements AdminRealmResource {

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new TenantOperatorRolesResource(OperatorRequest.of(session, realm, auth, adminEvent));
    }

    @Override
    public String getId() {
        return "pbx-operator-roles";
    }
}
