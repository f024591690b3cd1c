package io.keycloakpbx.store;

import org.keycloak.provider.ProviderFactory;

/** Makes the {@link OutboxDeliveryProvider}s of one kind. */
public interface OutboxDeliveryProviderFactory extends ProviderFactory<OutboxDeliveryProvider> {}
