package io.keycloakpbx.securitydata;

import org.keycloak.models.RoleModel;

/**
 * A permission: a role of the client {@code pbx-permissions}, or of {@code realm-management}.
 *
 * @param path where it stands among the others, {@code /{clientId}} unless the role says otherwise
 */
public record Permission(int id, String name, String description, String path, boolean allowBulk, RoleModel role) {}
