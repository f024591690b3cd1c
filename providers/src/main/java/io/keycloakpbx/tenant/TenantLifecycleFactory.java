package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.PlainProviderFactory;

/** Makes {@link TenantLifecycle}s. Those of a lower {@link #order()} come first. */
public interface TenantLifecycleFactory extends PlainProviderFactory<TenantLifecycle> {}
