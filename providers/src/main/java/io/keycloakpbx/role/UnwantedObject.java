package io.keycloakpbx.role;

/**
 * Something that must not come to be in a tenant. One that is there already stays, until somebody takes it away.
 *
 * @param id what tells it from all others
 * @param reason why it must not be, a sentence without its period
 * @param remedy what to do about one that is there, likewise
 */
public record UnwantedObject(String id, String reason, String remedy) {}
