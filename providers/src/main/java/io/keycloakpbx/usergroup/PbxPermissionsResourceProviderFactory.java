package io.keycloakpbx.usergroup;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.AdminRealmResource;
import io.keycloakpbx.http.RefusalRenderer;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts {@link PbxPermissionsResource} at {@code /admin/realms/{realm}/pbx-permissions}. */
public final class PbxPermissionsResourceProviderFactory implements AdminRealmResource {

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new PbxPermissionsResource(
                session, new UserGroupAccess(realm, new Access(auth, RefusalRenderer.ADMIN)), adminEvent);
    }

    @Override
    public String getId() {
        return "pbx-permissions";
    }
}
