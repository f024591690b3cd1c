package io.keycloakpbx.broker;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link BrokerSignInProvider}s. */
public interface BrokerSignInProviderFactory extends ProviderFactory<BrokerSignInProvider> {}
