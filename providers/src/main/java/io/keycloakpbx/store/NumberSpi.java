package io.keycloakpbx.store;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The store of numbers. */
public final class NumberSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-number";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return NumberProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return NumberProviderFactory.class;
    }
}
