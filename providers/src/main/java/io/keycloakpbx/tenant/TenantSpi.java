package io.keycloakpbx.tenant;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code pbx-tenant}: another store of tenants can take the place of the database's. */
public final class TenantSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-tenant";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return TenantProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return TenantProviderFactory.class;
    }
}
