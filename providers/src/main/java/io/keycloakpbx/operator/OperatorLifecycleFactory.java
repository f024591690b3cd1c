package io.keycloakpbx.operator;

import io.keycloakpbx.tenant.FiguresQuery;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantLifecycle;
import io.keycloakpbx.tenant.TenantLifecycleFactory;
import java.util.Map;
import org.keycloak.models.KeycloakSession;

/** A tenant needs nothing to have operators; those that it has are users, and go with it. */
public final class OperatorLifecycleFactory implements TenantLifecycleFactory {

    @Override
    public TenantLifecycle create(KeycloakSession session) {
        return new TenantLifecycle() {
            @Override
            public void became(Tenant tenant, Arrival arrival) {
                // Nothing: operators sign up.
            }

            @Override
            public Map<String, Long> figures(Tenant tenant, FiguresQuery query) {
                return query.everyUser()
                        ? Map.of("operators", new JpaOperators(session, tenant.realm()).count())
                        : Map.of();
            }
        };
    }

    @Override
    public String getId() {
        return "operator";
    }
}
