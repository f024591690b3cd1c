package io.keycloakpbx.securitydata;

/**
 * A company: who realms belong to.
 *
 * @param id its number
 * @param code what realms name it by
 * @param name what people read
 * @param description null where there is none
 */
public record Company(int id, String code, String name, String description) {}
