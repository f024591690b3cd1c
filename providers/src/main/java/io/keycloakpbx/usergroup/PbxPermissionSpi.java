package io.keycloakpbx.usergroup;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code pbx-permission}: what users may do. */
public final class PbxPermissionSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-permission";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return PbxPermissionProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return PbxPermissionProviderFactory.class;
    }
}
