package io.keycloakpbx.extension;

import io.keycloakpbx.keycloak.PlainProviderFactory;

/** Makes {@link PbxUserProvider}s. */
public interface PbxUserProviderFactory extends PlainProviderFactory<PbxUserProvider> {}
