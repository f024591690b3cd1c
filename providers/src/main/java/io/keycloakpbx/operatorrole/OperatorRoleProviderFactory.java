package io.keycloakpbx.operatorrole;

import io.keycloakpbx.keycloak.PlainProviderFactory;

/** Makes {@link OperatorRoleProvider}s. */
public interface OperatorRoleProviderFactory extends PlainProviderFactory<OperatorRoleProvider> {}
