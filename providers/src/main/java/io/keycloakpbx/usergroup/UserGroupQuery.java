package io.keycloakpbx.usergroup;

/**
 * Which user groups are looked for.
 *
 * @param search a part of the name or of the description, without regard to case; or null
 * @param branchId the id of the branch that they are at, or null
 */
public record UserGroupQuery(String search, String branchId) {}
