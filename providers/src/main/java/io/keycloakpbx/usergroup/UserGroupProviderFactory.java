package io.keycloakpbx.usergroup;

import io.keycloakpbx.keycloak.PlainProviderFactory;

/** Makes {@link UserGroupProvider}s. */
public interface UserGroupProviderFactory extends PlainProviderFactory<UserGroupProvider> {}
