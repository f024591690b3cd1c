package io.keycloakpbx.secondfactor;

import io.keycloakpbx.keycloak.PlainProviderFactory;

/** Makes {@link SessionTokenProvider}s. */
public interface SessionTokenProviderFactory extends PlainProviderFactory<SessionTokenProvider> {}
