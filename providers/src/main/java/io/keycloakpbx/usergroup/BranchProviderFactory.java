package io.keycloakpbx.usergroup;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import org.keycloak.component.ComponentFactory;

/** Makes {@link BranchProvider}s of components. */
public interface BranchProviderFactory
        extends ComponentFactory<BranchProvider, BranchProvider>, PlainProviderFactory<BranchProvider> {}
