package io.keycloakpbx.role;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link GuardedObjectProvider}s. */
public interface GuardedObjectProviderFactory extends ProviderFactory<GuardedObjectProvider> {}
