package io.keycloakpbx.usergroup;

import org.keycloak.provider.Provider;

/**
 * The type of the components that are a realm's custom permissions. Keycloak keeps, exports and imports them with the realm;
 * there is nothing to call.
 */
public interface CustomPermissionProvider extends Provider {}
