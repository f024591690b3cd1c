package io.keycloakpbx.usergroup;

/**
 * A user group with what decides where it disagrees with others.
 *
 * @param group the group
 * @param weight how much it counts, from 0
 * @param ownWeight whether it has been given this weight; otherwise it weighs as much as its number
 * @param members how many users are directly in it, of those in the database whom the caller is shown
 */
public record WeighedGroup(UserGroup group, int weight, boolean ownWeight, long members) {}
