package io.keycloakpbx.extension;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link PbxUserProvider}s. */
public interface PbxUserProviderFactory extends ProviderFactory<PbxUserProvider> {}
