package io.keycloakpbx.role;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code pbx-guarded-object}: each capability contributes the model objects that it relies on. */
public final class GuardedObjectSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-guarded-object";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return GuardedObjectProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return GuardedObjectProviderFactory.class;
    }
}
