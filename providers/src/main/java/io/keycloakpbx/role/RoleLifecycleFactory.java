package io.keycloakpbx.role;

import io.keycloakpbx.tenant.TenantLifecycle;
import io.keycloakpbx.tenant.TenantLifecycleFactory;
import org.keycloak.models.KeycloakSession;

/** The part of guarded objects in the life of a tenant. */
public final class RoleLifecycleFactory implements TenantLifecycleFactory {

    @Override
    public TenantLifecycle create(KeycloakSession session) {
        return new RoleLifecycle(session);
    }

    @Override
    public String getId() {
        return "guarded-objects";
    }
}
