package io.keycloakpbx.tenant;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code pbx-tenant-lifecycle}: each capability's part in the life of a tenant. */
public final class TenantLifecycleSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-tenant-lifecycle";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return TenantLifecycle.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return TenantLifecycleFactory.class;
    }
}
