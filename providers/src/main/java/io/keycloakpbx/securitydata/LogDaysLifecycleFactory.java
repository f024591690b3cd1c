package io.keycloakpbx.securitydata;

import io.keycloakpbx.tenant.NumberSetting;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantLifecycle;
import io.keycloakpbx.tenant.TenantLifecycleFactory;
import java.util.List;
import org.keycloak.models.KeycloakSession;

/** How long logs are kept is a number whenever a realm is saved. */
public final class LogDaysLifecycleFactory implements TenantLifecycleFactory {

    @Override
    public TenantLifecycle create(KeycloakSession session) {
        return new TenantLifecycle() {
            @Override
            public void became(Tenant tenant, Arrival arrival) {
                // Nothing is written down before the realm is switched on.
            }

            @Override
            public List<NumberSetting> numbers() {
                return List.of(LogDays.SESSIONS.setting(), LogDays.CHANGES.setting());
            }
        };
    }

    @Override
    public String getId() {
        return "security-data-logs";
    }
}
