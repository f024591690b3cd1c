package io.keycloakpbx.usergroup;

import java.util.List;

/**
 * A page of user groups, the one that counts most first.
 *
 * @param groups those on the page
 * @param total how many there are in all
 */
public record FoundWeighedGroups(List<WeighedGroup> groups, long total) {}
