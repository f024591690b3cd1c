package io.keycloakpbx.securitydata;

/** That a role carries a permission, directly or by a role that it contains. */
public record RolePermission(SecurityRole role, Permission permission) {}
