package io.keycloakpbx.securitydata;

import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The permissions of a realm. */
public final class Permissions {

    private Permissions() {}

    /** All of a realm, by number. */
    public static List<Permission> of(KeycloakSession session, RealmModel realm) {
        throw new UnsupportedOperationException(session + realm.getName());
    }
}
