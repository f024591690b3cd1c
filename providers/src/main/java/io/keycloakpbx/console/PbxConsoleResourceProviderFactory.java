package io.keycloakpbx.console;

import io.keycloakpbx.http.AdminRealmResource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts what the pages of the admin console show to whom at {@code /admin/realms/{realm}/pbx-console}. */
public final class PbxConsoleResourceProviderFactory implements AdminRealmResource {

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new PbxConsoleResource(session, realm, auth);
    }

    @Override
    public String getId() {
        return "pbx-console";
    }
}
