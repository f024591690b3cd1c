package io.keycloakpbx.securitydata;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code pbx-security-data-item}, by which Keycloak knows what of the security data are components. */
public final class SecurityDataItemSpi implements Spi {

    @Override
    public boolean isInternal() {
        return true;
    }

    @Override
    public String getName() {
        return "pbx-security-data-item";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return SecurityDataItemProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return SecurityDataItemFactory.class;
    }
}
