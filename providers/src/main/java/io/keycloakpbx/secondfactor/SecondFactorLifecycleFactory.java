package io.keycloakpbx.secondfactor;

import io.keycloakpbx.tenant.NumberSetting;
import io.keycloakpbx.tenant.OwnSettings;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantLifecycle;
import io.keycloakpbx.tenant.TenantLifecycleFactory;
import java.util.List;
import org.keycloak.models.KeycloakSession;

/** The second factor's part in the life of a tenant: its numbers are checked when a realm is saved. */
public final class SecondFactorLifecycleFactory implements TenantLifecycleFactory {

    @Override
    public TenantLifecycle create(KeycloakSession session) {
        return new TenantLifecycle() {
            @Override
            public void became(Tenant tenant, Arrival arrival) {}

            @Override
            public List<NumberSetting> numbers() {
                return List.of(OwnSettings.TWO_FACTOR_RESEND_SECONDS);
            }
        };
    }

    @Override
    public String getId() {
        return "second-factor";
    }
}
