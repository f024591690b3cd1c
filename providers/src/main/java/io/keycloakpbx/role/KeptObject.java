package io.keycloakpbx.role;

/**
 * A model object of a tenant that stays as it is.
 *
 * @param id what tells it from all others, whatever it is called
 * @param name what people know it by, with its kind: {@code Role Admin}
 * @param state all of it that must not change, in a form that can be compared
 */
public record KeptObject(String id, String name, String state) {}
