package io.keycloakpbx.usergroup;

import io.keycloakpbx.http.AdminRealmResource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts {@link UsersPermissionsResource} at {@code /admin/realms/{realm}/users-permissions}. */
public final class UsersPermissionsResourceProviderFactory implements AdminRealmResource {

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new UsersPermissionsResource(session, realm, auth);
    }

    @Override
    public String getId() {
        return "users-permissions";
    }
}
