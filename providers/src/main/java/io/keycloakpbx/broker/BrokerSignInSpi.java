package io.keycloakpbx.broker;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code pbx-broker-sign-in}: how a sign-in with an identity provider begins. */
public final class BrokerSignInSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-broker-sign-in";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return BrokerSignInProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return BrokerSignInProviderFactory.class;
    }
}
