package io.keycloakpbx.pbxdata;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.AdminRealmResource;
import io.keycloakpbx.http.RefusalRenderer;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts import and export of PBX data at {@code /admin/realms/{realm}/pbx-data}. */
public final class PbxDataResourceProviderFactory implements AdminRealmResource {

    static final String ID = "pbx-data";

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new PbxDataResource(
                new PbxDataRequest(session, realm, adminEvent), new Access(auth, RefusalRenderer.TEXT));
    }

    @Override
    public String getId() {
        return ID;
    }
}
