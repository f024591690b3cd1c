package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.AdministrationRealm;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.JsonWebToken;

/** The level above all tenants: the people of the administration realm, and the server itself. */
public final class SystemLevel {

    private SystemLevel() {}

    /**
     * Whether the session's work is of the system level. Whoever acts with a token acts as somebody of the realm that issued
     * it; without one it is the server itself: an import, a start, a sign-in.
     */
    public static boolean acts(KeycloakSession session) {
        return !(session.getContext().getBearerToken() instanceof JsonWebToken token)
                || token.getIssuer() == null
                || token.getIssuer().endsWith("/realms/" + AdministrationRealm.NAME);
    }
}
