package io.keycloakpbx.operator;

import io.keycloakpbx.http.AdminRealmResource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts {@link TenantOperatorsResource} at {@code /admin/realms/{realm}/pbx-operators}. */
public final class TenantOperatorsResourceProviderFactory implements AdminRealmResource {

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new TenantOperatorsResource(OperatorRequest.of(session, realm, auth, adminEvent));
    }

    @Override
    public String getId() {
        return "pbx-operators";
    }
}
