package io.keycloakpbx.secondfactor;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link SessionTokenProvider}s. */
public interface SessionTokenProviderFactory extends ProviderFactory<SessionTokenProvider> {}
