package io.keycloakpbx.usergroup;

import io.keycloakpbx.keycloak.PlainProviderFactory;

/** Makes {@link PbxPermissionProvider}s. */
public interface PbxPermissionProviderFactory extends PlainProviderFactory<PbxPermissionProvider> {}
