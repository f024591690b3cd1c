package io.keycloakpbx.store;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The outbox. */
public final class OutboxSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-outbox";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return OutboxProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return OutboxProviderFactory.class;
    }
}
