package io.keycloakpbx.store;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The kinds of messages that the outbox knows. */
public final class OutboxDeliverySpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-outbox-delivery";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return OutboxDeliveryProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return OutboxDeliveryProviderFactory.class;
    }
}
