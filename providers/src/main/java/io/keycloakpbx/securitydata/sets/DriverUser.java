package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.Owner;

/**
 * A user whom other entities are made of.
 *
 * @param id Keycloak's
 * @param number the user's, by which entities are listed
 * @param owner whose the user is
 */
record DriverUser(
        String id, int number, String userName, String email, String firstName, String lastName, Owner owner) {}
