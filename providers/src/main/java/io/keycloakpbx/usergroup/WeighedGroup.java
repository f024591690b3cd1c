package io.keycloakpbx.usergroup;

/**
 * A user group with what decides where it disagrees with others.
 *
 * @param group the group
 * @param weight how much it counts, from 0
 * @param ownWeight whether it has been given this weight; otherwise it weighs as much as its number
 * @param members how many users are directly in it, of those in the database whom the caller may view; null where there are too many
 *     to ask about each
 */
public record WeighedGroup(UserGroup group, int weight, boolean ownWeight, Long members) {}
