package io.keycloakpbx.usergroup;

import io.keycloakpbx.http.AdminRealmResource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts {@link PbxBranchesResource} at {@code /admin/realms/{realm}/pbx-branches}. */
public final class PbxBranchesResourceProviderFactory implements AdminRealmResource {

    static final String ID = "pbx-branches";

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new PbxBranchesResource(new GroupsRequest(session, realm, auth, adminEvent));
    }

    @Override
    public String getId() {
        return ID;
    }
}
