package io.keycloakpbx.signin;

import io.keycloakpbx.tenant.FiguresQuery;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantLifecycle;
import io.keycloakpbx.tenant.TenantLifecycleFactory;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.keycloak.models.KeycloakSession;

/** A tenant needs nothing for sign-ins; how many there have been, its events tell. */
public final class SignInLifecycleFactory implements TenantLifecycleFactory {

    @Override
    public TenantLifecycle create(KeycloakSession session) {
        return new TenantLifecycle() {
            @Override
            public void became(Tenant tenant, Arrival arrival) {
                // Nothing: the template has the flows.
            }

            @Override
            public Map<String, Long> figures(Tenant tenant, FiguresQuery query) {
                return query.events() ? new SignInCount(session).since(query.since(), tenant.realm()) : Map.of();
            }

            @Override
            public Map<String, Map<String, Long>> happened(Collection<String> realmIds, Instant since) {
                return new SignInCount(session).since(since, realmIds);
            }
        };
    }

    @Override
    public String getId() {
        return "sign-in";
    }
}
