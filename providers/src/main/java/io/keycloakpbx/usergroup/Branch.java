package io.keycloakpbx.usergroup;

/**
 * A place of the company.
 *
 * @param id the id of the component that keeps it
 * @param number what clients know it by
 * @param settings what can be set of it
 */
public record Branch(String id, int number, BranchSettings settings) {}
