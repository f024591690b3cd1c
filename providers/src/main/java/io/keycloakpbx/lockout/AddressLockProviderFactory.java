package io.keycloakpbx.lockout;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link AddressLockProvider}s. */
public interface AddressLockProviderFactory extends ProviderFactory<AddressLockProvider> {}
