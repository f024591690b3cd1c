package io.keycloakpbx.usergroup;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code pbx-custom-permission}, by which Keycloak knows a realm's custom permissions as components. */
public final class CustomPermissionSpi implements Spi {

    @Override
    public boolean isInternal() {
        return true;
    }

    @Override
    public String getName() {
        return "pbx-custom-permission";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return CustomPermissionProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return CustomPermissionFactory.class;
    }
}
