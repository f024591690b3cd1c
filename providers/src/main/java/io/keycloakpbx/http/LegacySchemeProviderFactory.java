package io.keycloakpbx.http;

import io.keycloakpbx.keycloak.PlainProviderFactory;

/** Makes the providers of a scheme; its id is what {@link LegacyClients#schemes} names it by. */
public interface LegacySchemeProviderFactory extends PlainProviderFactory<LegacySchemeProvider> {}
