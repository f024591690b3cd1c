package io.keycloakpbx.restriction;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code pbx-sign-in-restriction}: a directory, for example, can take the place of user attributes. */
public final class SignInRestrictionSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-sign-in-restriction";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return SignInRestrictionProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return SignInRestrictionProviderFactory.class;
    }
}
