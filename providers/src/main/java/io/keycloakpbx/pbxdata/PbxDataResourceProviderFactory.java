package io.keycloakpbx.pbxdata;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.RefusalRenderer;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts import and export of PBX data at {@code /admin/realms/{realm}/pbx-data}. */
public final class PbxDataResourceProviderFactory
        implements AdminRealmResourceProviderFactory, AdminRealmResourceProvider {

    static final String ID = "pbx-data";

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new PbxDataResource(
                new PbxDataRequest(session, realm, adminEvent), new Access(auth, RefusalRenderer.TEXT));
    }

    @Override
    public AdminRealmResourceProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return ID;
    }
}
