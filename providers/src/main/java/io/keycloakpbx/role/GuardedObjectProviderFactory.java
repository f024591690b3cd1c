package io.keycloakpbx.role;

import io.keycloakpbx.keycloak.PlainProviderFactory;

/** Makes {@link GuardedObjectProvider}s. */
public interface GuardedObjectProviderFactory extends PlainProviderFactory<GuardedObjectProvider> {}
