package io.keycloakpbx.securitydata;

import io.keycloakpbx.http.AdminRealmResource;
import io.keycloakpbx.http.LegacyClients;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.http.WrapSchemeFactory;
import jakarta.ws.rs.NotAuthorizedException;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminAuth;
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
        if (!SecurityData.isOn(realm)) {
            return null;
        }
        requireAddress(session, auth.adminAuth());
        return new SecurityDataResource(new SecurityDataRequest(session, realm, auth, adminEvent, null));
    }

    /** From elsewhere than the list of the caller's realm has, where it has one, a token is none. */
    private static void requireAddress(KeycloakSession session, AdminAuth caller) {
        String address = session.getContext().getConnection().getRemoteHost();
        if (!RelyingPartyProvider.of(session).admitsAddress(caller.getRealm(), caller.getUser(), address)) {
            throw new NotAuthorizedException("Bearer");
        }
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
