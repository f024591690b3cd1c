package io.keycloakpbx.tenant;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code pbx-sign-in-check}: what each capability would hold against a sign-in. */
public final class SignInCheckSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-sign-in-check";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return SignInCheck.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return SignInCheckFactory.class;
    }
}
