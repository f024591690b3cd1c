package io.keycloakpbx.secondfactor;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code pbx-email-code}: the second factor that is mailed. Another way to the user can take its place. */
public final class EmailCodeSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-email-code";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return EmailCodeProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return EmailCodeProviderFactory.class;
    }
}
