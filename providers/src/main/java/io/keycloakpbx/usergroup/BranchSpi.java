package io.keycloakpbx.usergroup;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code pbx-branch}, of the components that are branches. */
public final class BranchSpi implements Spi {

    @Override
    public boolean isInternal() {
        return true;
    }

    @Override
    public String getName() {
        return "pbx-branch";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return BranchProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return BranchProviderFactory.class;
    }
}
