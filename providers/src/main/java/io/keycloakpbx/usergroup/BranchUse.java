package io.keycloakpbx.usergroup;

/**
 * How much is at a branch, of what the caller is shown.
 *
 * @param groups how many user groups
 * @param users how many users of the database, without service accounts
 */
public record BranchUse(long groups, long users) {

    static final BranchUse NONE = new BranchUse(0, 0);
}
