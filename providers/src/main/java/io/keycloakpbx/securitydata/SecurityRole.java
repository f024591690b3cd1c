package io.keycloakpbx.securitydata;

import org.keycloak.models.RoleModel;

/** A role that users are given: a realm role, without those that Keycloak gives to everybody. */
public record SecurityRole(int id, String name, String description, RoleModel role) {}
