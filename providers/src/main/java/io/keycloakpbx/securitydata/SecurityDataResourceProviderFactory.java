package io.keycloakpbx.securitydata;

import io.keycloakpbx.http.AdminRealmResource;
import io.keycloakpbx.http.LegacyClients;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.http.WrapSchemeFactory;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * Mounts CostGuard's security data at {@code /admin/realms/{realm}/securitydata}, in realms that have them switched on: in
 * others the path is as unknown as any other.
 */
public final class SecurityDataResourceProviderFactory implements AdminRealmResource, LegacyClients {

    static final String ID = "securitydata";

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return SecurityData.isOn(realm)
                ? new SecurityDataResource(new SecurityDataRequest(session, realm, auth, adminEvent, null))
                : null;
    }

    @Override
    public Set<String> schemes() {
        return WrapSchemeFactory.ALL;
    }

    @Override
    public RefusalRenderer refusals() {
        return SecurityDataRefusals.CONTRACT;
    }

    @Override
    public String getId() {
        return ID;
    }
}
