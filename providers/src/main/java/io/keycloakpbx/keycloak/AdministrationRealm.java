package io.keycloakpbx.keycloak;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.JsonWebToken;

/** The realm whose administrators administer all others, {@code master} unless the server is configured otherwise. */
public final class AdministrationRealm {

    /**
     * Its name. It is fixed while the server runs, and to look it up in the server's configuration costs as much as a tenth
     * of a small request.
     */
    public static final String NAME = Config.getAdminRealm();

    private AdministrationRealm() {}

    /**
     * Whether a session's work is that of the realm's people, or of the server itself. Whoever acts with a token acts as
     * somebody of the realm that issued it; without one it is the server: an import, a start, a sign-in.
     */
    public static boolean acts(KeycloakSession session) {
        return !(session.getContext().getBearerToken() instanceof JsonWebToken token)
                || token.getIssuer() == null
                || token.getIssuer().endsWith("/realms/" + NAME);
    }
}
