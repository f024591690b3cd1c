package io.keycloakpbx.tenant;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link AddressLockProvider}s. */
public interface AddressLockProviderFactory extends ProviderFactory<AddressLockProvider> {}
