package io.keycloakpbx.sts;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link SecurityTokenProvider}s. */
public interface SecurityTokenProviderFactory extends ProviderFactory<SecurityTokenProvider> {}
