package io.keycloakpbx.keycloak;

import org.keycloak.Config;

/** The realm whose administrators administer all others, {@code master} unless the server is configured otherwise. */
public final class AdministrationRealm {

    /**
     * Its name. It is fixed while the server runs, and to look it up in the server's configuration costs as much as a tenth
     * of a small request.
     */
    public static final String NAME = Config.getAdminRealm();

    private AdministrationRealm() {}
}
