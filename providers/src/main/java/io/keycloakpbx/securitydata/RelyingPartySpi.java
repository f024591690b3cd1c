package io.keycloakpbx.securitydata;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** What tokens of CostGuard are issued for. */
public final class RelyingPartySpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-relying-party";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return RelyingPartyProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return RelyingPartyProviderFactory.class;
    }
}
