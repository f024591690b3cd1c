package io.keycloakpbx.extension;

import java.util.List;

/**
 * A part of the users that a search finds.
 *
 * @param users the users, by name
 * @param total how many there are in all
 */
public record FoundUsers(List<PbxUser> users, long total) {}
