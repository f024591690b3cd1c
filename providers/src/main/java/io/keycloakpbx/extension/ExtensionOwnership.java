package io.keycloakpbx.extension;

/**
 * Who manages an extension.
 *
 * @param serverId the extension's server
 * @param extensionId the extension
 * @param extension the extension's number
 * @param managingUserId the Keycloak id of its managing user, or null where it has none
 * @param isDefault whether it is the default extension of its managing user
 */
public record ExtensionOwnership(
        String serverId, String extensionId, String extension, String managingUserId, boolean isDefault) {}
