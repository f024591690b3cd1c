package io.keycloakpbx.lockout;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code pbx-address-lock}: a firewall, for example, can take the place of the database. */
public final class AddressLockSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-address-lock";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return AddressLockProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return AddressLockProviderFactory.class;
    }
}
