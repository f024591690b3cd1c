package io.keycloakpbx.http;

import org.keycloak.provider.ProviderFactory;

/** Makes the providers of a scheme; its id is what {@link LegacyClients#schemes} names it by. */
public interface LegacySchemeProviderFactory extends ProviderFactory<LegacySchemeProvider> {}
