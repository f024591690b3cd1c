package io.keycloakpbx.extension;

/**
 * Which extensions of a tenant are asked for; what is null does not matter.
 *
 * @param search the beginning of a number or a part of a display name, in any case
 * @param serverId the server that they are on
 * @param managingUserId who manages them
 * @param free whether nobody manages them
 */
public record ExtensionQuery(String search, String serverId, String managingUserId, Boolean free) {}
