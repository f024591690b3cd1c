package io.keycloakpbx.lockout;

import io.keycloakpbx.keycloak.PlainProviderFactory;

/** Makes {@link AddressLockProvider}s. */
public interface AddressLockProviderFactory extends PlainProviderFactory<AddressLockProvider> {}
