package io.keycloakpbx.usergroup;

import java.util.List;

/**
 * A page of users.
 *
 * @param users those on the page
 * @param total how many there are in all
 */
public record FoundGroupUsers(List<GroupUser> users, long total) {}
