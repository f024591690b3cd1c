package io.keycloakpbx.usergroup;

/**
 * What can be set of a user group.
 *
 * @param name its name, which is not blank
 * @param description what it is for, or null
 * @param branch where its users are, or null
 */
public record UserGroupSettings(String name, String description, Branch branch) {}
