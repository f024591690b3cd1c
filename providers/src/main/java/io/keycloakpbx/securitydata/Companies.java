package io.keycloakpbx.securitydata;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Companies: who realms belong to. */
public final class Companies {

    private Companies() {}

    /** The company and the domain that a realm is. */
    public static Owner ownerOf(KeycloakSession session, RealmModel realm) {
        throw new UnsupportedOperationException(session + realm.getName());
    }
}
