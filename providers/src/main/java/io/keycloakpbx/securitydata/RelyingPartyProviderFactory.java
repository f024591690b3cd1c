package io.keycloakpbx.securitydata;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link RelyingPartyProvider}s. */
public interface RelyingPartyProviderFactory extends ProviderFactory<RelyingPartyProvider> {}
