package io.keycloakpbx.store;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link OutboxProvider}s. */
public interface OutboxProviderFactory extends ProviderFactory<OutboxProvider> {}
