package io.keycloakpbx.securitykey;

import io.keycloakpbx.tenant.FiguresQuery;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantLifecycle;
import io.keycloakpbx.tenant.TenantLifecycleFactory;
import java.util.Map;
import org.keycloak.models.KeycloakSession;

/** A tenant needs nothing to have security keys; those that it has go with it. */
public final class SecurityKeyLifecycleFactory implements TenantLifecycleFactory {

    @Override
    public TenantLifecycle create(KeycloakSession session) {
        return new TenantLifecycle() {
            @Override
            public void became(Tenant tenant, Arrival arrival) {
                // Nothing: the template has the client that issues keys.
            }

            @Override
            public Map<String, Long> contents(Tenant tenant) {
                return count(tenant);
            }

            @Override
            public Map<String, Long> figures(Tenant tenant, FiguresQuery query) {
                return query.users() ? count(tenant) : Map.of();
            }

            private Map<String, Long> count(Tenant tenant) {
                return Map.of(
                        "securityKeys",
                        session.getProvider(SecurityKeyProvider.class).count(tenant.realm(), null, null));
            }
        };
    }

    @Override
    public String getId() {
        return "security-key";
    }
}
