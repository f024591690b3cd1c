package io.keycloakpbx.tenant;

import org.keycloak.models.ModelException;

/** As many tenants as a node takes on at a time are being made, upgraded or removed. */
public final class TenantsBusyException extends ModelException {

    TenantsBusyException() {
        super("Other tenants are being made, upgraded or removed; try again in some seconds");
    }
}
