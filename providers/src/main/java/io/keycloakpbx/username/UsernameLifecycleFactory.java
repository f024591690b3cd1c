package io.keycloakpbx.username;

import io.keycloakpbx.tenant.TenantLifecycle;
import io.keycloakpbx.tenant.TenantLifecycleFactory;
import org.keycloak.models.KeycloakSession;

/** The part of user names in the life of a tenant. */
public final class UsernameLifecycleFactory implements TenantLifecycleFactory {

    @Override
    public TenantLifecycle create(KeycloakSession session) {
        return new UsernameLifecycle(session);
    }

    @Override
    public String getId() {
        return "usernames";
    }
}
