package io.keycloakpbx.extension;

import io.keycloakpbx.http.LegacyClients;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts iSymphony's REST API at {@code /admin/realms/{realm}/communication_manager}. */
public final class CommunicationManagerResourceProviderFactory
        implements AdminRealmResourceProviderFactory, AdminRealmResourceProvider, LegacyClients {

    static final String ID = "communication_manager";

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new CommunicationManagerResource(new ExtensionRequest(session, realm, auth, adminEvent));
    }

    @Override
    public Set<String> schemes() {
        return Set.of("Basic");
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
