package io.keycloakpbx.keycloak;

import io.keycloakpbx.store.StorableText;

/** Ids of what Keycloak keeps in its own tables, groups and roles for example, as callers send them. */
public final class LocalId {

    private static final String STORAGE = "f:";

    private LocalId() {}

    /**
     * The id to look up: the empty text, which is nobody's id, for one that no database could hold, and for one that begins as
     * those of other storages do, at which Keycloak would fail.
     */
    public static String of(String asked) {
        return is(asked) ? StorableText.id(asked) : "";
    }

    /** Whether an id does not begin as those of other storages do. */
    static boolean is(String asked) {
        return !asked.startsWith(STORAGE);
    }
}
