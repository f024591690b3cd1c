package io.keycloakpbx.securitydata;

import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The roles of a realm that users are given. */
public final class SecurityRoles {

    /** The most roles that a realm can have where they are asked for. */
    public static final int MAX = 5000;

    private SecurityRoles() {}

    /**
     * All of a realm, by number.
     *
     * @throws TooManyRolesException where there are more than {@link #MAX}
     */
    public static List<SecurityRole> of(KeycloakSession session, RealmModel realm) {
        throw new UnsupportedOperationException(session + realm.getName());
    }

    /** More roles than can be looked at in one request. */
    public static final class TooManyRolesException extends RuntimeException {

        private static final long serialVersionUID = 1;
    }
}
