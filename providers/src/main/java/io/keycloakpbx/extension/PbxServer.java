package io.keycloakpbx.extension;

/**
 * A PBX of a tenant.
 *
 * @param id a UUID, stable for ever
 * @param name 1 to 255 characters, unique in the realm
 */
public record PbxServer(String id, String name) {}
