package io.keycloakpbx.sts;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** CostGuard's security tokens. */
public final class SecurityTokenSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-security-token";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return SecurityTokenProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return SecurityTokenProviderFactory.class;
    }
}
