package io.keycloakpbx.broker;

import io.keycloakpbx.keycloak.PlainProviderFactory;

/** Makes {@link BrokerSignInProvider}s. */
public interface BrokerSignInProviderFactory extends PlainProviderFactory<BrokerSignInProvider> {}
