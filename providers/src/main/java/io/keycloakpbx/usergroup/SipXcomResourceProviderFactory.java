package io.keycloakpbx.usergroup;

import io.keycloakpbx.http.AdminRealmResource;
import io.keycloakpbx.http.LegacyClients;
import io.keycloakpbx.http.RefusalRenderer;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts sipXcom's REST API at {@code /admin/realms/{realm}/sipxconfig}. */
public final class SipXcomResourceProviderFactory implements AdminRealmResource, LegacyClients {

    static final String ID = "sipxconfig";

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new SipXcomResource(new SipXcomRequest(session, realm, auth, adminEvent));
    }

    @Override
    public Set<String> schemes() {
        return Set.of("Basic");
    }

    @Override
    public RefusalRenderer refusals() {
        return SipXcomAnswer.REFUSALS;
    }

    @Override
    public String getId() {
        return ID;
    }
}
