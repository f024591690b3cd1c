package io.keycloakpbx.lockout;

import io.keycloakpbx.http.AdminRealmResource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts {@link BlockedAddressesResource} at {@code /admin/realms/{realm}/blocked-addresses}. */
public final class BlockedAddressesResourceProviderFactory implements AdminRealmResource {

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new BlockedAddressesResource(session, realm, auth, adminEvent);
    }

    @Override
    public String getId() {
        return "blocked-addresses";
    }
}
