package io.keycloakpbx.securitykey;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code pbx-security-key-purpose}: the rules of one purpose, a component of the realm. */
public final class SecurityKeyPurposeSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-security-key-purpose";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return SecurityKeyPurpose.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return SecurityKeyPurposeFactory.class;
    }
}
