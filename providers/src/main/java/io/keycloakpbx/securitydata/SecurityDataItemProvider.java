package io.keycloakpbx.securitydata;

import org.keycloak.provider.Provider;

/**
 * The type of the components that are companies, applications and security questions. Keycloak keeps, exports and imports
 * them with the realm; there is nothing to call.
 */
public interface SecurityDataItemProvider extends Provider {}
