package io.keycloakpbx.secondfactor;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link EmailCodeProvider}s. */
public interface EmailCodeProviderFactory extends ProviderFactory<EmailCodeProvider> {}
