package io.keycloakpbx.tenant;

import org.keycloak.models.ModelDuplicateException;

/** A new tenant would have the name of a realm that there is. */
final class RealmNameConflictException extends ModelDuplicateException {

    private final String realm;

    RealmNameConflictException(String realm) {
        super("Realm " + realm + " already exists");
        this.realm = realm;
    }

    /** The name. */
    String realm() {
        return realm;
    }
}
