package io.keycloakpbx.usergroup;

import org.keycloak.provider.Provider;

/**
 * The type of the components that keep the branches of a realm. As components they are a part of the realm, which exports
 * carry, and which an update of the realm by the admin console leaves as it is.
 */
public interface BranchProvider extends Provider {}
