package io.keycloakpbx.extension;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.AdminRealmResource;
import io.keycloakpbx.http.LegacyClients;
import io.keycloakpbx.http.RefusalRenderer;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts iSymphony's REST API at {@code /admin/realms/{realm}/communication_manager}. */
public final class CommunicationManagerResourceProviderFactory implements AdminRealmResource, LegacyClients {

    static final String ID = "communication_manager";

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new CommunicationManagerResource(
                new ExtensionRequest(session, realm, new Access(auth, RefusalRenderer.TEXT), adminEvent));
    }

    @Override
    public Set<String> schemes() {
        return Set.of("Basic");
    }

    @Override
    public String getId() {
        return ID;
    }
}
