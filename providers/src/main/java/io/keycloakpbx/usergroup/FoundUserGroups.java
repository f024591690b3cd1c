package io.keycloakpbx.usergroup;

import java.util.List;

/**
 * A page of user groups.
 *
 * @param groups those on the page
 * @param total how many there are in all
 */
public record FoundUserGroups(List<UserGroup> groups, long total) {}
