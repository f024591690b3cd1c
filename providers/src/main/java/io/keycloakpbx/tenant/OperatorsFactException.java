package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.AdministrationRealm;
import org.keycloak.models.ModelException;

/** A tenant's own administrator would change what belongs to the operator. The message says who can. */
public final class OperatorsFactException extends ModelException {

    OperatorsFactException(String change, String realm) {
        super("Only an administrator of the " + AdministrationRealm.NAME + " realm may " + change + " realm " + realm);
    }
}
