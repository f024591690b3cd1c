package io.keycloakpbx.keycloak;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.JsonWebToken;

/** The realm whose administrators administer all others, {@code master} unless the server is configured otherwise. */
public final class AdministrationRealm {

    /**
     * Its name. It is fixed while the server runs, and to look it up in the server's configuration costs as much as a tenth
     * of a small request.
     */
    public static final String NAME = Config.getAdminRealm();

    private static final String ACTS = AdministrationRealm.class.getName();

    private AdministrationRealm() {}

    /**
     * Whether a session's work is that of the realm's people, or of the server itself. Whoever acts with a token acts as
     * somebody of the realm that issued it; without one it is the server: an import, a start, a sign-in. Sessions within a
     * request have no token: for them an administrator is known from the first admin event on, so ask before the commit.
     */
    public static boolean acts(KeycloakSession session) {
        if (session.getContext().getBearerToken() instanceof JsonWebToken token) {
            return token.getIssuer() == null || token.getIssuer().endsWith("/realms/" + NAME);
        }
        return !Boolean.FALSE.equals(session.getAttribute(ACTS));
    }

    /** Keeps whose work a session without a token does: an administrator's, of the realm with an id. */
    public static void actor(KeycloakSession session, String realmId) {
        if (session.getContext().getBearerToken() == null) {
            RealmModel realm = session.realms().getRealmByName(NAME);
            session.setAttribute(ACTS, realm != null && realm.getId().equals(realmId));
        }
    }
}
