package io.keycloakpbx.signin;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link PasswordSignInProvider}s. */
public interface PasswordSignInProviderFactory extends ProviderFactory<PasswordSignInProvider> {}
