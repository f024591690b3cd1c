package io.keycloakpbx.usergroup;

import io.keycloakpbx.http.AdminRealmResource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts {@link PbxGroupsResource} at {@code /admin/realms/{realm}/pbx-groups}. */
public final class PbxGroupsResourceProviderFactory implements AdminRealmResource {

    static final String ID = "pbx-groups";

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new PbxGroupsResource(new GroupsRequest(session, realm, auth, adminEvent));
    }

    @Override
    public String getId() {
        return ID;
    }
}
