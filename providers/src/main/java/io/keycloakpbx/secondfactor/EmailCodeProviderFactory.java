package io.keycloakpbx.secondfactor;

import io.keycloakpbx.keycloak.PlainProviderFactory;

/** Makes {@link EmailCodeProvider}s. */
public interface EmailCodeProviderFactory extends PlainProviderFactory<EmailCodeProvider> {}
