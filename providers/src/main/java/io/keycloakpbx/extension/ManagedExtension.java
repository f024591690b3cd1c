package io.keycloakpbx.extension;

/**
 * An extension with whose it is.
 *
 * @param extension the extension
 * @param serverName the name of its server
 * @param managingUserId the Keycloak id of its managing user, or null where it has none
 * @param isDefault whether it is the default extension of its managing user
 */
public record ManagedExtension(Extension extension, String serverName, String managingUserId, boolean isDefault) {}
