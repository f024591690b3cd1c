package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.PlainProviderFactory;

/** Makes {@link TenantProvider}s. */
public interface TenantProviderFactory extends PlainProviderFactory<TenantProvider> {}
