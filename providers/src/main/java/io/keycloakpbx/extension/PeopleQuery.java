package io.keycloakpbx.extension;

/**
 * Which people are asked for; what is null does not matter.
 *
 * @param search as in Keycloak's user list; also a part of a name for people, and the beginning of an extension's number
 * @param enabled whether they may sign in
 */
public record PeopleQuery(String search, Boolean enabled) {}
