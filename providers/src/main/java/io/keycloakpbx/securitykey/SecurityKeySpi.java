package io.keycloakpbx.securitykey;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code pbx-security-key}: another store of security keys can take the place of the database's. */
public final class SecurityKeySpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-security-key";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return SecurityKeyProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return SecurityKeyProviderFactory.class;
    }
}
