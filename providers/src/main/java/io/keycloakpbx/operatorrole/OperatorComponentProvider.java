package io.keycloakpbx.operatorrole;

import org.keycloak.provider.Provider;

/**
 * The type of the components that say what custom roles mean, and which permissions a realm has of its own. Keycloak keeps,
 * exports and imports them with the realm; there is nothing to call.
 */
public interface OperatorComponentProvider extends Provider {}
