package io.keycloakpbx.usergroup;

/**
 * A user, as lists of users show one.
 *
 * @param id the user's id in Keycloak
 * @param number what clients know the user by
 */
public record GroupUser(String id, int number, String firstName, String lastName) {}
