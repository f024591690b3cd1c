package io.keycloakpbx.restriction;

import io.keycloakpbx.keycloak.PlainProviderFactory;

/** Makes {@link SignInRestrictionProvider}s. */
public interface SignInRestrictionProviderFactory extends PlainProviderFactory<SignInRestrictionProvider> {}
