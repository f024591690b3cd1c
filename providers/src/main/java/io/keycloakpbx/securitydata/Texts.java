package io.keycloakpbx.securitydata;

/** Texts of Keycloak's objects, where an empty one means that there is none. */
final class Texts {

    private Texts() {}

    static String orNull(String text) {
        return text == null || text.isBlank() ? null : text;
    }

    static String or(String text, String otherwise) {
        return text == null || text.isBlank() ? otherwise : text;
    }
}
