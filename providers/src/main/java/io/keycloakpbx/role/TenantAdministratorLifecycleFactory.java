package io.keycloakpbx.role;

import io.keycloakpbx.tenant.TenantLifecycle;
import io.keycloakpbx.tenant.TenantLifecycleFactory;
import org.keycloak.models.KeycloakSession;

/** The part of the tenant's administrator in the life of a tenant. */
public final class TenantAdministratorLifecycleFactory implements TenantLifecycleFactory {

    @Override
    public TenantLifecycle create(KeycloakSession session) {
        return new TenantAdministratorLifecycle(session);
    }

    @Override
    public String getId() {
        return "tenant-administrator";
    }
}
