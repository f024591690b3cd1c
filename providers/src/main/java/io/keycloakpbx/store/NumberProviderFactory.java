package io.keycloakpbx.store;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link NumberProvider}s. */
public interface NumberProviderFactory extends ProviderFactory<NumberProvider> {}
