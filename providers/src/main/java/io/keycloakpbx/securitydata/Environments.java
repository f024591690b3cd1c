package io.keycloakpbx.securitydata;

import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The environments of a realm: bearer-only clients that say so. */
public final class Environments {

    private Environments() {}

    /** All of a realm, by number; {@link Environment#DEFAULT} alone where there is none. */
    public static List<Environment> of(KeycloakSession session, RealmModel realm) {
        throw new UnsupportedOperationException(session + realm.getName());
    }
}
