package io.keycloakpbx.secondfactor;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code pbx-session-token}: what is held between two steps of a sign-in. */
public final class SessionTokenSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-session-token";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return SessionTokenProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return SessionTokenProviderFactory.class;
    }
}
