package io.keycloakpbx.securitydata;

import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The applications of a realm and their instances. */
public final class ApplicationInstances {

    private ApplicationInstances() {}

    /** The applications of a realm, by number. */
    public static List<Application> applicationsOf(KeycloakSession session, RealmModel realm) {
        throw new UnsupportedOperationException(session + realm.getName());
    }

    /** The instances of a realm, by number, those of disabled clients too. */
    public static List<ApplicationInstance> of(KeycloakSession session, RealmModel realm) {
        throw new UnsupportedOperationException(session + realm.getName());
    }
}
