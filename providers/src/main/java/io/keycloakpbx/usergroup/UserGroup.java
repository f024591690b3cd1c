package io.keycloakpbx.usergroup;

/**
 * A user group: a top-level group of the realm.
 *
 * @param id the group's id in Keycloak
 * @param number what clients know it by
 * @param name its name, which no other top-level group of the realm has
 * @param description what it is for, or null
 * @param branch where its users are, or null
 */
public record UserGroup(String id, int number, String name, String description, Branch branch) {

    /** The attribute of groups and users with the id of the branch; an id that no branch has means none. */
    static final String BRANCH = "pbx.branch";
}
